namespace CrimeScreeningWorker.Screening;

/// <summary>Spreads work that only computes over the processor's cores.</summary>
internal static class Cores
{
    // Small enough that no core is left with a long tail, large enough that handing out costs nothing.
    private const int Chunk = 16;

    /// <returns>The results in the order of <paramref name="items"/>, whichever core was first.</returns>
    public static async Task<IReadOnlyList<TResult>> MapAsync<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> map)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(0, (items.Count + Chunk - 1) / Chunk, (chunk, _) =>
        {
            var end = Math.Min(items.Count, (chunk + 1) * Chunk);
            for (var i = chunk * Chunk; i < end; i++) results[i] = map(items[i]);
            return ValueTask.CompletedTask;
        });
        return results;
    }
}
