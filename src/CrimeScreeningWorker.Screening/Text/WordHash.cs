using System.Runtime.CompilerServices;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>
/// The hash of a word or of a run of words: the same on every machine and in every version, because trained models and
/// stored readings hold it.
/// </summary>
/// <remarks>FNV-1a over UTF-16 units with a SplitMix64 finish. Collisions in 64 bits are ignored: a vocabulary of a million words meets one with probability 3e-8.</remarks>
public static class WordHash
{
    public const ulong Seed = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    public static ulong Of(ReadOnlySpan<char> word)
    {
        var hash = Seed;
        foreach (var c in word) hash = Step(hash, c);
        return Finish(hash);
    }

    /// <summary>One more character; start with <see cref="Seed"/>, end with <see cref="Finish"/>. A prefix's hash is the state so far, finished.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Step(ulong state, char c) => (state ^ c) * Prime;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong state)
    {
        state ^= state >> 30;
        state *= 0xBF58476D1CE4E5B9UL;
        state ^= state >> 27;
        state *= 0x94D049BB133111EBUL;
        return state ^ (state >> 31);
    }

    /// <summary>Joins the hashes of neighbours, in order, to the hash of the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Join(ulong left, ulong right) => Finish((left * 31) + right + 0x9E3779B97F4A7C15UL);
}
