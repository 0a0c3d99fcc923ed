using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Retention;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using Microsoft.Extensions.Logging;

namespace CrimeScreeningWorker.Screening;

/// <summary>Takes one batch after another down the path, each in one transaction with its counts and the watermark.</summary>
/// <remarks>
/// Nothing here changes before a batch is committed, so a batch that failed may be taken again, over another connection of the session too.
/// </remarks>
internal sealed class BatchScreening
{
    private readonly StoreSession session;
    private readonly RunStore runs;
    private readonly StartedRun run;
    private readonly string source;
    private readonly ScreeningSteps steps;
    private readonly ScreeningScope scope;
    private readonly ILogger log;
    private readonly StepGuard guard;
    private readonly CrimeStore crimes;
    private readonly QuarantineStore quarantine;
    private readonly ReadingStore readings;
    private readonly ScoreStore scores;
    private readonly LinkJudgements judgements;
    private readonly Relinking relinking;
    private readonly Courses courses;
    private readonly RunAudit audit;
    private readonly HashSet<long> queued = [];
    private readonly HashSet<CrimeKey> kept = [];
    private BatchOutcome? pending;
    private long version;
    private volatile bool mostlyNew = true;

    public BatchScreening(
        StoreSession session, StartedRun run, string source, ScreeningSteps steps, ScreeningScope scope, LinkageOptions linkage, RunAudit audit,
        ILogger log)
    {
        (this.session, this.run, this.source, this.steps, this.scope, this.audit, this.log) = (session, run, source, steps, scope, audit, log);
        guard = new StepGuard(steps);
        runs = new RunStore(session);
        crimes = new CrimeStore(session);
        quarantine = new QuarantineStore(session);
        readings = new ReadingStore(session);
        scores = new ScoreStore(session);
        judgements = new LinkJudgements(session);
        relinking = new Relinking(new LinkageStore(session), judgements, crimes, linkage, guard.Link);
        courses = new Courses(new LinkageStore(session), crimes);
    }

    /// <summary>What has been committed, row by row.</summary>
    public RunCounts Counts { get; private set; } = RunCounts.Zero;

    /// <summary>Crimes scored in this run that stand at or above the review threshold now.</summary>
    public long Queued => queued.Count;

    /// <summary>Crimes taken in whose narrative is so long that its end was not read.</summary>
    public long Cut { get; private set; }

    /// <summary>Before the first batch.</summary>
    public async Task BeginAsync() => version = await scores.VersionAsync(steps.RuleBookVersion, steps.ModelVersion, CancellationToken.None);

    /// <summary>
    /// Links and scores the crimes again that reviewers have judged since the last run, in one transaction, which also notes that it is done.
    /// Before the first batch, so that it does not wait for a record to change.
    /// </summary>
    public async Task ApplyJudgementsAsync()
    {
        await session.BeginAsync(CancellationToken.None);
        var outcome = new BatchOutcome(RunCounts.Zero, Counts, new HashSet<long>());
        IReadOnlyList<long> judged =
            [.. (await judgements.TakeDueAsync(CancellationToken.None)).Union(await RetentionStore.TakeRescoresAsync(session, CancellationToken.None)).Order()];
        if (judged.Count > 0)
        {
            var affected = await relinking.RelinkAsync(judged, CancellationToken.None);
            outcome.Kept.AddRange(guard.TakeLinkFaults(new Dictionary<CrimeKey, int>()));
            outcome.Kept.AddRange(await ScoreAsync([], affected, outcome));
            await audit.WriteAsync(session, [audit.Judged(judged.Count, affected.Count)]);
        }

        await session.CommitAsync(CancellationToken.None);
        Settle(outcome);
    }

    /// <summary>
    /// The batches of a source with their narratives read. What a reading gives depends on the record alone, so it need not wait for the
    /// store; only an extract that the store has already is not read again.
    /// </summary>
    public async IAsyncEnumerable<ReadBatch> ReadAheadAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        // Source, reading and store work beside each other, a batch between each two: five at most are in memory, each bounded by rows and bytes.
        await foreach (var batch in batches.Beside(waiting: 1, CancellationToken.None))
        {
            var read = mostlyNew
                ? await ScreeningTelemetry.InStageAsync("reading ahead", () => Cores.MapAsync(batch.Records, record => guard.Read(record.Crime)))
                : [];
            var byCrime = new Dictionary<object, CrimeReading>(read.Count, ReferenceEqualityComparer.Instance);
            for (var i = 0; i < read.Count; i++)
                if (read[i].Value is { } reading) byCrime.Add(batch.Records[i].Crime, reading);
            yield return new ReadBatch(batch, byCrime);
        }
    }

    /// <summary>Takes a batch in whole. A row that a step fails on goes into quarantine, and the batch is taken again without it.</summary>
    public async Task ScreenAsync(ReadBatch ahead)
    {
        var batch = ahead.Source;
        while (await TryAsync(batch, ahead.Readings) is { Count: > 0 } poisoned)
        {
            await session.EndAsync();
            batch = new SourceBatch(
                [.. batch.Records.Where(record => !poisoned.ContainsKey(record.Crime))],
                [
                    .. batch.Rejected,
                    .. batch.Records.Where(record => poisoned.ContainsKey(record.Crime)).Select(record => PoisonedRow.Of(record, source, poisoned[record.Crime])),
                ],
                batch.Position);
        }
    }

    /// <summary>
    /// Whether the batch that failed last was committed all the same, its answer lost on the way; then it counts as taken in.
    /// </summary>
    /// <param name="committed">What the ledger says of this run now.</param>
    public bool WasCommitted(RunCounts committed)
    {
        if (pending is null || committed.Read == Counts.Read || committed.Read != pending.Counts.Read) return false;
        Settle(pending);
        return true;
    }

    /// <returns>The rows that a step failed on, by their <see cref="Crime"/> object; when there is one, nothing has been committed.</returns>
    private async Task<IReadOnlyDictionary<object, StepFault>> TryAsync(SourceBatch batch, IReadOnlyDictionary<object, CrimeReading> ahead)
    {
        await session.BeginAsync(CancellationToken.None);
        var (taken, intake) = await ScreeningTelemetry.InStageAsync("intake", () => TakeInAsync(batch));
        mostlyNew = taken.Count * 2 >= batch.Records.Count;
        var outcome = new BatchOutcome(intake.Counts, Counts.Plus(intake.Counts), intake.Met);
        var byKey = taken.ToDictionary(crime => crime.Crime.Key, crime => crime.Crime);
        var (read, unreadable) = await ScreeningTelemetry.InStageAsync("reading", () => ReadAsync(taken, ahead, outcome));
        if (OfBatch(unreadable) is { Count: > 0 } first) return first;

        var affected = await ScreeningTelemetry.InStageAsync("linkage", () => relinking.UpdateAsync(read, CancellationToken.None));
        var places = taken.Select((crime, place) => (crime.Crime.Key, place)).ToDictionary(crime => crime.Key, crime => crime.place);
        var unlinkable = guard.TakeLinkFaults(places);
        if (OfBatch(unlinkable) is { Count: > 0 } second) return second;
        outcome.Kept.AddRange(unlinkable);

        var unscorable = await ScreeningTelemetry.InStageAsync("scoring", () => ScoreAsync(read, affected, outcome));
        if (OfBatch(unscorable) is { Count: > 0 } third) return third;
        outcome.Kept.AddRange(unscorable);

        await runs.SaveCountsAsync(run.Id, outcome.Counts);
        if (batch.Records.Count > 0) await runs.SaveWatermarkAsync(source, Watermark(batch));
        await ScreeningTelemetry.InStageAsync("audit", () => audit.WriteAsync(session, audit.OfBatch(batch, intake.Counts, affected.Count)));
        pending = outcome;
        await ScreeningTelemetry.InStageAsync("commit", () => session.CommitAsync(CancellationToken.None));
        Settle(outcome);
        return OfBatch([]);

        Dictionary<object, StepFault> OfBatch(IReadOnlyList<StepFault> faults)
        {
            var found = new Dictionary<object, StepFault>(ReferenceEqualityComparer.Instance);
            foreach (var fault in faults)
                if (byKey.TryGetValue(fault.Crime, out var crime)) found.TryAdd(crime, fault);
            return found;
        }
    }

    /// <summary>Takes up what a batch has changed, once it is in the store.</summary>
    private void Settle(BatchOutcome outcome)
    {
        pending = null;
        Counts = outcome.Counts;
        run.Resumed.ExceptWith(outcome.Met);
        foreach (var (id, isQueued) in outcome.Queued)
        {
            if (isQueued) queued.Add(id);
            else queued.Remove(id);
        }

        Cut += outcome.Cut;
        ScreeningTelemetry.Count(outcome.OfBatch);
        foreach (var fault in outcome.Kept.Where(fault => kept.Add(fault.Crime)))
        {
            ScreeningTelemetry.CountKept(1);
            log.LogWarning(
                "The step {Step:l} failed on the earlier crime {Crime:l} ({Error:l}): {Consequence:l}", fault.Step, fault.Crime.ToString(), fault.Error,
                fault.Step == StepFault.Linkage ? "it is left without that link" : "it keeps its former score");
        }
    }

    // A row that a clock ahead of ours has stamped must not carry the mark past rows that are yet to be written.
    private DateTimeOffset Watermark(SourceBatch batch)
    {
        var newest = batch.Records.Max(record => record.Crime.UpdatedAt);
        return newest < run.StartedAt ? newest : run.StartedAt;
    }

    /// <summary>Puts the new and the changed crimes into the store, and unreadable rows into quarantine.</summary>
    private async Task<(List<TakenCrime> Taken, Intake Intake)> TakeInAsync(SourceBatch batch)
    {
        var known = await crimes.ReadVersionsAsync(batch.Records.Select(record => record.Crime.Key), CancellationToken.None);
        var intake = Intake.Sort(batch, known, run.Id, run.Resumed);
        var accepted = intake.Accepted.Select(record => (Record: record, InScope: scope.Contains(record.Crime))).ToList();
        var ids = await crimes.SaveAsync(accepted, run.Id);
        var taken = accepted.Zip(ids, (a, id) => new TakenCrime(id, a.Record.Crime, a.InScope, known.ContainsKey(a.Record.Crime.Key))).ToList();
        await quarantine.SaveAsync(batch.Rejected, run.Id);
        return (taken, intake);
    }

    private async Task<(IReadOnlyList<ReadCrime> Read, IReadOnlyList<StepFault> Unreadable)> ReadAsync(
        List<TakenCrime> taken, IReadOnlyDictionary<object, CrimeReading> ahead, BatchOutcome outcome)
    {
        var results = await Cores.MapAsync(
            taken, crime => ahead.TryGetValue(crime.Crime, out var reading) ? new Guarded<CrimeReading>(reading, null) : guard.Read(crime.Crime));
        var unreadable = FaultsIn(results);
        if (unreadable.Count > 0) return ([], unreadable);
        var read = taken.Zip(results, (crime, reading) => new ReadCrime(crime.Id, crime.Crime, crime.InScope, crime.Known, reading.Value!)).ToList();
        outcome.Cut = read.Count(crime => crime.Reading.IsCut);
        await readings.SaveAsync([.. read.Select(crime => (crime.Id, crime.Reading))], version);
        return (read, []);
    }

    /// <summary>Scores what is new or changed, and every earlier crime that is connected to it.</summary>
    /// <returns>What could not be scored. When none of it is of the batch, the earlier ones keep the score they have.</returns>
    private async Task<IReadOnlyList<StepFault>> ScoreAsync(IReadOnlyList<ReadCrime> batch, IReadOnlySet<long> affected, BatchOutcome outcome)
    {
        foreach (var crime in batch.Where(crime => crime is { Known: true, InScope: false }))
        {
            await scores.DeleteAsync(crime.Id);
            outcome.Queued[crime.Id] = false;
        }

        var read = batch.ToDictionary(crime => crime.Id, crime => crime.Reading);
        var toScore = batch.Where(crime => crime.InScope).ToDictionary(crime => crime.Id, crime => crime.Crime);
        var earlier = (await crimes.ReadHeadersAsync(affected.Where(id => !read.ContainsKey(id)), CancellationToken.None))
            .Where(header => header.InScope).Select(header => header.Id).ToList();
        foreach (var (id, stored) in await crimes.ReadCrimesAsync(earlier, CancellationToken.None)) toScore.Add(id, stored.Crime);
        await AddReadingsAsync(read, earlier, outcome);
        // A score never mixes two versions: an earlier crime that this one cannot read is not scored by it either.
        foreach (var id in earlier.Where(outcome.Unread.Contains)) toScore.Remove(id);

        var histories = await courses.ReadAsync(toScore.Keys, linked => AddReadingsAsync(read, linked, outcome), CancellationToken.None);
        var ids = toScore.Keys.Order().ToList();
        var faults = new List<StepFault>();
        await scores.SaveAsync(ScoredAsync());
        return faults;

        async IAsyncEnumerable<ScoreRow> ScoredAsync()
        {
            var results = Cores.FlowAsync(ids, id =>
            {
                var result = guard.Score(toScore[id], read[id], histories[id], run.AsOf);
                return (result.Fault, Row: result.Fault is null ? ScoreRow.Of(id, run.Id, version, result.Value) : null);
            });
            await foreach (var (fault, row) in results)
            {
                if (row is null)
                {
                    faults.Add(fault!);
                    continue;
                }

                outcome.Queued[row.CrimeId] = row.IsQueued;
                yield return row;
            }
        }
    }

    /// <summary>
    /// Adds the readings of these crimes to those at hand. One that an older rule book or model gave is made again; its identifiers stay,
    /// for the links rest on them. One that cannot be made again stays as it is.
    /// </summary>
    private async Task<IReadOnlyDictionary<long, CrimeReading>> AddReadingsAsync(
        Dictionary<long, CrimeReading> read, IReadOnlyCollection<long> ids, BatchOutcome outcome)
    {
        var stored = await readings.ReadAsync(ids.Where(id => !read.ContainsKey(id)), CancellationToken.None);
        foreach (var (id, reading) in stored) read.Add(id, reading.Reading);

        var stale = (await crimes.ReadCrimesAsync(stored.Where(pair => pair.Value.Version != version).Select(pair => pair.Key), CancellationToken.None))
            .Values.ToList();
        var results = await Cores.MapAsync(stale, crime => guard.Read(crime.Crime));
        var again = new List<(long Id, CrimeReading Reading)>(stale.Count);
        foreach (var (crime, reading) in stale.Zip(results))
        {
            if (reading.Value is { } made) again.Add((crime.Id, read[crime.Id] = made with { Identifiers = read[crime.Id].Identifiers }));
            else outcome.Unread.Add(crime.Id);
        }

        outcome.Kept.AddRange(FaultsIn(results));
        await readings.SaveAsync(again, version);

        return read;
    }

    private static List<StepFault> FaultsIn<T>(IEnumerable<Guarded<T>> results) => [.. results.Select(result => result.Fault).OfType<StepFault>()];

    /// <summary>A batch of the source.</summary>
    /// <param name="Readings">By the <see cref="Crime"/> object itself; those that were not read ahead are missing.</param>
    internal sealed record ReadBatch(SourceBatch Source, IReadOnlyDictionary<object, CrimeReading> Readings);

    private sealed record TakenCrime(long Id, Crime Crime, bool InScope, bool Known);

    /// <summary>What a batch changes outside the store once it is committed.</summary>
    /// <param name="Counts">Of the run after the batch.</param>
    private sealed record BatchOutcome(RunCounts OfBatch, RunCounts Counts, IReadOnlySet<long> Met)
    {
        public int Cut { get; set; }

        /// <summary>Crimes that were scored, or are no longer, and whether they stand in the queue.</summary>
        public Dictionary<long, bool> Queued { get; } = [];

        /// <summary>Earlier crimes that a step failed on.</summary>
        public List<StepFault> Kept { get; } = [];

        /// <summary>Those of them that could not be read again.</summary>
        public HashSet<long> Unread { get; } = [];
    }
}
