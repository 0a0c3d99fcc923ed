using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Indicators;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

/// <summary>A sentence in the manner of the police and what a reader takes from it; <c>Sentences/*.csv</c>.</summary>
/// <param name="Class">What is hard about it: "denied", "police action".</param>
/// <param name="Hits">Codes that must be found, with their polarity.</param>
/// <param name="Misses">Codes that must not be affirmed.</param>
internal sealed record LabelledSentence(
    string Class, string Text, IReadOnlyList<(string Code, Polarity Polarity)> Hits, IReadOnlyList<string> Misses)
{
    /// <summary>
    /// Half of the sentences, drawn by their hash before anything was measured, were never looked at while the engine and the book were
    /// mended: the figures of this half say how the rest carries over.
    /// </summary>
    public bool HeldOut { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Text))[0] % 2 == 1;

    public static IReadOnlyList<LabelledSentence> LoadAll()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Indicators", "Sentences");
        return [.. Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).SelectMany(Load)];
    }

    private static List<LabelledSentence> Load(string path)
    {
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', HasHeader = true, DetectSeparatorHint = false });
        var sentences = new List<LabelledSentence>();
        while (csv.Read())
            sentences.Add(new LabelledSentence(csv.GetString(0), csv.GetString(1), [.. Words(csv.GetString(2)).Select(HitOf)], Words(csv.GetString(3))));
        return sentences;
    }

    private static string[] Words(string field) => field.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // "FOLLOW" is affirmed, "FOLLOW=denied" is not.
    private static (string Code, Polarity Polarity) HitOf(string field) => field.Split('=') switch
    {
        [var code] => (code, Polarity.Affirmed),
        [var code, var polarity] => (code, Enum.Parse<Polarity>(polarity.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)),
        _ => throw new FormatException($"'{field}' is no expectation."),
    };
}
