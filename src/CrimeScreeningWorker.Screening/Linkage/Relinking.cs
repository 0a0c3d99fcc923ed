using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>A crime that this batch has taken in and read.</summary>
/// <param name="Known">The store held an older version, so links to others may fall away.</param>
internal sealed record ReadCrime(long Id, Crime Crime, bool InScope, bool Known, CrimeReading Reading);

/// <summary>
/// Brings the links of the store up to date with a batch. A key joins the crimes that hold it: those of an identifier unless too many share
/// it, the newest of a person. Two crimes are shown to the linker when a key joins both, so who is linked depends on
/// what the store holds and never on the order it came in.
/// </summary>
/// <remarks>
/// The linker must judge a pair by the two crimes alone, the same way from either side. Only links that have an end in a crime of the batch,
/// or in a crime that a key has begun or ceased to join, can have changed; only those are worked out again.
/// </remarks>
internal sealed partial class Relinking(
    LinkageStore store, LinkJudgements judgements, CrimeStore crimes, LinkageOptions options,
    Func<LinkableCrime, IReadOnlyList<LinkableCrime>, IReadOnlyList<Link>> link)
{
    /// <returns>Every crime, of the batch or earlier, whose course of conduct may be another than before.</returns>
    public async Task<IReadOnlySet<long>> UpdateAsync(IReadOnlyList<ReadCrime> batch, CancellationToken cancellationToken)
    {
        var taken = batch.ToDictionary(crime => crime.Id);
        var known = batch.Where(crime => crime.Known).Select(crime => crime.Id).ToList();
        var keys = batch.ToDictionary(crime => crime.Id, crime => LinkageKey.Of(crime.Crime, crime.Reading));
        var keysBefore = await store.ReadKeysAsync(known, cancellationToken);
        var touched = keys.Values.SelectMany(k => k).Concat(keysBefore.SelectMany(k => k)).Distinct().ToList();

        // What a key joined before can be told from what it joins now, but where an older version of a crime of the batch held it.
        var replaced = keysBefore.SelectMany(k => k).Distinct().ToList();
        var joinedBefore = await ReadJoinedAsync(replaced, cancellationToken);
        await store.DeleteKeysAsync(known);
        await store.AddKeysAsync(batch.Select(crime => (crime.Id, crime.Crime, keys[crime.Id])));
        var joined = await ReadJoinedAsync(touched, keys, joinedBefore, cancellationToken);

        // Earlier crimes that a key has begun or ceased to join: an identifier that became common, a person with too many crimes.
        var dirty = new HashSet<long>(taken.Keys);
        foreach (var key in touched) AddChanged(joinedBefore[key], joined[key], dirty);
        var earlier = dirty.Where(id => !taken.ContainsKey(id)).ToList();
        var earlierKeys = await store.ReadKeysAsync(earlier, cancellationToken);
        foreach (var id in earlier) keys[id] = [.. earlierKeys[id]];
        foreach (var (key, holders) in await ReadJoinedAsync([.. earlierKeys.SelectMany(k => k).Distinct().Where(key => !joined.ContainsKey(key))], cancellationToken))
            joined.Add(key, holders);

        var pairs = Pairs(dirty, keys, joined);
        var affected = await ReplaceLinksAsync(dirty, pairs, taken, keys, joined, cancellationToken);
        affected.UnionWith(dirty);
        return affected;
    }

    /// <summary>The crimes that each key joins: none when it is common.</summary>
    private async Task<Dictionary<LinkageKey, long[]>> ReadJoinedAsync(IReadOnlyList<LinkageKey> keys, CancellationToken cancellationToken)
    {
        var joined = new Dictionary<LinkageKey, long[]>(keys.Count);
        foreach (var (key, holders) in await ReadHoldersAsync(keys, more: 0, cancellationToken)) joined.Add(key, Joined(key, holders));
        return joined;
    }

    /// <summary>The crimes that each key joins now that the batch's hold it, and, where it is not known yet, those that it joined before: one look-up a key.</summary>
    /// <param name="batch">What the crimes of the batch hold.</param>
    /// <param name="before">By key; those that are missing are added.</param>
    private async Task<Dictionary<LinkageKey, long[]>> ReadJoinedAsync(
        IReadOnlyList<LinkageKey> keys, Dictionary<long, IReadOnlyList<LinkageKey>> batch, Dictionary<LinkageKey, long[]> before, CancellationToken cancellationToken)
    {
        var joined = new Dictionary<LinkageKey, long[]>(keys.Count);
        // Behind the newest stand as many more as may have come before them with this batch.
        var most = batch.Values.SelectMany(held => held).CountBy(key => key).Select(key => key.Value).DefaultIfEmpty().Max();
        foreach (var (key, holders) in await ReadHoldersAsync(keys, most, cancellationToken))
        {
            joined.Add(key, Joined(key, holders));
            if (!before.ContainsKey(key)) before.Add(key, Joined(key, [.. holders.Where(id => !batch.ContainsKey(id))]));
        }

        return joined;
    }

    /// <param name="more">How many more crimes of each key to read than it can join.</param>
    private async Task<IEnumerable<KeyValuePair<LinkageKey, long[]>>> ReadHoldersAsync(IReadOnlyList<LinkageKey> keys, int more, CancellationToken cancellationToken)
    {
        var nominals = await store.ReadHoldersAsync([.. keys.Where(key => key.IsOfPeople)], options.MaxCrimesPerPerson + more, cancellationToken);
        var identifiers = await store.ReadHoldersAsync([.. keys.Where(key => !key.IsOfPeople)], options.MaxSharers + 1 + more, cancellationToken);
        return nominals.Concat(identifiers);
    }

    private long[] Joined(LinkageKey key, long[] holders)
    {
        if (!key.IsOfPeople) return holders.Length > options.MaxSharers ? [] : holders;
        return holders.Length > options.MaxCrimesPerPerson ? holders[..options.MaxCrimesPerPerson] : holders;
    }

    private static void AddChanged(long[] before, long[] after, HashSet<long> into)
    {
        foreach (var id in after)
            if (Array.IndexOf(before, id) < 0) into.Add(id);
        foreach (var id in before)
            if (Array.IndexOf(after, id) < 0) into.Add(id);
    }

    /// <summary>For each crime whose links may have changed, the crimes that a key joins it to.</summary>
    private static Dictionary<long, HashSet<long>> Pairs(
        HashSet<long> dirty, Dictionary<long, IReadOnlyList<LinkageKey>> keys, Dictionary<LinkageKey, long[]> joined)
    {
        var pairs = new Dictionary<long, HashSet<long>>();
        foreach (var id in dirty)
        {
            foreach (var key in keys[id])
            {
                var holders = joined[key];
                if (holders.Length < 2 || !holders.Contains(id)) continue;
                if (!pairs.TryGetValue(id, out var others)) pairs.Add(id, others = []);
                others.UnionWith(holders);
                others.Remove(id);
            }
        }

        return pairs;
    }

    /// <returns>Crimes at the other end of a link that was there before or is now.</returns>
    private async Task<HashSet<long>> ReplaceLinksAsync(
        HashSet<long> dirty, Dictionary<long, HashSet<long>> pairs, Dictionary<long, ReadCrime> taken,
        Dictionary<long, IReadOnlyList<LinkageKey>> keys, Dictionary<LinkageKey, long[]> joined, CancellationToken cancellationToken)
    {
        var affected = new HashSet<long>();
        var held = await store.ReadLinksAsync(dirty.Where(id => !taken.TryGetValue(id, out var crime) || crime.Known), cancellationToken);
        var ends = held.SelectMany(links => links).Select(link => (link.CrimeId, link.OtherId)).Distinct().ToList();
        await store.DeleteLinksAsync(ends);
        affected.UnionWith(ends.Select(end => end.OtherId));

        // An earlier crime at the far end is asked about the near ends alone: its other links stand.
        var asked = pairs.ToDictionary(pair => pair.Key, pair => (IReadOnlyCollection<long>)pair.Value);
        var farEnds = from pair in pairs from other in pair.Value where !dirty.Contains(other) group pair.Key by other;
        foreach (var far in farEnds) asked.Add(far.Key, [.. far]);

        var linkable = await ReadLinkableAsync(asked.Keys, taken, keys, joined, cancellationToken);
        var ids = linkable.ToDictionary(pair => pair.Value.Key, pair => pair.Key);
        var found = await Cores.MapAsync([.. asked], pair =>
        {
            var candidates = pair.Value.Select(other => linkable[other]).OrderBy(c => c.RecordedAt).ThenBy(c => c.Key).ToList();
            return link(linkable[pair.Key], candidates).Select(l => new StoredLink(pair.Key, ids[l.Other], l.Basis, l.Strength, l.By)).ToList();
        });

        var links = await JudgeAsync([.. found.SelectMany(links => links)], dirty, seenFromBoth: true, cancellationToken);

        // In the order of the table, which is how its pages are filled.
        await store.AddLinksAsync(links.OrderBy(l => l.CrimeId).ThenBy(l => l.OtherId).ThenBy(l => l.Basis));
        affected.UnionWith(links.Select(l => l.OtherId));
        return affected;
    }

    /// <summary>The crimes as the linker sees them: without the identifiers that too many share.</summary>
    private async Task<Dictionary<long, LinkableCrime>> ReadLinkableAsync(
        IReadOnlyCollection<long> ids, Dictionary<long, ReadCrime> taken, Dictionary<long, IReadOnlyList<LinkageKey>> keys,
        Dictionary<LinkageKey, long[]> joined, CancellationToken cancellationToken)
    {
        var headers = await crimes.ReadHeadersAsync(ids.Where(id => !taken.ContainsKey(id)), cancellationToken);
        var keysOfFar = await store.ReadKeysAsync(ids.Where(id => !keys.ContainsKey(id)), cancellationToken);
        return headers
            .Concat(ids.Where(taken.ContainsKey).Select(id => CrimeHeader.Of(id, taken[id].Crime, taken[id].InScope)))
            .ToDictionary(h => h.Id, h => new LinkableCrime(h.Key, h.RecordedAt, h.VictimId, h.SuspectId, Joining(h.Id)));

        // A common identifier that the near ends do not name can do no harm at a far end.
        IReadOnlyList<TextIdentifier> Joining(long id) =>
        [
            .. (keys.TryGetValue(id, out var near) ? near : keysOfFar[id])
                .Where(key => key.Identifier is not null && (!joined.TryGetValue(key, out var holders) || holders.Length > 0))
                .Select(key => key.Identifier!.Value)
                .OrderBy(identifier => identifier.Kind).ThenBy(identifier => identifier.Value, StringComparer.Ordinal),
        ];
    }
}
