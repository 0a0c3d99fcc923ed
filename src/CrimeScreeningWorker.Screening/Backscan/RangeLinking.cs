using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>The second and the third phase: which crimes are to be linked again, and their links.</summary>
/// <remarks>
/// A crime's links follow from the keys that the whole store holds, which are complete when these phases begin. Each pair of crimes belongs
/// to the range of the one that stands first, and is written in both directions at once: no two ranges write the same row, and a run in
/// between never meets half of a link.
/// </remarks>
internal sealed class RangeLinking(
    StoreSession session, StoredBackscan backscan, LinkageOptions options,
    Func<LinkableCrime, IReadOnlyList<LinkableCrime>, IReadOnlyList<Link>> link)
{
    private readonly BackscanStore store = new(session);
    private readonly LinkageStore linkage = new(session);
    private readonly Relinking relinking = new(new LinkageStore(session), new LinkJudgements(session), new CrimeStore(session), options, link);

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

    /// <summary>Brings the links of the crimes of the range up to date, and notes the crimes outside whose course of conduct is another now.</summary>
    public async Task LinkAsync(ClaimedRange range, CancellationToken cancellationToken)
    {
        var touched = new HashSet<long>();
        foreach (var ids in (await store.ReadCrimesAsync(backscan, range, CrimeReason.Taken, CrimeReason.Joined)).Chunk(BackscanNode.ChunkSize))
        {
            await ScreeningTelemetry.InStageAsync("back-scan linking", () => LinkAsync(ids, touched));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await store.AddCrimesAsync(backscan, touched, CrimeReason.Linked);
    }

    private async Task LinkAsync(long[] ids, HashSet<long> touched)
    {
        var links = await relinking.WorkOutAsync(ids, CancellationToken.None);
        var held = (await linkage.ReadLinksAsync(ids, CancellationToken.None)).SelectMany(l => l).ToList();
        var ours = await store.ReadOursAsync(backscan, ids.Concat(links.Concat(held).Select(l => l.OtherId)).Distinct());

        var now = links.Where(IsOfThisRange).ToLookup(l => (l.CrimeId, l.OtherId));
        var before = held.Where(IsOfThisRange).ToLookup(l => (l.CrimeId, l.OtherId));
        var changed = now.Select(pair => pair.Key).Union(before.Select(pair => pair.Key)).Where(pair => !now[pair].ToHashSet().SetEquals(before[pair])).ToList();
        await linkage.DeleteLinksAsync([.. changed.Where(before.Contains)]);
        await linkage.AddLinksAsync(changed.SelectMany(pair => now[pair]).SelectMany(l => (StoredLink[])[l, l with { CrimeId = l.OtherId, OtherId = l.CrimeId }]));

        // A course of conduct is another one when a crime of it has changed, has come or has gone.
        touched.UnionWith(changed.SelectMany(pair => (long[])[pair.CrimeId, pair.OtherId]).Where(IsNotTaken));
        touched.UnionWith(links.Concat(held).Where(l => !IsNotTaken(l.CrimeId)).Select(l => l.OtherId).Where(IsNotTaken));

        bool IsOfThisRange(StoredLink l) => l.CrimeId < l.OtherId || !ours.ContainsKey(l.OtherId);

        bool IsNotTaken(long id) => !ours.TryGetValue(id, out var taken) || !taken;
    }
}
