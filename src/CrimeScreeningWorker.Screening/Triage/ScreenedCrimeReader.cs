using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Gives back what the store holds, for the outputs. Each call sees one state of the store, whatever is written meanwhile.</summary>
public sealed class ScreenedCrimeReader(ScreeningDatabase database)
{
    /// <summary>One state of the store, for the outputs; dispose of it.</summary>
    /// <param name="runId">Crimes that this run screened, or scored again because of it; null: all.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ScreenedCrimes> OpenAsync(string? runId, CancellationToken cancellationToken)
    {
        var session = await database.OpenAsync(cancellationToken);
        session.BeginSnapshot();
        return new ScreenedCrimes(session, runId);
    }

    /// <summary>One crime with its score, its history and the narratives of both.</summary>
    /// <returns>Null when the store holds no such crime, or has no score of it.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<CaseRecord?> FindAsync(CrimeKey key, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        session.BeginSnapshot();
        var (crimeStore, readingStore) = (new CrimeStore(session), new ReadingStore(session));
        if (!(await crimeStore.ReadVersionsAsync([key], cancellationToken)).TryGetValue(key, out var version)) return null;
        var id = version.Id;
        var scores = await new ScoreStore(session).ReadAsync(new Dictionary<long, CrimeKey> { [id] = key }, cancellationToken);
        if (!scores.TryGetValue(id, out var scored)) return null;

        var linkageStore = new LinkageStore(session);
        var others = (await linkageStore.ReadLinksAsync([id], cancellationToken))[id].Select(link => link.OtherId);
        long[] ids = [id, .. others.Distinct()];
        var readings = (await readingStore.ReadAsync(ids, cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.Reading);
        var crimes = await crimeStore.ReadCrimesAsync(ids, cancellationToken);
        var histories = await new Courses(linkageStore, crimeStore)
            .ReadAsync([id], _ => Task.FromResult<IReadOnlyDictionary<long, CrimeReading>>(readings), cancellationToken);
        var crime = crimes[id];
        return new CaseRecord(
            new ScreenedCrime(crime.Crime, readings[id], histories[id], scored.Score, scored.Suggestion, crime.Changed),
            crimes.Values.ToDictionary(stored => stored.Crime.Key, stored => stored.Crime.Narrative));
    }

    /// <summary>Rows that could not be read, in the order of the source.</summary>
    /// <param name="runId">Those of this run; null: those of the newest run over each source.</param>
    public async Task<IReadOnlyList<RejectedRecord>> ReadQuarantineAsync(string? runId, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        return await new QuarantineStore(session).ReadAsync(runId, cancellationToken);
    }

    /// <summary>What the store holds, in the counts of a run: rows are the newest versions of each crime, and quarantine is that of the newest run over each source.</summary>
    public async Task<RunCounts> CountAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        return await new RunStore(session).CountAllAsync(cancellationToken);
    }

    /// <summary>The run ledger, newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ReadRunsAsync(int limit, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        return await new RunStore(session).ReadAsync(runId: null, limit, cancellationToken);
    }

    /// <returns>Null when there is no such run.</returns>
    public async Task<RunRecord?> FindRunAsync(string runId, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenAsync(cancellationToken);
        return (await new RunStore(session).ReadAsync(runId, limit: 1, cancellationToken)).SingleOrDefault();
    }
}
