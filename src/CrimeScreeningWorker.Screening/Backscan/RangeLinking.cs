using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>The second and the third phase: which crimes are to be linked again, and their links.</summary>
/// <remarks>
/// A crime's links follow from the keys that the whole store holds, which are complete when these phases begin. Each range writes the links
/// of its own crimes, and both directions of those that lead out of the back-scan: no two ranges write the same row.
/// </remarks>
internal sealed class RangeLinking(
    StoreSession session, StoredBackscan backscan, LinkageOptions options,
    Func<LinkableCrime, IReadOnlyList<LinkableCrime>, IReadOnlyList<Link>> link)
{
    private readonly BackscanStore store = new(session);
    private readonly LinkageStore linkage = new(session);
    private readonly Relinking relinking = new(new LinkageStore(session), new CrimeStore(session), options, link);

    /// <summary>Adds the crimes outside whose links among each other the crimes of the range have changed.</summary>
    public async Task ReachAsync(ClaimedRange range, CancellationToken cancellationToken)
    {
        var reached = new HashSet<long>();
        foreach (var ids in (await store.ReadCrimesAsync(backscan, range, CrimeReason.Taken)).Chunk(BackscanNode.ChunkSize))
        {
            var came = (await linkage.ReadKeysAsync(ids, CancellationToken.None)).SelectMany(k => k).Distinct().ToList();
            var changed = await store.ReadKeysBeforeAsync(backscan, ids);
            reached.UnionWith(await relinking.FindReachedAsync(
                came, changed, (keys, atMost) => store.ReadOtherHoldersAsync(backscan, keys, atMost), CancellationToken.None));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await store.AddCrimesAsync(backscan, reached, CrimeReason.Joined);
    }

    /// <summary>Puts the links of the crimes of the range in the place of those they had.</summary>
    public async Task LinkAsync(ClaimedRange range, CancellationToken cancellationToken)
    {
        var (touched, unchanged) = (new HashSet<long>(), new List<long>());
        foreach (var ids in (await store.ReadCrimesAsync(backscan, range, CrimeReason.Taken, CrimeReason.Joined, CrimeReason.Same)).Chunk(BackscanNode.ChunkSize))
        {
            await ScreeningTelemetry.InStageAsync("back-scan linking", () => LinkAsync(ids, touched, unchanged));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await store.LeaveAsync(backscan, unchanged);
        await store.AddCrimesAsync(backscan, touched, CrimeReason.Linked);
    }

    private async Task LinkAsync(long[] ids, HashSet<long> touched, List<long> unchanged)
    {
        var links = await relinking.WorkOutAsync(ids, CancellationToken.None);
        var held = (await linkage.ReadLinksAsync(ids, CancellationToken.None)).SelectMany(l => l).ToList();
        var ours = await store.ReadLinkedByUsAsync(backscan, ids.Concat(links.Concat(held).Select(l => l.OtherId)).Distinct());

        await linkage.DeleteLinksAsync([.. held.Where(l => !ours.ContainsKey(l.OtherId)).Select(l => (l.CrimeId, l.OtherId)).Distinct()]);
        await linkage.DeleteLinksOfAsync(ids);
        await linkage.AddLinksAsync(links.Concat(links.Where(l => !ours.ContainsKey(l.OtherId)).Select(l => l with { CrimeId = l.OtherId, OtherId = l.CrimeId })));

        var (before, now) = (held.ToLookup(l => l.CrimeId), links.ToLookup(l => l.CrimeId));
        foreach (var id in ids)
        {
            var taken = ours[id] == CrimeReason.Taken;
            var ends = before[id].Concat(now[id]).Select(l => l.OtherId);
            if (!taken && before[id].ToHashSet().SetEquals(now[id]))
            {
                if (!ends.Any(other => ours.TryGetValue(other, out var reason) && reason == CrimeReason.Taken)) unchanged.Add(id);
                continue;
            }

            // A course of conduct is another one when a crime of it has changed, or has come or gone.
            var changed = taken ? ends : before[id].Except(now[id]).Concat(now[id].Except(before[id])).Select(l => l.OtherId);
            touched.UnionWith(changed.Where(end => !ours.ContainsKey(end)));
        }
    }
}
