namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// The character features of words met before, so that a common word is cut into runs and looked up once and not in every narrative.
/// Of fixed size: when it is full it starts anew.
/// </summary>
/// <remarks>Scores do not depend on what is in it: features are given in the order in which they were first found.</remarks>
internal sealed class WordCache
{
    private const int Slots = 1 << 14;
    private const int MostWords = Slots * 3 / 4;

    /// <summary>More than the runs of the longest word the tokenizer gives.</summary>
    private const int MostFeaturesOfWord = 1024;

    private readonly Entry[] entries = new Entry[Slots];
    private readonly CachedFeature[] features = new CachedFeature[1 << 18];
    private int words;
    private int used;
    private int latest;

    public void Clear()
    {
        Array.Clear(entries);
        words = used = 0;
    }

    /// <summary>The features of a word that was added before.</summary>
    /// <param name="narrative">Number of the narrative, above 0: a word that was asked for in the same one is given without its features.</param>
    public bool TryGet(ulong word, int narrative, out ReadOnlySpan<CachedFeature> found)
    {
        ref var entry = ref entries[SlotOf(word)];
        found = entry.Asked == narrative ? default : features.AsSpan(entry.Start, entry.Length);
        entry.Asked = narrative;
        return entry.IsUsed;
    }

    /// <summary>Adds a word that <see cref="TryGet"/> does not know; its features follow by <see cref="AddFeature"/>.</summary>
    public void AddWord(ulong word, int narrative)
    {
        if (words == MostWords || used + MostFeaturesOfWord > features.Length) Clear();
        words++;
        latest = SlotOf(word);
        entries[latest] = new Entry { IsUsed = true, Word = word, Start = used, Asked = narrative };
    }

    public void AddFeature(CachedFeature feature)
    {
        features[used++] = feature;
        entries[latest].Length++;
    }

    /// <summary>The slot that holds the word, or the empty one where it belongs.</summary>
    private int SlotOf(ulong word)
    {
        var at = (int)word & (Slots - 1);
        while (entries[at].IsUsed && entries[at].Word != word) at = (at + 1) & (Slots - 1);
        return at;
    }

    private struct Entry
    {
        public ulong Word;
        public int Start;
        public int Length;
        public int Asked;
        public bool IsUsed;
    }
}

/// <summary>A feature with what it adds to the score, so that both lie on one line of the processor's cache.</summary>
/// <param name="Value">idf × weight.</param>
/// <param name="Square">idf squared.</param>
internal readonly record struct CachedFeature(int Feature, float Value, float Square);
