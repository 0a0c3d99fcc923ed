using System.Reflection;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>What is read for a typed word: words in its place (none drops it), or a number.</summary>
/// <param name="Number">The number a word stands for; -1 when it stands for words.</param>
internal sealed record WordReading(string[] Words, ulong[] Hashes, int Number);

/// <summary>What police type and the words it stands for; see <c>shorthand.txt</c>, which travels inside the program.</summary>
internal sealed class Shorthand
{
    /// <summary>Typed words of the table are no longer than this.</summary>
    public const int Longest = 16;

    private readonly Dictionary<ulong, WordReading> readings = [];
    private readonly List<(string Typed, string[] Words)> pairs = [];

    private Shorthand(string table)
    {
        Version = WordHash.Of(table.ReplaceLineEndings("\n")).ToString("x16");
        foreach (var (word, value) in NumberWords.All) readings[WordHash.Of(word)] = new WordReading([], [], value);
        foreach (var line in table.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var typed = line[..tab];
            if (typed.Length > Longest) throw new InvalidOperationException($"The shorthand '{typed}' is longer than {Longest} characters.");
            var words = line[(tab + 1)..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            readings[WordHash.Of(typed)] = new WordReading(words, [.. words.Select(word => WordHash.Of(word))], -1);
            pairs.Add((typed, words));
        }
    }

    /// <summary>The table of the program.</summary>
    public static Shorthand Shipped { get; } = Load();

    /// <summary>Hash of the table: a model remembers through which one it was trained.</summary>
    public string Version { get; }

    /// <summary>What is read for a typed word in small letters, by its hash; false when it stands for itself.</summary>
    public bool TryGet(ulong word, out WordReading reading) => readings.TryGetValue(word, out reading!);

    /// <summary>What is read for typed words that begin with <paramref name="stem"/>, each reading once, none of them empty.</summary>
    public IEnumerable<string[]> ReadingsStartingWith(string stem) => pairs
        .Where(entry => entry.Words.Length > 0 && entry.Typed.StartsWith(stem, StringComparison.Ordinal))
        .Select(entry => entry.Words)
        .DistinctBy(words => string.Join(' ', words), StringComparer.Ordinal);

    private static Shorthand Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("shorthand.txt")
            ?? throw new InvalidOperationException("The program lacks its shorthand table.");
        using var reader = new StreamReader(stream);
        return new Shorthand(reader.ReadToEnd());
    }
}
