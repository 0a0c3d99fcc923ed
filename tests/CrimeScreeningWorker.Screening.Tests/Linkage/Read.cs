using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

/// <summary>What the shipped settings find in a text, as text: "value &lt;what was typed&gt;".</summary>
internal static class Read
{
    private static readonly IdentifierExtractor Shipped = new(new LinkageOptions());

    public static IReadOnlyList<string> All(IdentifierKind kind, string narrative) =>
        [.. Shipped.Extract(narrative).Where(found => found.Kind == kind).Select(found => $"{found.Value} <{narrative.Substring(found.Span.Start, found.Span.Length)}>")];

    public static void AssertOne(IdentifierKind kind, string narrative, string value, string typed) =>
        Assert.Equal([$"{value} <{typed}>"], All(kind, narrative));

    public static void AssertNone(IdentifierKind kind, string narrative) => Assert.Empty(All(kind, narrative));
}
