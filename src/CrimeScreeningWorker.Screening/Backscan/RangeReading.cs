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

    private async Task<RunCounts> ReadAsync(SourceBatch batch)
    {
        var known = await crimes.ReadVersionsAsync(batch.Records.Select(record => record.Crime.Key), CancellationToken.None);
        var intake = Intake.Sort(batch, known, backscan.Run, new HashSet<long>());
        var accepted = intake.Accepted.Select(record => (Record: record, InScope: scope.Contains(record.Crime))).ToList();
        var ids = await crimes.SaveAsync(accepted, backscan.Run);
        await quarantine.SaveAsync(batch.Rejected, backscan.Run);

        var read = await Cores.MapAsync(accepted, crime => steps.Read(crime.Record.Crime));
        await readings.SaveAsync([.. ids.Zip(read)], backscan.Version);
        await SaveKeysAsync([.. accepted.Select((crime, i) => new ReadCrime(ids[i], crime.Record.Crime, crime.InScope, known.ContainsKey(crime.Record.Crime.Key), read[i]))]);
        await store.AddCrimesAsync(backscan, ids, CrimeReason.Taken);
        ScreeningTelemetry.Count(intake.Counts);
        return intake.Counts;
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
