namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Words looked up straight from a text, whatever their case.</summary>
internal sealed class WordSet(params string[] words)
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup =
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Contains(ReadOnlySpan<char> word) => lookup.Contains(word);
}
