using System.Text.Json;
using CsvHelper;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>An output folder, read as the force would read it.</summary>
internal sealed class Outputs(string folder)
{
    public static readonly string[] Tables = ["scores.csv", "triage.csv", "suggestions.csv", "quarantine.csv"];

    public static readonly string[] Files = ["quarantine.csv", "run.json", "scores.csv", "suggestions.csv", "triage.csv", "triage.html"];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Scores => Table("scores.csv").Rows;

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Triage => Table("triage.csv").Rows;

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Suggestions => Table("suggestions.csv").Rows;

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Quarantine => Table("quarantine.csv").Rows;

    public string Page => File.ReadAllText(PathOf("triage.html"));

    public JsonElement Run => JsonDocument.Parse(File.ReadAllText(PathOf("run.json"))).RootElement;

    public string PathOf(string name) => Path.Combine(folder, name);

    public byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    public long Count(string name) => Run.GetProperty(name).GetInt64();

    /// <summary>All counts in one line, as <c>read=3 new=3 …</c>.</summary>
    public string Counts() => string.Join(' ', Run.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).Select(p => $"{p.Name}={p.Value}"));

    public IReadOnlyDictionary<string, string> Score(string reference) => Scores.Single(row => row["crime_reference"] == reference);

    public CsvTable Table(string name) => CsvTable.Read(PathOf(name));

    /// <summary>The two folders hold the same scores, queue and suggestions, byte for byte.</summary>
    public void AreThoseOf(Outputs other)
    {
        foreach (var name in Tables) Assert.True(Bytes(name).AsSpan().SequenceEqual(other.Bytes(name)), $"{name} differs from that of the other run.");
    }

    /// <summary>The same of all six files, but for what says which run it was: its id, its times, its store.</summary>
    public void AreAllThoseOf(Outputs other)
    {
        AreThoseOf(other);
        Assert.Equal(other.PageButForTheRun(), PageButForTheRun());
        Assert.Equal(other.RunButForItself(), RunButForItself());
        Assert.Equal(Files, Directory.GetFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private string PageButForTheRun() => string.Join('\n', Page.Split('\n').Where(line =>
        !line.Contains("<p class=\"soft\">Run from ", StringComparison.Ordinal) && !line.Contains("<p class=\"soft\">Rule book ", StringComparison.Ordinal)));

    private string RunButForItself() => string.Join('\n', Run.EnumerateObject()
        .Where(p => p.Name is not ("run_id" or "started_at" or "finished_at" or "store")).Select(p => $"{p.Name} {p.Value.GetRawText()}"));
}

internal sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows)
{
    public static CsvTable Read(string path)
    {
        using var reader = CsvReader.FromFile(path, new CsvReaderOptions { Separator = ',', HasHeader = false, DetectSeparatorHint = false });
        var rows = new List<string[]>();
        while (reader.Read())
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i) ?? "";
            rows.Add(cells);
        }

        var header = rows[0];
        foreach (var row in rows.Skip(1)) Assert.Equal(header.Length, row.Length);
        return new CsvTable(
            header,
            [.. rows.Skip(1).Select(row => header.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))]);
    }
}
