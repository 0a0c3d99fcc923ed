namespace CrimeScreeningWorker.Screening.Text;

/// <summary>A few words, by their hashes: asked of nearly every token, so a question is mostly one load and one comparison.</summary>
internal sealed class HashedWords
{
    private readonly ulong[] slots;
    private readonly int mask;

    public HashedWords(params ReadOnlySpan<string> words)
    {
        // Mostly empty, so that a word that is not there is told at once.
        var capacity = 64;
        while (capacity < words.Length * 8) capacity *= 2;
        (slots, mask) = (new ulong[capacity], capacity - 1);
        foreach (var word in words)
        {
            var hash = WordHash.Of(word);
            var at = (int)hash & mask;
            while (slots[at] != 0 && slots[at] != hash) at = (at + 1) & mask;
            slots[at] = hash;
        }
    }

    public bool Contains(ulong word)
    {
        for (var at = (int)word & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == 0) return false;
            if (slots[at] == word) return true;
        }
    }
}
