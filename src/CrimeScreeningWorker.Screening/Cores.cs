namespace CrimeScreeningWorker.Screening;

/// <summary>Spreads work that only computes over the processor's cores.</summary>
internal static class Cores
{
    // Small enough that no core is left with a long tail, large enough that handing out costs nothing.
    private const int Chunk = 16;

    private static readonly int ChunksAhead = 4 * Environment.ProcessorCount;

    /// <returns>The results in the order of <paramref name="items"/>, whichever core was first.</returns>
    public static async Task<IReadOnlyList<TResult>> MapAsync<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> map)
    {
        var results = new TResult[items.Count];
        await Parallel.ForAsync(0, Chunks(items), (chunk, _) =>
        {
            Map(items, chunk, map).CopyTo(results, chunk * Chunk);
            return ValueTask.CompletedTask;
        });
        return results;
    }

    /// <summary>As <see cref="MapAsync"/>, while the caller already uses the first results: through a bounded channel, so that few lie in memory.</summary>
    /// <returns>The results in the order of <paramref name="items"/>.</returns>
    public static async IAsyncEnumerable<TResult> FlowAsync<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> map)
    {
        var chunks = Enumerable.Range(0, Chunks(items)).Select(chunk => Task.Run(() => Map(items, chunk, map))).ToAsyncEnumerable();
        await foreach (var chunk in chunks.Beside(ChunksAhead, CancellationToken.None))
            foreach (var result in await chunk) yield return result;
    }

    private static int Chunks<T>(IReadOnlyList<T> items) => (items.Count + Chunk - 1) / Chunk;

    private static TResult[] Map<T, TResult>(IReadOnlyList<T> items, int chunk, Func<T, TResult> map)
    {
        var results = new TResult[Math.Min(Chunk, items.Count - chunk * Chunk)];
        for (var i = 0; i < results.Length; i++) results[i] = map(items[chunk * Chunk + i]);
        return results;
    }
}
