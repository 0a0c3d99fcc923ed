using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening;

/// <summary>Takes one batch after another down the path, each in one transaction with its counts and the watermark.</summary>
internal sealed class BatchScreening(
    StoreSession session, RunStore runs, StartedRun run, string source, ScreeningSteps steps, ScreeningScope scope, LinkageOptions linkage)
{
    private readonly CrimeStore crimes = new(session);
    private readonly QuarantineStore quarantine = new(session);
    private readonly ReadingStore readings = new(session);
    private readonly ScoreStore scores = new(session);
    private readonly Relinking relinking = new(new LinkageStore(session), new CrimeStore(session), linkage, steps.Link);
    private readonly Courses courses = new(new LinkageStore(session), new CrimeStore(session));
    private readonly HashSet<long> queued = [];
    private long version;
    private volatile bool mostlyNew = true;

    /// <summary>What has been committed, row by row.</summary>
    public RunCounts Counts { get; private set; } = RunCounts.Zero;

    /// <summary>Crimes scored in this run that stand at or above the review threshold now.</summary>
    public long Queued => queued.Count;

    /// <summary>Before the first batch.</summary>
    public async Task BeginAsync() => version = await scores.VersionAsync(steps.RuleBookVersion, steps.ModelVersion, CancellationToken.None);

    /// <summary>
    /// The batches of a source with their narratives read. What a reading gives depends on the record alone, so it need not wait for the
    /// store; only an extract that the store has already is not read again.
    /// </summary>
    public async IAsyncEnumerable<ReadBatch> ReadAheadAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        await foreach (var batch in batches)
        {
            var read = mostlyNew
                ? await ScreeningTelemetry.InStageAsync("reading ahead", () => Cores.MapAsync(batch.Records, record => steps.Read(record.Crime)))
                : [];
            var byCrime = new Dictionary<object, CrimeReading>(read.Count, ReferenceEqualityComparer.Instance);
            for (var i = 0; i < read.Count; i++) byCrime.Add(batch.Records[i].Crime, read[i]);
            yield return new ReadBatch(batch, byCrime);
        }
    }

    public async Task ScreenAsync(ReadBatch ahead)
    {
        var batch = ahead.Source;
        await session.BeginAsync(CancellationToken.None);
        var (taken, counts) = await ScreeningTelemetry.InStageAsync("intake", () => TakeInAsync(batch));
        mostlyNew = taken.Count * 2 >= batch.Records.Count;
        var read = await ScreeningTelemetry.InStageAsync("reading", () => ReadAsync(taken, ahead.Readings));
        var affected = await ScreeningTelemetry.InStageAsync("linkage", () => relinking.UpdateAsync(read, CancellationToken.None));
        await ScreeningTelemetry.InStageAsync("scoring", () => ScoreAsync(read, affected));
        await runs.SaveCountsAsync(run.Id, counts);
        if (batch.Records.Count > 0) await runs.SaveWatermarkAsync(source, Watermark(batch));
        await ScreeningTelemetry.InStageAsync("commit", () => session.CommitAsync(CancellationToken.None));
        Counts = counts;
    }

    // A row that a clock ahead of ours has stamped must not carry the mark past rows that are yet to be written.
    private DateTimeOffset Watermark(SourceBatch batch)
    {
        var newest = batch.Records.Max(record => record.Crime.UpdatedAt);
        return newest < run.StartedAt ? newest : run.StartedAt;
    }

    /// <summary>Puts the new and the changed crimes into the store, and unreadable rows into quarantine.</summary>
    private async Task<(List<TakenCrime> Taken, RunCounts Counts)> TakeInAsync(SourceBatch batch)
    {
        var known = await crimes.ReadVersionsAsync(batch.Records.Select(record => record.Crime.Key), CancellationToken.None);
        var intake = Intake.Sort(batch, known, run.Id, run.Resumed);
        var accepted = intake.Accepted.Select(record => (Record: record, InScope: scope.Contains(record.Crime))).ToList();
        var ids = await crimes.SaveAsync(accepted, run.Id);
        var taken = accepted.Zip(ids, (a, id) => new TakenCrime(id, a.Record.Crime, a.InScope, known.ContainsKey(a.Record.Crime.Key))).ToList();
        await quarantine.SaveAsync(batch.Rejected, run.Id);
        ScreeningTelemetry.Count(intake.Counts);
        return (taken, Counts.Plus(intake.Counts));
    }

    private async Task<IReadOnlyList<ReadCrime>> ReadAsync(List<TakenCrime> taken, IReadOnlyDictionary<object, CrimeReading> ahead)
    {
        var read = await Cores.MapAsync(taken, crime => new ReadCrime(
            crime.Id, crime.Crime, crime.InScope, crime.Known, ahead.TryGetValue(crime.Crime, out var reading) ? reading : steps.Read(crime.Crime)));
        await readings.SaveAsync([.. read.Select(crime => (crime.Id, crime.Reading))], version);
        return read;
    }

    /// <summary>Scores what is new or changed, and every earlier crime that is connected to it.</summary>
    private async Task ScoreAsync(IReadOnlyList<ReadCrime> batch, IReadOnlySet<long> affected)
    {
        foreach (var crime in batch.Where(crime => crime is { Known: true, InScope: false }))
        {
            await scores.DeleteAsync(crime.Id);
            queued.Remove(crime.Id);
        }

        var read = batch.ToDictionary(crime => crime.Id, crime => crime.Reading);
        var toScore = batch.Where(crime => crime.InScope).ToDictionary(crime => crime.Id, crime => crime.Crime);
        var earlier = (await crimes.ReadHeadersAsync(affected.Where(id => !read.ContainsKey(id)), CancellationToken.None))
            .Where(header => header.InScope).Select(header => header.Id).ToList();
        foreach (var (id, stored) in await crimes.ReadCrimesAsync(earlier, CancellationToken.None)) toScore.Add(id, stored.Crime);
        await AddReadingsAsync(read, earlier);

        var histories = await courses.ReadAsync(toScore.Keys, linked => AddReadingsAsync(read, linked), CancellationToken.None);
        var scored = await Cores.MapAsync([.. toScore.OrderBy(pair => pair.Key)], pair =>
        {
            var (crime, reading, history) = (pair.Value, read[pair.Key], histories[pair.Key]);
            var (score, suggestion) = steps.Score(crime, reading, history, run.AsOf);
            return new ScoredCrime(pair.Key, score, suggestion);
        });
        await scores.SaveAsync([.. scored.Select(crime => (crime.Id, crime.Score, crime.Suggestion))], run.Id, version);
        foreach (var crime in scored)
        {
            if (crime.Score.Priority == Priority.None) queued.Remove(crime.Id);
            else queued.Add(crime.Id);
        }
    }

    /// <summary>
    /// Adds the readings of these crimes to those at hand. One that an older rule book or model gave is made again, so that a score
    /// never mixes two versions; its identifiers stay, for the links rest on them.
    /// </summary>
    private async Task<IReadOnlyDictionary<long, CrimeReading>> AddReadingsAsync(
        Dictionary<long, CrimeReading> read, IReadOnlyCollection<long> ids)
    {
        var stored = await readings.ReadAsync(ids.Where(id => !read.ContainsKey(id)), CancellationToken.None);
        foreach (var (id, reading) in stored) read.Add(id, reading.Reading);

        var stale = await crimes.ReadCrimesAsync(stored.Where(pair => pair.Value.Version != version).Select(pair => pair.Key), CancellationToken.None);
        var again = await Cores.MapAsync(
            [.. stale.Values], crime => (crime.Id, Reading: steps.Read(crime.Crime) with { Identifiers = read[crime.Id].Identifiers }));
        foreach (var (id, reading) in again) read[id] = reading;
        await readings.SaveAsync(again, version);

        return read;
    }

    /// <summary>A batch of the source.</summary>
    /// <param name="Readings">By the <see cref="Crime"/> object itself; those that were not read ahead are missing.</param>
    internal sealed record ReadBatch(SourceBatch Source, IReadOnlyDictionary<object, CrimeReading> Readings);

    private sealed record TakenCrime(long Id, Crime Crime, bool InScope, bool Known);

    private sealed record ScoredCrime(long Id, Score Score, Suggestion? Suggestion);
}
