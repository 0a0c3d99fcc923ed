namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Who shares a key with crimes that have come.</summary>
/// <param name="Before">Those that were there before the first of them came, newest first.</param>
/// <param name="Meanwhile">Those that others brought while they came.</param>
internal sealed record OtherHolders(long[] Before, long[] Meanwhile);

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
        var found = pairs.Zip(links, (pair, near) => near.Select(l => new StoredLink(pair.Key, rows[l.Other], l.Basis, l.Strength, l.By))).SelectMany(l => l);
        return
        [
            .. (await JudgeAsync(found, ids, seenFromBoth: false, cancellationToken))
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
    /// <param name="others">The others that hold each key; of those before no more than so many, the newest.</param>
    public async Task<IReadOnlySet<long>> FindReachedAsync(
        IReadOnlyCollection<LinkageKey> came, IReadOnlyCollection<LinkageKey> changed,
        Func<IReadOnlyList<LinkageKey>, int, Task<IReadOnlyDictionary<LinkageKey, OtherHolders>>> others, CancellationToken cancellationToken)
    {
        var reached = new HashSet<long>();
        var always = changed.ToHashSet();
        List<LinkageKey> keys = [.. came.Union(changed)];
        var (people, identifiers) = (keys.FindAll(key => key.IsOfPeople), keys.FindAll(key => !key.IsOfPeople));

        // Whoever was joined before was among the newest of those before, or came meanwhile.
        var newest = await store.ReadHoldersAsync(people, options.MaxCrimesPerPerson + 1, cancellationToken);
        var crowded = people.FindAll(key => newest[key].Length > options.MaxCrimesPerPerson || always.Contains(key));
        foreach (var (key, (before, meanwhile)) in await others(crowded, options.MaxCrimesPerPerson))
            reached.UnionWith(always.Contains(key) ? before.Concat(meanwhile) : before.Concat(meanwhile).Except(newest[key].Take(options.MaxCrimesPerPerson)));

        // One that too many shared before has joined nobody all along.
        var sharers = await store.ReadHoldersAsync(identifiers, options.MaxSharers + 1, cancellationToken);
        var common = identifiers.FindAll(key => sharers[key].Length > options.MaxSharers || always.Contains(key));
        foreach (var (_, (before, meanwhile)) in await others(common, options.MaxSharers + 1))
            if (before.Length <= options.MaxSharers) reached.UnionWith(before.Concat(meanwhile));
        return reached;
    }
}
