using System.Globalization;
using CrimeScreeningWorker.Screening.Sources;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What a reader said of a record; the columns of a labels file.</summary>
/// <param name="Pair">Number of the contrast pair; 0 outside a contrast file.</param>
/// <param name="Kind">Kind of edit that flips a contrast pair; empty outside one.</param>
/// <param name="Reason">Why the reader said so, in a sentence; for a person who looks at errors, nothing is learnt from it.</param>
public sealed record CrimeLabel(
    bool Stalking, string Section, bool Online, bool Breach, bool HighRisk, bool Borderline, bool NeedsHistory, int Pair, string Kind,
    string Reason = "")
{
    /// <summary>The reader was asked whether it is stalking and nothing else: what the other fields hold is no answer.</summary>
    public bool StalkingOnly { get; init; }
}

/// <summary>A labelled record and the file it comes from: a file is a force and a writer.</summary>
public sealed record LabelledCrime(Crime Crime, EqualityMonitoring Equality, CrimeLabel Label, string File)
{
    /// <summary>Which series a reader counts it to; null when to none, or when nobody has read the file for that.</summary>
    public string? Series { get; init; }
}

/// <summary>
/// The labelled records of a folder: every <c>NAME.csv</c> with a <c>NAME.labels.csv</c> beside it, in the order of the names, and of
/// <c>series.csv</c>, where there is one, which of them tell of the same people.
/// </summary>
public sealed class LabelledCorpus
{
    /// <summary>Name of the file of contrast pairs, which is never a force of its own.</summary>
    public const string ContrastFile = "contrast";

    private const string SeriesFile = "series.csv";

    private LabelledCorpus(IReadOnlyList<LabelledCrime> records) => Records = records;

    /// <summary>All records, by file and then as the file has them.</summary>
    public IReadOnlyList<LabelledCrime> Records { get; }

    /// <summary>Names of the forces' files, without the contrast pairs.</summary>
    public IReadOnlyList<string> Forces =>
        [.. Records.Select(r => r.File).Where(f => f != ContrastFile).Distinct(StringComparer.Ordinal)];

    /// <exception cref="SourceException">A file is missing, cannot be read, or a record has no label.</exception>
    public static async Task<LabelledCorpus> LoadAsync(string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) throw new SourceException($"The corpus folder {folder} does not exist.");
        var records = new List<LabelledCrime>();
        var series = ReadSeries(Path.Combine(folder, SeriesFile));
        foreach (var labelFile in Directory.EnumerateFiles(folder, "*.labels.csv").Order(StringComparer.Ordinal))
        {
            var file = Path.GetFileName(labelFile)[..^".labels.csv".Length];
            var labels = ReadLabels(labelFile);
            var reader = new CsvSourceReader(Path.Combine(folder, file + ".csv"), new SourceOptions(), clock);
            await reader.OpenAsync(cancellationToken);
            await foreach (var batch in reader.ReadAsync(cancellationToken))
            {
                if (batch.Rejected.Count > 0)
                    throw new SourceException($"{file}.csv, line {batch.Rejected[0].Line}: {batch.Rejected[0].Field}: {batch.Rejected[0].Reason}");
                foreach (var record in batch.Records)
                {
                    if (!labels.TryGetValue(record.Crime.Key.CrimeReference, out var label))
                        throw new SourceException($"{file}.csv, line {record.Line}: the record has no label in {file}.labels.csv.");
                    records.Add(new LabelledCrime(record.Crime, record.Equality, label, file) { Series = series.GetValueOrDefault(record.Crime.Key) });
                }
            }
        }

        if (records.Count == 0) throw new SourceException($"The corpus folder {folder} holds no NAME.csv with a NAME.labels.csv beside it.");
        return new LabelledCorpus(records);
    }

    private static Dictionary<CrimeKey, string> ReadSeries(string path)
    {
        var series = new Dictionary<CrimeKey, string>();
        if (!File.Exists(path)) return series;
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', HasHeader = true, DetectSeparatorHint = false });
        while (csv.Read()) series[new CrimeKey(csv.GetString("force_code"), csv.GetString("crime_reference"))] = csv.GetString("series");
        return series;
    }

    private static Dictionary<string, CrimeLabel> ReadLabels(string path)
    {
        var labels = new Dictionary<string, CrimeLabel>(StringComparer.Ordinal);
        using var csv = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', HasHeader = true, DetectSeparatorHint = false });
        while (csv.Read())
        {
            bool Is(string column) => Text(column) == "1";
            string Text(string column) => csv.Headers.Contains(column, StringComparer.Ordinal) ? csv.GetString(column) : string.Empty;
            labels[Text("crime_reference")] = new CrimeLabel(
                Is("stalking"), Text("section"), Is("online"), Is("breach"), Is("high_risk"), Text("confidence") == "borderline", Is("needs_history"),
                int.TryParse(Text("pair"), CultureInfo.InvariantCulture, out var pair) ? pair : 0, Text("kind"), Text("reason"));
        }

        return labels;
    }
}
