using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

/// <summary>The labelled corpus as it lies beside the test program.</summary>
internal static class Corpus
{
    private static readonly string[] Names = ["county", "urban", "controlroom", "safeguarding", "contrast"];
    private static readonly Lazy<IReadOnlyList<TextExample>> Read = new(() => [.. Names.SelectMany(ReadFile)]);
    private static readonly Lazy<TrainedTextModel> Trained = new(() => TextModelTrainer.Train(Examples, new TextModelOptions(), CancellationToken.None));

    /// <summary>All 1,200 narratives with labels.</summary>
    public static IReadOnlyList<TextExample> Examples => Read.Value;

    /// <summary>Trained once on all of them, with the default options.</summary>
    public static TrainedTextModel Model => Trained.Value;

    private static IEnumerable<TextExample> ReadFile(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", "corpus");
        var labels = new Dictionary<string, (bool Stalking, string? Pair)>(StringComparer.Ordinal);
        using (var reader = CsvReader.FromFile(Path.Combine(folder, name + ".labels.csv")))
        {
            while (reader.Read())
            {
                var pair = name == "contrast" ? reader.GetString("pair") : null;
                labels.Add(reader.GetString("crime_reference")!, (reader.GetString("stalking") == "1", pair));
            }
        }

        using var crimes = CsvReader.FromFile(Path.Combine(folder, name + ".csv"));
        while (crimes.Read())
        {
            var (stalking, pair) = labels[crimes.GetString("crime_reference")!];
            var (victim, suspect) = (crimes.GetString("victim_id"), crimes.GetString("suspect_id"));
            var people = string.IsNullOrEmpty(victim) || string.IsNullOrEmpty(suspect) ? null : $"{name} {victim} {suspect}";
            yield return new TextExample(crimes.GetString("narrative")!, stalking, pair is null ? people : $"pair {pair}");
        }
    }
}
