using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>The last phase: scores the crimes of a range, each once, with all that the store holds of their people.</summary>
internal sealed class RangeScoring(StoreSession session, StoredBackscan backscan, ScreeningSteps steps)
{
    private readonly BackscanStore store = new(session);
    private readonly CrimeStore crimes = new(session);
    private readonly ReadingStore readings = new(session);
    private readonly ScoreStore scores = new(session);
    private readonly StepGuard guard = new(steps);
    private readonly Courses courses = new(new LinkageStore(session), new CrimeStore(session));

    public async Task ScoreAsync(ClaimedRange range, CancellationToken cancellationToken)
    {
        foreach (var ids in (await store.ReadCrimesAsync(backscan, range, CrimeReason.Taken, CrimeReason.Linked)).Chunk(BackscanNode.ChunkSize))
        {
            await ScreeningTelemetry.InStageAsync("back-scan scoring", () => ScoreAsync(ids));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task ScoreAsync(long[] ids)
    {
        var inScope = (await crimes.ReadHeadersAsync(ids, CancellationToken.None)).Where(header => header.InScope).Select(header => header.Id).ToHashSet();
        var stored = await crimes.ReadCrimesAsync(inScope, CancellationToken.None);
        var read = new Dictionary<long, CrimeReading>();
        // What a range keeps is its own crimes' alone, so that no two ranges write one row.
        await readings.SaveAsync(await AddReadingsAsync(read, ids), backscan.Version);
        var histories = await courses.ReadAsync(
            inScope,
            async linked =>
            {
                await AddReadingsAsync(read, linked);
                return read;
            },
            CancellationToken.None);
        // A crime that its history makes the step fail on keeps the score it has, as in a night.
        await scores.SaveAsync(ScoredAsync());

        async IAsyncEnumerable<ScoreRow> ScoredAsync()
        {
            var rows = Cores.FlowAsync(
                [.. inScope.Order()],
                id => guard.Score(stored[id].Crime, read[id], histories[id], backscan.AsOf) is { Fault: null, Value: var scored }
                    ? ScoreRow.Of(id, backscan.Run, backscan.Version, scored) : null);
            await foreach (var row in rows)
            {
                if (row is null) ScreeningTelemetry.CountKept(1);
                else yield return row;
            }
        }
    }

    /// <summary>Adds the readings of these crimes. One that another rule book or model gave is made again; its identifiers stay, for the links rest on them.</summary>
    /// <returns>Those that were made again.</returns>
    private async Task<IReadOnlyList<(long CrimeId, CrimeReading Reading)>> AddReadingsAsync(
        Dictionary<long, CrimeReading> read, IReadOnlyCollection<long> ids)
    {
        var stored = await readings.ReadAsync(ids.Where(id => !read.ContainsKey(id)), CancellationToken.None);
        foreach (var (id, reading) in stored) read.Add(id, reading.Reading);

        var stale = await crimes.ReadCrimesAsync(stored.Where(pair => pair.Value.Version != backscan.Version).Select(pair => pair.Key), CancellationToken.None);
        var again = new List<(long CrimeId, CrimeReading Reading)>();
        foreach (var (id, reading) in await Cores.MapAsync([.. stale.Values], crime => (crime.Id, Reading: guard.Read(crime.Crime))))
        {
            // One that cannot be made again stays as it is.
            if (reading.Value is { } made) again.Add((id, read[id] = made with { Identifiers = read[id].Identifiers }));
            else ScreeningTelemetry.CountKept(1);
        }

        return again;
    }
}
