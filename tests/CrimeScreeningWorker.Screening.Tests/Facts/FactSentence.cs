using CrimeScreeningWorker.Screening.Facts;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

/// <summary>A sentence in the manner of the police and every fact that a reader takes from it; <c>Sentences/*.csv</c>.</summary>
/// <param name="Facts">All that it affirms; what is not here must not be read.</param>
internal sealed record FactSentence(string Class, string Text, IReadOnlyList<(FactKind Kind, string Value)> Facts)
{
    /// <param name="name"><c>worked</c>: looked at while the phrases were written; <c>held-out</c>: never.</param>
    public static IReadOnlyList<FactSentence> Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Facts", "Sentences", name + ".csv");
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', HasHeader = true, DetectSeparatorHint = false });
        var sentences = new List<FactSentence>();
        while (csv.Read()) sentences.Add(new FactSentence(csv.GetString(0), csv.GetString(1), [.. csv.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(FactOf)]));
        return sentences;
    }

    private static (FactKind Kind, string Value) FactOf(string field)
    {
        var parts = field.Split('=');
        return (Enum.Parse<FactKind>(parts[0]), parts[1]);
    }
}
