using System.Collections.Concurrent;
using System.Diagnostics;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>How far a store has got: by the newest of what people did, of what the reader did, and of the runs.</summary>
/// <param name="HasSecondDue">The reader has decided something that a second person is still to read: only then do the lists of two readers differ.</param>
internal sealed record QueuePulse(long Newest, long Own, long Run, bool HasSecondDue);

/// <summary>
/// The counts of long lists, which take a look at every item, kept for all who ask. A reader's own acts always count at once; those of
/// others may be two seconds late. Short lists are counted anew each time.
/// </summary>
internal sealed class QueueCounts
{
    /// <summary>Below this counting takes a few milliseconds.</summary>
    private const int Long = 10_000;

    /// <summary>More lists than people look at in a morning: then all are forgotten.</summary>
    private const int MostLists = 500;

    /// <summary>How late others' acts may show.</summary>
    private static readonly TimeSpan OfOthers = TimeSpan.FromSeconds(2);

    /// <summary>Time alone changes a list too: what was snoozed comes back.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Kept> lists = new(StringComparer.Ordinal);

    /// <param name="list">Names the list: two that hold the same items have the same name.</param>
    /// <param name="pulse">Read before the count.</param>
    /// <param name="count">Counts on the caller's own connection. It runs to its end, for others wait for it too.</param>
    public async Task<IReadOnlyList<BandCount>> CountAsync(string list, QueuePulse pulse, Func<Task<IReadOnlyList<BandCount>>> count)
    {
        if (!lists.TryGetValue(list, out var kept))
        {
            var first = await count();
            if (IsLong(first)) Keep(list, new Kept(pulse, Stopwatch.GetTimestamp(), Task.FromResult<IReadOnlyList<BandCount>?>(first)));
            return first;
        }

        if (kept.IsGoodFor(pulse)) return await kept.Bands ?? await count();
        var counting = new TaskCompletionSource<IReadOnlyList<BandCount>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!lists.TryUpdate(list, new Kept(pulse, Stopwatch.GetTimestamp(), counting.Task), kept)) return await count();
        IReadOnlyList<BandCount>? counted = null;
        try
        {
            return counted = await count();
        }
        finally
        {
            // When it failed, that is the caller's to say: those who wait for it count for themselves.
            counting.SetResult(counted);
            if (counted is null || !IsLong(counted)) lists.TryRemove(list, out _);
        }
    }

    private void Keep(string list, Kept kept)
    {
        if (lists.Count >= MostLists) lists.Clear();
        lists[list] = kept;
    }

    private static bool IsLong(IReadOnlyList<BandCount> bands) => bands.Sum(band => band.Count) >= Long;

    private sealed record Kept(QueuePulse Pulse, long At, Task<IReadOnlyList<BandCount>?> Bands)
    {
        public bool IsGoodFor(QueuePulse now)
        {
            if (now.Run != Pulse.Run || now.Own > Pulse.Newest) return false;
            return Stopwatch.GetElapsedTime(At) < (now.Newest == Pulse.Newest ? Longest : OfOthers);
        }
    }
}
