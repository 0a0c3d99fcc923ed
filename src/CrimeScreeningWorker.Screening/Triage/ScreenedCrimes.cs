using System.Runtime.CompilerServices;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The crimes of a run, or all, as one state of the store has them, whatever is written meanwhile.</summary>
/// <remarks>Rows need little of a crime, and there are many; readings and histories, which are most of the work, are read for the few that are shown.</remarks>
public sealed class ScreenedCrimes : IScreenedCrimes, IAsyncDisposable
{
    private const int PageSize = 500;

    private readonly StoreSession session;
    private readonly string? runId;
    private readonly CrimeStore crimes;
    private readonly ReadingStore readings;
    private readonly ScoreStore scores;
    private readonly Courses courses;

    internal ScreenedCrimes(StoreSession session, string? runId)
    {
        (this.session, this.runId) = (session, runId);
        (crimes, readings, scores) = (new CrimeStore(session), new ReadingStore(session), new ScoreStore(session));
        courses = new Courses(new LinkageStore(session), crimes);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async IAsyncEnumerable<ScoredCrime> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ReadPagesAsync(cancellationToken).Beside(waiting: 1, cancellationToken))
            foreach (var crime in page) yield return crime;
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<ScreenedCrime>> ReadWholeAsync(IReadOnlyCollection<CrimeKey> keys, CancellationToken cancellationToken)
    {
        var ids = (await crimes.ReadVersionsAsync(keys, cancellationToken)).Values.Select(version => version.Id).ToList();
        var scored = await ReadScoredAsync(ids, cancellationToken);
        var read = await ReadingsAsync(ids);
        var histories = await courses.ReadAsync(ids, ReadingsAsync, cancellationToken);
        return
        [
            .. ids.Zip(scored, (id, crime) => new ScreenedCrime(crime.Crime, read[id], histories[id], crime.Score, crime.Suggestion, crime.Changed)),
        ];

        async Task<IReadOnlyDictionary<long, CrimeReading>> ReadingsAsync(IReadOnlyCollection<long> wanted) =>
            (await readings.ReadAsync(wanted, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.Reading);
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    // A page is in memory at a time, and the next one beside it.
    private async IAsyncEnumerable<IReadOnlyList<ScoredCrime>> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in (await scores.ReadScoredAsync(runId, cancellationToken)).Chunk(PageSize)) yield return await ReadScoredAsync(page, cancellationToken);
    }

    private async Task<IReadOnlyList<ScoredCrime>> ReadScoredAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var read = await crimes.ReadCrimesAsync(ids, cancellationToken);
        var scored = await scores.ReadAsync(read.ToDictionary(pair => pair.Key, pair => pair.Value.Crime.Key), cancellationToken);
        return [.. ids.Select(id => new ScoredCrime(read[id].Crime, scored[id].Score, scored[id].Suggestion, read[id].Changed))];
    }
}
