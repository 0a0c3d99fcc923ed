using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>Which model was live on a day.</summary>
/// <param name="At">The end of that day in London, or the moment of asking.</param>
/// <param name="Version">Null: none had been promoted by then; what was configured at the time is in the runs.</param>
/// <param name="By">The event that made it live.</param>
/// <param name="Changes">What else became live on that day before it.</param>
/// <param name="Runs">What the runs of that day say they used; of a day without runs, the last run before it.</param>
public sealed record LiveOn(DateTimeOffset At, string? Version, ModelEvent? By, ImmutableArray<ModelEvent> Changes, ImmutableArray<RunModel> Runs, string Configured)
{
    /// <param name="configured">Version of what is configured today.</param>
    /// <param name="day">In London; null: now.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public static async Task<LiveOn> ReadAsync(
        ScreeningDatabase database, ModelRegistry registry, string configured, DateOnly? day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(registry);
        var date = day ?? BritishTime.DateOf(now);
        var (from, to) = (BritishTime.StartOf(date), BritishTime.StartOf(date.AddDays(1)));
        var at = day is null || to > now ? now : to.AddTicks(-1);
        var changes = (await registry.ReadEventsAsync(cancellationToken)).Where(e => e.Kind != ModelEventKind.Refused && e.At <= at).ToList();
        var by = changes.LastOrDefault();
        return new LiveOn(
            at, by?.Version, by, [.. changes.Where(e => e.At >= from && e != by)], await ReadRunsAsync(database, from, at, cancellationToken), configured);
    }

    private static async Task<ImmutableArray<RunModel>> ReadRunsAsync(
        ScreeningDatabase database, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        const string sql = """
            select   run_id as RunId, started_at as StartedAt, model_version as ModelVersion
            from     run
            where    started_at <= @to and (started_at >= @from or started_at = (select max(r.started_at) from run as r where r.started_at <= @to))
            order by started_at, id
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<(string RunId, string StartedAt, string ModelVersion)>(
                new CommandDefinition(sql, new { from = StoreTime.ToText(from), to = StoreTime.ToText(to) }, cancellationToken: cancellationToken));
            return [.. rows.Select(row => new RunModel(row.RunId, StoreTime.Parse(row.StartedAt), row.ModelVersion))];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}

/// <summary>The model that a run scored with.</summary>
public sealed record RunModel(string RunId, DateTimeOffset StartedAt, string ModelVersion);
