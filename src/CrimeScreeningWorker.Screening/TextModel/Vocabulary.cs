using System.Numerics;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// The features a model knows, each with a number and its inverse document frequency: word features first, then character
/// features, each block in ascending order of hash, so that the same training narratives always give the same numbering.
/// </summary>
/// <remarks>Found by open addressing: a look-up is one hash, mostly one cache line, and allocates nothing.</remarks>
internal sealed class Vocabulary
{
    // Other bits of the hash than those that name the slot, and than those that name the word of bits.
    private const int BitShift = 32;

    private readonly ulong[] hashes;
    private readonly float[] idf;
    private readonly Slot[] slots;
    private readonly int mask;

    // Most runs of a narrative were never learnt: eight bits a slot tell so without a look-up.
    private readonly ulong[] known;
    private readonly int knownShift;

    public Vocabulary(ulong[] hashes, float[] idf, int wordCount)
    {
        (this.hashes, this.idf, WordCount) = (hashes, idf, wordCount);
        var capacity = 16;
        while (capacity < hashes.Length * 3 / 2) capacity *= 2;
        mask = capacity - 1;
        slots = new Slot[capacity];
        known = new ulong[capacity / 8];
        knownShift = 64 - BitOperations.Log2((uint)known.Length);
        for (var i = 0; i < hashes.Length; i++)
        {
            var at = (int)hashes[i] & mask;
            while (slots[at].Number != 0) at = (at + 1) & mask;
            slots[at] = new Slot(hashes[i], i + 1);
            known[hashes[i] >> knownShift] |= 1UL << (int)(hashes[i] >> BitShift);
        }
    }

    /// <summary>Number of features of both blocks.</summary>
    public int Count => hashes.Length;

    /// <summary>Features below this number are words, all others characters.</summary>
    public int WordCount { get; }

    public ReadOnlySpan<ulong> Hashes => hashes;

    /// <summary>Inverse document frequency by feature number; 1 or more.</summary>
    public ReadOnlySpan<float> Idf => idf;

    /// <summary>The feature's number, or -1 for one that was not learnt.</summary>
    public int IndexOf(ulong hash)
    {
        if ((known[hash >> knownShift] >> (int)(hash >> BitShift) & 1) == 0) return -1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            ref readonly var slot = ref slots[at];
            if (slot.Number == 0) return -1;
            if (slot.Hash == hash) return slot.Number - 1;
        }
    }

    /// <summary>Number is 1-based, so that a slot never written reads as empty.</summary>
    private readonly record struct Slot(ulong Hash, int Number);
}
