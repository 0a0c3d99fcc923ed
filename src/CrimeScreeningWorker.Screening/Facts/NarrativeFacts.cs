namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Questions to the facts of one text.</summary>
public static class NarrativeFacts
{
    /// <summary>The largest number that an affirmed fact of a counting kind gives; 0 where none does.</summary>
    /// <param name="least">Least confidence that counts, in (0, 1].</param>
    public static int Most(this IEnumerable<NarrativeFact> facts, FactKind kind, double least = 0.5) =>
        facts.Where(f => f.Kind == kind && f.IsAffirmed && f.Confidence >= least).Select(f => f.Number ?? 0).DefaultIfEmpty().Max();

    /// <summary>Whether an affirmed fact says so.</summary>
    public static bool Says(this IEnumerable<NarrativeFact> facts, FactKind kind, string? value = null, double least = 0.5) =>
        facts.Any(f => f.Kind == kind && f.IsAffirmed && f.Confidence >= least && (value is null || f.Value == value));

    /// <summary>The affirmed values of a kind, surest first.</summary>
    public static IReadOnlyList<string> Values(this IEnumerable<NarrativeFact> facts, FactKind kind, double least = 0.5) =>
    [
        .. facts.Where(f => f.Kind == kind && f.IsAffirmed && f.Confidence >= least).OrderByDescending(f => f.Confidence).ThenBy(f => f.Span.Start)
            .Select(f => f.Value).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The surest fact of a kind and polarity; of equals the first in the text. Null where there is none.</summary>
    public static NarrativeFact? Surest(this IEnumerable<NarrativeFact> facts, FactKind kind, string? value = null) =>
        facts.Where(f => f.Kind == kind && f.IsAffirmed && (value is null || f.Value == value))
            .OrderByDescending(f => f.Confidence).ThenBy(f => f.Span.Start).FirstOrDefault();
}
