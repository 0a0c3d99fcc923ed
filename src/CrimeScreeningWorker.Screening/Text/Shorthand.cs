using System.Reflection;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>What police type and the words it stands for; see <c>shorthand.txt</c>, which travels inside the program.</summary>
internal sealed class Shorthand
{
    private readonly Dictionary<ulong, string[]> words;

    private readonly List<(string Typed, string[] Reading)> entries;

    private Shorthand(Dictionary<ulong, string[]> words, List<(string Typed, string[] Reading)> entries, string version) =>
        (this.words, this.entries, Version) = (words, entries, version);

    /// <summary>The table of the program.</summary>
    public static Shorthand Shipped { get; } = Load();

    /// <summary>Hash of the table: a model remembers through which one it was trained.</summary>
    public string Version { get; }

    public bool TryGet(ulong word, out string[] reading) => words.TryGetValue(word, out reading!);

    /// <summary>What is read for typed words that begin with <paramref name="stem"/>, each reading once, none of them empty.</summary>
    public IEnumerable<string[]> ReadingsStartingWith(string stem) => entries
        .Where(entry => entry.Reading.Length > 0 && entry.Typed.StartsWith(stem, StringComparison.Ordinal))
        .Select(entry => entry.Reading)
        .DistinctBy(reading => string.Join(' ', reading), StringComparer.Ordinal);

    private static Shorthand Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("shorthand.txt")
            ?? throw new InvalidOperationException("The program lacks its shorthand table.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var table = new Dictionary<ulong, string[]>();
        var pairs = new List<(string Typed, string[] Reading)>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var typed = line[..tab];
            var reading = line[(tab + 1)..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            table[WordHash.Of(typed)] = reading;
            pairs.Add((typed, reading));
        }

        return new Shorthand(table, pairs, WordHash.Of(text.ReplaceLineEndings("\n")).ToString("x16"));
    }
}
