using System.Reflection;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>What police type and the words it stands for; see <c>shorthand.txt</c>, which travels inside the program.</summary>
internal sealed class Shorthand
{
    private readonly Dictionary<ulong, string[]> words;

    private Shorthand(Dictionary<ulong, string[]> words, string version) => (this.words, Version) = (words, version);

    /// <summary>The table of the program.</summary>
    public static Shorthand Shipped { get; } = Load();

    /// <summary>Hash of the table: a model remembers through which one it was trained.</summary>
    public string Version { get; }

    public bool TryGet(ulong word, out string[] reading) => words.TryGetValue(word, out reading!);

    private static Shorthand Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("shorthand.txt")
            ?? throw new InvalidOperationException("The program lacks its shorthand table.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var table = new Dictionary<ulong, string[]>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var typed = line[..tab];
            table[WordHash.Of(typed)] = line[(tab + 1)..].Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }

        return new Shorthand(table, WordHash.Of(text.ReplaceLineEndings("\n")).ToString("x16"));
    }
}
