using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>The first phase: takes the crimes of a range into the store, reads them, and enters what they can be joined by.</summary>
internal sealed class RangeReading(StoreSession session, StoredBackscan backscan, ScreeningSteps steps, ScreeningScope scope)
{
    private readonly BackscanStore store = new(session);
    private readonly CrimeStore crimes = new(session);
    private readonly ReadingStore readings = new(session);
    private readonly LinkageStore linkage = new(session);
    private readonly ScoreStore scores = new(session);
    private readonly QuarantineStore quarantine = new(session);
    private readonly StepGuard guard = new(steps);

    public async Task<RunCounts> ReadAsync(IAsyncEnumerable<SourceBatch> batches, CancellationToken cancellationToken)
    {
        var counts = RunCounts.Zero;
        await foreach (var batch in batches)
        {
            counts = counts.Plus(await ScreeningTelemetry.InStageAsync("back-scan reading", () => ReadAsync(batch)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return counts;
    }

    private async Task<RunCounts> ReadAsync(SourceBatch whole)
    {
        // Before anything is kept: a crime that a step cannot bear is set aside here, for the later phases cannot give it back.
        var (batch, reading) = await SetAsideAsync(whole);
        var known = await crimes.ReadVersionsAsync(batch.Records.Select(record => record.Crime.Key), CancellationToken.None);
        var intake = Intake.Sort(batch, known, backscan.Run, new HashSet<long>());
        var accepted = intake.Accepted.Select(record => (Record: record, InScope: scope.Contains(record.Crime))).ToList();
        var ids = await crimes.SaveAsync(accepted, backscan.Run);
        await quarantine.SaveAsync(batch.Rejected, backscan.Run);

        var read = accepted.ConvertAll(crime => reading[crime.Record.Crime]);
        await readings.SaveAsync([.. ids.Zip(read)], backscan.Version);
        await SaveKeysAsync([.. accepted.Select((crime, i) => new ReadCrime(ids[i], crime.Record.Crime, crime.InScope, known.ContainsKey(crime.Record.Crime.Key), read[i]))]);
        await store.AddCrimesAsync(backscan, ids, CrimeReason.Taken);
        ScreeningTelemetry.Count(intake.Counts);
        return intake.Counts;
    }

    private async Task<(SourceBatch Batch, IReadOnlyDictionary<object, CrimeReading> Reading)> SetAsideAsync(SourceBatch batch)
    {
        var tried = await Cores.MapAsync(batch.Records, record => TryAlone(record.Crime));
        var read = new Dictionary<object, CrimeReading>(batch.Records.Count, ReferenceEqualityComparer.Instance);
        var (good, aside) = (new List<SourceRecord>(batch.Records.Count), new List<RejectedRecord>(batch.Rejected));
        foreach (var (record, result) in batch.Records.Zip(tried))
        {
            if (result.Fault is { } fault) aside.Add(PoisonedRow.Of(record, backscan.Source, fault));
            else good.Add(record);
            if (result.Value is { } reading) read[record.Crime] = reading;
        }

        return (batch with { Records = good, Rejected = aside }, read);
    }

    private Guarded<CrimeReading> TryAlone(Crime crime)
    {
        var reading = guard.Read(crime);
        if (reading.Value is not { } read) return reading;
        var scored = guard.Score(crime, read, CourseOfConduct.None, backscan.AsOf);
        return scored.Fault is { } fault ? new Guarded<CrimeReading>(null, fault) : reading;
    }

    private async Task SaveKeysAsync(IReadOnlyList<ReadCrime> read)
    {
        var known = read.Where(crime => crime.Known).ToList();
        if (known.Count > 0)
        {
            var ids = known.ConvertAll(crime => crime.Id);
            await store.AddKeysBeforeAsync(backscan, await linkage.ReadKeysAsync(ids, CancellationToken.None));
            await linkage.DeleteKeysAsync(ids);
            foreach (var crime in known.Where(crime => !crime.InScope)) await scores.DeleteAsync(crime.Id);
        }

        await linkage.AddKeysAsync(read.Select(crime => (crime.Id, crime.Crime, LinkageKey.Of(crime.Crime, crime.Reading))));
    }
}
