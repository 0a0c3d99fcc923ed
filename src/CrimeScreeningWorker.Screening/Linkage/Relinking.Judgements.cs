namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>What reviewers said stands above what the linker finds; it changes nothing of what a key joins or how many share it.</summary>
internal sealed partial class Relinking
{
    private const double Sure = 1;
    private const string ByReviewer = "confirmed by a reviewer";

    /// <summary>Links these crimes again, though no record has changed, and writes what is different.</summary>
    /// <returns>These, and every crime at the far end of a link that is another now.</returns>
    public async Task<IReadOnlySet<long>> RelinkAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        // Judged by the two crimes alone, a link is the same from its other end.
        var now = (await WorkOutAsync(ids, cancellationToken)).ToLookup(l => (l.CrimeId, l.OtherId));
        var before = (await store.ReadLinksAsync(ids, cancellationToken)).SelectMany(l => l).ToLookup(l => (l.CrimeId, l.OtherId));
        var changed = now.Select(pair => pair.Key).Union(before.Select(pair => pair.Key)).Where(pair => !now[pair].ToHashSet().SetEquals(before[pair])).ToList();
        await store.DeleteLinksAsync([.. changed.Where(before.Contains)]);
        await store.AddLinksAsync(changed.SelectMany(pair => now[pair]).SelectMany(l => (StoredLink[])[l, l with { CrimeId = l.OtherId, OtherId = l.CrimeId }])
            .Distinct().OrderBy(l => l.CrimeId).ThenBy(l => l.OtherId).ThenBy(l => l.Basis));
        return changed.SelectMany(pair => (long[])[pair.CrimeId, pair.OtherId]).Concat(ids).ToHashSet();
    }

    /// <summary>Takes out what a reviewer has rejected and puts in what one has confirmed.</summary>
    /// <param name="found">Every one has an end in one of <paramref name="ids"/>.</param>
    /// <param name="seenFromBoth">Whether links are wanted from both their ends, or only from those of these crimes.</param>
    private async Task<IReadOnlyList<StoredLink>> JudgeAsync(
        IEnumerable<StoredLink> found, IReadOnlyCollection<long> ids, bool seenFromBoth, CancellationToken cancellationToken)
    {
        var judged = await judgements.ReadAsync(ids, cancellationToken);
        if (judged.Count == 0) return [.. found];
        var rejected = judged.Where(pair => pair.Verdict == LinkVerdict.Rejected).Select(pair => (pair.FirstId, pair.SecondId)).ToHashSet();
        var near = ids.ToHashSet();
        var confirmed = judged.Where(pair => pair.Verdict == LinkVerdict.Confirmed)
            .SelectMany(pair => (StoredLink[])[Confirmed(pair.FirstId, pair.SecondId), Confirmed(pair.SecondId, pair.FirstId)])
            .Where(l => seenFromBoth || near.Contains(l.CrimeId));
        return [.. found.Where(l => !rejected.Contains((l.CrimeId, l.OtherId)) && !rejected.Contains((l.OtherId, l.CrimeId))), .. confirmed];

        static StoredLink Confirmed(long crime, long other) => new(crime, other, LinkBasis.Reviewer, Sure, ByReviewer);
    }
}
