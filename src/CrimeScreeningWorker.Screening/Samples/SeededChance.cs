namespace CrimeScreeningWorker.Screening.Samples;

/// <summary>Chance that can be asked in any order and is the same everywhere: a hash of the seed, a number and a question.</summary>
internal readonly struct SeededChance(ulong seed)
{
    /// <returns>At least 0 and less than <paramref name="limit"/>.</returns>
    public int Below(int limit, long number, ulong question) => (int)((UInt128)Of(number, question) * (ulong)limit >> 64);

    /// <remarks>The finishing steps of SplitMix64 (Steele, Lea and Flood, 2014), once for each part of the question.</remarks>
    private ulong Of(long number, ulong question) => Mix(Mix(Mix(seed) + (ulong)number) + question);

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
