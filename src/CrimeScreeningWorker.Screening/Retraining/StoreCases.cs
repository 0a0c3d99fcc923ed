using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>How much of what a store says of its crimes was taken, and what was left out.</summary>
/// <param name="Labels">Rows that were read.</param>
/// <param name="Settled">Crimes whose labels settle it, and that are used.</param>
/// <param name="Conflicts">Crimes about which people disagree.</param>
/// <param name="Unsure">Crimes of which nobody says more than that it is unsure, or whose labels were taken back.</param>
/// <param name="NotHeld">Crimes with a label that the store does not hold, as after an import.</param>
/// <param name="KeptOut">Labels of a reviewer in a week in which they lie far from expectation.</param>
public sealed record StoreCaseCounts(long Labels, int Settled, int Conflicts, int Unsure, int NotHeld, int KeptOut);

/// <summary>The labelled crimes of a store with what training and the gate need of them: readings, links, people and weights.</summary>
/// <remarks>Nothing of equality monitoring is read.</remarks>
public sealed class StoreCases
{
    private const int PageSize = 500;

    private readonly SettledLabel?[] labels;

    private StoreCases(
        PreparedCorpus corpus, ImmutableArray<long> ids, SettledLabel?[] labels, StoreCaseCounts counts, ImmutableArray<SuspectReviewer> keptOut)
    {
        (Corpus, Ids, this.labels, Counts, KeptOut) = (corpus, ids, labels, counts, keptOut);
        Labelled = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] is not null)];
        Context = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] is null)];
    }

    /// <summary>
    /// The labelled crimes by force and reference, and behind them the crimes that these are linked to and of which nobody has said anything: they
    /// stand in histories, and are neither learnt from nor judged. Readings have a text logit of 0.
    /// </summary>
    public PreparedCorpus Corpus { get; }

    /// <summary>Numbers of the records that people settled.</summary>
    public IReadOnlyList<int> Labelled { get; }

    /// <summary>Numbers of the others.</summary>
    public IReadOnlyList<int> Context { get; }

    public StoreCaseCounts Counts { get; }

    /// <summary>Rows of the labelled crimes, by record number.</summary>
    internal ImmutableArray<long> Ids { get; }

    /// <summary>Reviewers whose labels of a week were left out until a person has looked.</summary>
    public ImmutableArray<SuspectReviewer> KeptOut { get; }

    /// <summary>What people said of one of <see cref="Labelled"/>.</summary>
    public SettledLabel LabelOf(int record) => labels[record] ?? throw new ArgumentOutOfRangeException(nameof(record), record, "Nobody has said anything of this record.");

    /// <summary>For each record whether it belongs to the people who are kept for the gate; see <see cref="Retraining.HeldOut"/>.</summary>
    public bool[] HeldOut(double share, int seed) => Retraining.HeldOut.Of([.. Corpus.Records.Select(r => r.Crime.Key)], Corpus.Groups, share, seed);

    /// <param name="read">Reads a crime; its text logit is not used.</param>
    /// <param name="readWith">Version of what <paramref name="read"/> reads with: what the store holds of another version is read again.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<StoreCases> ReadAsync(
        ScreeningDatabase database, ScreeningScope scope, Func<Crime, CrimeReading> read, string readWith, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(read);
        var keptOut = await ReviewerHolds.FindAsync(database, cancellationToken);
        var settling = await SettleAsync(database, keptOut, cancellationToken);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            return await ReadAsync(session, settling, keptOut, scope, read, readWith, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed record Settling(IReadOnlyList<SettledLabel> Settled, int Conflicts, int Unsure, int KeptOut, long Labels);

    private static async Task<Settling> SettleAsync(
        ScreeningDatabase database, ImmutableArray<SuspectReviewer> keptOut, CancellationToken cancellationToken)
    {
        var settled = new List<SettledLabel>();
        var (conflicts, unsure, left, count) = (0, 0, 0, 0L);
        await foreach (var all in new LabelStore(database).ReadCrimesAsync(cancellationToken))
        {
            count += all.Count;
            var used = all.Where(label => !keptOut.Any(k => label.IsDefinite && k.Covers(label.By, label.At))).ToList();
            left += all.Count(label => label.IsDefinite && keptOut.Any(k => k.Covers(label.By, label.At)));
            if (used.Count == 0) continue;
            var outcome = LabelSettlement.Settle(used);
            if (outcome.Settled is { } label) settled.Add(label);
            else if (outcome.Conflict is not null) conflicts++;
            else unsure++;
        }

        return new Settling(settled, conflicts, unsure, left, count);
    }

    private static async Task<StoreCases> ReadAsync(
        StoreSession session, Settling settling, ImmutableArray<SuspectReviewer> keptOut, ScreeningScope scope, Func<Crime, CrimeReading> read,
        string readWith, CancellationToken cancellationToken)
    {
        var crimeStore = new CrimeStore(session);
        var byCrime = settling.Settled.ToDictionary(label => label.Crime);
        var ids = new List<long>(byCrime.Count);
        foreach (var page in byCrime.Keys.Order().Chunk(PageSize))
        {
            var held = await crimeStore.ReadVersionsAsync(page, cancellationToken);
            ids.AddRange(page.Where(held.ContainsKey).Select(key => held[key].Id));
        }

        var records = await StoreRecords.ReadAsync(session, ids, LabelFor, read, readWith, cancellationToken);
        var selection = await SelectionWeights.ReadAsync(session, ids, cancellationToken);
        var said = records.Crimes.Select((record, i) => i < ids.Count ? byCrime[record.Crime.Key] : null).ToArray();
        var weights = said.Select((label, i) => label is null ? 1f : (float)selection.Of(records.Ids[i], label)).ToImmutableArray();
        var counts = new StoreCaseCounts(settling.Labels, ids.Count, settling.Conflicts, settling.Unsure, byCrime.Count - ids.Count, settling.KeptOut);
        return new StoreCases(records.ToCorpus(weights, scope), [.. records.Ids.Take(ids.Count)], said, counts, keptOut);

        CrimeLabel LabelFor(CrimeKey crime) => StoreRecords.LabelOf(byCrime.TryGetValue(crime, out var label) && label.Stalking);
    }
}
