namespace CrimeScreeningWorker.Screening.Linkage;

internal sealed partial class Relinking
{
    /// <summary>The links of these crimes by what the whole store holds now, seen from them. Nothing is written.</summary>
    /// <remarks>
    /// Since each pair is judged by its two crimes alone, the same from either side, it makes no difference who asks about which crimes, in
    /// what order, or how many at a time.
    /// </remarks>
    public async Task<IReadOnlyList<StoredLink>> WorkOutAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var held = await store.ReadKeysAsync(ids, cancellationToken);
        var keys = ids.ToDictionary(id => id, id => (IReadOnlyList<LinkageKey>)[.. held[id]]);
        var joined = await ReadJoinedAsync([.. keys.Values.SelectMany(k => k).Distinct()], cancellationToken);
        var pairs = Pairs([.. ids], keys, joined);
        var linkable = await ReadLinkableAsync([.. pairs.Keys.Union(pairs.Values.SelectMany(others => others))], [], keys, joined, cancellationToken);
        var rows = linkable.ToDictionary(pair => pair.Value.Key, pair => pair.Key);
        var links = await Cores.MapAsync([.. pairs], pair => link(
            linkable[pair.Key], [.. pair.Value.Select(other => linkable[other]).OrderBy(c => c.RecordedAt).ThenBy(c => c.Key)]));
        return
        [
            .. pairs.Zip(links, (pair, found) => found.Select(l => new StoredLink(pair.Key, rows[l.Other], l.Basis, l.Strength, l.By))).SelectMany(l => l)
                // Of two links on one basis the stronger stands, as in the store.
                .OrderBy(l => l.CrimeId).ThenBy(l => l.OtherId).ThenBy(l => l.Basis).ThenByDescending(l => l.Strength)
                .DistinctBy(l => (l.CrimeId, l.OtherId, l.Basis)),
        ];
    }

    /// <summary>
    /// Crimes held before whose links among each other may have changed because others that hold the same keys have come: those of an
    /// identifier that is too common now, and those that are no longer among the newest of a person.
    /// </summary>
    /// <param name="came">Keys of crimes that have come.</param>
    /// <param name="changed">Keys that crimes held before they were changed: with these, links may also have begun.</param>
    /// <param name="heldBefore">Crimes that hold each key, newest first, without those that have come; no more than so many of each.</param>
    public async Task<IReadOnlySet<long>> FindReachedAsync(
        IReadOnlyCollection<LinkageKey> came, IReadOnlyCollection<LinkageKey> changed,
        Func<IReadOnlyList<LinkageKey>, int, Task<IReadOnlyDictionary<LinkageKey, long[]>>> heldBefore, CancellationToken cancellationToken)
    {
        // A night meanwhile may have added some: so it may have been common for a little less long than it seems.
        var mostIdentifiers = options.MaxSharers * 4;
        var reached = new HashSet<long>();
        var always = changed.ToHashSet();
        List<LinkageKey> keys = [.. came.Union(changed)];
        var (people, identifiers) = (keys.FindAll(key => key.IsOfPeople), keys.FindAll(key => !key.IsOfPeople));

        var newest = await store.ReadHoldersAsync(people, options.MaxCrimesPerPerson + 1, cancellationToken);
        var crowded = people.FindAll(key => newest[key].Length > options.MaxCrimesPerPerson || always.Contains(key));
        foreach (var (key, before) in await heldBefore(crowded, options.MaxCrimesPerPerson))
            reached.UnionWith(always.Contains(key) ? before : before.Except(newest[key].Take(options.MaxCrimesPerPerson)));

        var sharers = await store.ReadHoldersAsync(identifiers, options.MaxSharers + 1, cancellationToken);
        var common = identifiers.FindAll(key => sharers[key].Length > options.MaxSharers || always.Contains(key));
        foreach (var (_, before) in await heldBefore(common, mostIdentifiers + 1))
            if (before.Length <= mostIdentifiers) reached.UnionWith(before);
        return reached;
    }
}
