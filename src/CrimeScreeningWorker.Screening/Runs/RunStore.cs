using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>A run that has been entered in the ledger.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Watermark">How far the source had been taken in before this run and the unfinished ones it takes over; null: not at all.</param>
/// <param name="Resumed">Crimes that unfinished runs over the same source had taken in, and that are this run's now.</param>
internal sealed record StartedRun(long Id, string RunId, DateTimeOffset StartedAt, DateTimeOffset AsOf, DateTimeOffset? Watermark,
    HashSet<long> Resumed);

/// <summary>The run ledger, and how far each source has been taken in.</summary>
internal sealed partial class RunStore(StoreSession session)
{
    /// <summary>
    /// Enters a run. What unfinished runs over the same source had committed becomes this run's, so that it stands in the
    /// output of a run that finishes. The caller holds the run lock and a transaction.
    /// </summary>
    public async Task<StartedRun> StartAsync(
        string source, DateTimeOffset startedAt, DateTimeOffset asOf, string ruleBookVersion, string modelVersion, CancellationToken cancellationToken)
    {
        // The lock is ours, so whatever still says it is running was killed; but for a back-scan, which goes on between runs.
        const string killed = """
            update run set state = 'failed', failure = 'The process ended before the run did.'
            where  state = 'running' and id not in (select b.run_id from backscan as b where b.finished = 0)
            """;
        await ExecuteAsync(killed, null, cancellationToken);
        const string unfinished = """
            select id as Id, watermark_in as WatermarkIn from run
            where  source = @source and state <> 'succeeded' and resumed_by is null
            order  by id
            """;
        var runs = (await QueryAsync<UnfinishedRow>(unfinished, new { source }, cancellationToken)).AsList();

        // What unfinished runs have read is met again, so that it is counted and set aside as if they had never been.
        var watermark = runs.Count == 0 ? await ReadWatermarkTextAsync(source, cancellationToken) : runs[0].WatermarkIn;

        const string insert = """
            insert into run (run_id, source, state, started_at, as_of, rule_book_version, model_version, watermark_in)
            values (@runId, @source, 'running', @started, @asOf, @ruleBookVersion, @modelVersion, @watermark)
            returning id
            """;
        var runId = await FreeRunIdAsync(startedAt, cancellationToken);
        var id = (await QueryAsync<long>(
            insert,
            new { runId, source, started = StoreTime.ToText(startedAt), asOf = StoreTime.ToText(asOf), ruleBookVersion, modelVersion, watermark },
            cancellationToken)).Single();

        foreach (var old in runs.Select(run => run.Id))
        {
            const string takeOver = """
                update crime set first_run = case first_run when @old then @id else first_run end, version_run = @id where version_run = @old;
                update score set run_id = @id where run_id = @old;
                delete from quarantine where run_id = @old;
                update run set resumed_by = @id where id = @old;
                """;
            await ExecuteAsync(takeOver, new { old, id }, cancellationToken);
        }

        var resumed = runs.Count == 0
            ? []
            : (await QueryAsync<long>("select id from crime where version_run = @id", new { id }, cancellationToken)).ToHashSet();
        return new StartedRun(id, runId, startedAt, asOf, watermark is null ? null : StoreTime.Parse(watermark), resumed);
    }

    /// <summary>Adds where a run comes from, in the transaction that enters it.</summary>
    public Task SaveOriginAsync(long run, RunOrigin origin, CancellationToken cancellationToken)
    {
        const string sql = "update run set node = @node, configuration_hash = @hash, publishing = @publishing where id = @run";
        return ExecuteAsync(
            sql, new { run, node = origin.Node, hash = origin.ConfigurationHash, publishing = origin.ToPublish ? "due" : null }, cancellationToken);
    }

    /// <summary>Enters a run that failed before it could begin. The caller holds a transaction.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> SaveFailedAsync(RunRecord failed, RunOrigin origin, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into run (run_id, source, state, started_at, finished_at, as_of, rule_book_version, model_version, failure, node, configuration_hash)
            values (@runId, @Source, 'failed', @started, @finished, @started, @RuleBookVersion, @ModelVersion, @Failure, @Node, @ConfigurationHash)
            """;
        var runId = await FreeRunIdAsync(failed.StartedAt, cancellationToken);
        await ExecuteAsync(
            sql,
            new
            {
                runId,
                failed.Source,
                started = StoreTime.ToText(failed.StartedAt),
                finished = StoreTime.ToText(failed.FinishedAt),
                failed.RuleBookVersion,
                failed.ModelVersion,
                failed.Failure,
                origin.Node,
                origin.ConfigurationHash,
            },
            cancellationToken);
        return runId;
    }

    /// <summary>Enters a start that was turned away. The caller holds a transaction.</summary>
    public async Task SaveSkippedAsync(string source, DateTimeOffset startedAt, string? node, string reason, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into skipped_start (run_id, source, started_at, node, reason) values (@runId, @source, @started, @node, @reason)
            """;
        var runId = await FreeRunIdAsync(startedAt, cancellationToken);
        await ExecuteAsync(sql, new { runId, source, started = StoreTime.ToText(startedAt), node, reason }, cancellationToken);
    }

    /// <summary>Runs that succeeded and whose files the service has yet to publish, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ReadUnpublishedAsync(CancellationToken cancellationToken) =>
        (await QueryAsync<string>(
            "select run_id from run where state = 'succeeded' and publishing = 'due' order by id", null, cancellationToken)).AsList();

    public async Task<string?> FindLastGoodIdAsync(string source, CancellationToken cancellationToken) =>
        (await QueryAsync<string>(
            "select run_id from run where source = @source and state = 'succeeded' order by id desc limit 1", new { source }, cancellationToken))
        .SingleOrDefault();

    /// <summary>Whether a run over the source that began then or later has succeeded.</summary>
    public async Task<bool> HasSucceededSinceAsync(string source, DateTimeOffset since, CancellationToken cancellationToken) =>
        (await QueryAsync<long>(
            "select count(*) from run where source = @source and state = 'succeeded' and started_at >= @since",
            new { source, since = StoreTime.ToText(since) }, cancellationToken)).Single() > 0;

    public Task SavePublishedAsync(string runId, CancellationToken cancellationToken) =>
        ExecuteAsync("update run set publishing = 'done' where run_id = @runId", new { runId }, cancellationToken);

    /// <summary>Writes what has been counted row by row; what concerns crimes is counted when the run ends.</summary>
    public Task SaveCountsAsync(long run, RunCounts counts)
    {
        const string sql = """
            update run set read_rows = @read, new_rows = @new, changed_rows = @changed, unchanged_rows = @unchanged,
                           quarantined_rows = @quarantined, late_rows = @late
            where id = @run
            """;
        return session.Prepare(sql, "read", "new", "changed", "unchanged", "quarantined", "late", "run")
            .ExecuteAsync(counts.Read, counts.New, counts.Changed, counts.Unchanged, counts.Quarantined, counts.Late, run);
    }

    /// <summary>
    /// Ends a run: counts each of its crimes once, however often it was scored, and says how it ended. One that another run has taken over
    /// is that run's, and stays as it is.
    /// </summary>
    /// <param name="failure">One sentence; null for a run that succeeded.</param>
    public Task FinishAsync(long run, RunState state, DateTimeOffset finishedAt, string? failure, CancellationToken cancellationToken)
    {
        const string sql = """
            update run set
                in_scope     = (select count(*) from crime as c where c.version_run = @run and c.in_scope = 1),
                history_only = (select count(*) from crime as c where c.version_run = @run and c.in_scope = 0),
                rescored     = (select count(*) from score as s join crime as c on c.id = s.crime_id where s.run_id = @run and c.version_run <> @run),
                queued       = (select count(*) from score as s where s.run_id = @run and s.priority <> 'none'),
                watermark_out = (select w.updated_at from watermark as w where w.source = run.source),
                state = @state, finished_at = @finished, failure = @failure
            where id = @run and resumed_by is null
            """;
        return ExecuteAsync(
            sql, new { run, state = StateText(state), finished = StoreTime.ToText(finishedAt), failure }, cancellationToken);
    }

    /// <summary>Moves the source's watermark forward; it never goes back.</summary>
    public Task SaveWatermarkAsync(string source, DateTimeOffset updatedAt)
    {
        const string sql = """
            insert into watermark (source, updated_at) values (@source, @updated)
            on conflict (source) do update set updated_at = excluded.updated_at where excluded.updated_at > watermark.updated_at
            """;
        return session.Prepare(sql, "source", "updated").ExecuteAsync(source, StoreTime.ToText(updatedAt));
    }

    /// <summary>Newest <c>updated_at</c> taken in from the source; null before its first batch.</summary>
    public async Task<DateTimeOffset?> ReadWatermarkAsync(string source, CancellationToken cancellationToken) =>
        await ReadWatermarkTextAsync(source, cancellationToken) is { } text ? StoreTime.Parse(text) : null;

    private async Task<string?> ReadWatermarkTextAsync(string source, CancellationToken cancellationToken) =>
        (await QueryAsync<string>("select updated_at from watermark where source = @source", new { source }, cancellationToken)).SingleOrDefault();

    /// <summary>Newest first.</summary>
    /// <param name="runId">Only this run; null: all.</param>
    public async Task<IReadOnlyList<RunRecord>> ReadAsync(string? runId, int limit, CancellationToken cancellationToken)
    {
        const string sql = """
            select   r.run_id as RunId, r.source, r.state, r.started_at as StartedAt, r.finished_at as FinishedAt, r.as_of as AsOf,
                     r.rule_book_version as RuleBookVersion, r.model_version as ModelVersion,
                     r.read_rows as ReadRows, r.new_rows as NewRows, r.changed_rows as ChangedRows, r.unchanged_rows as UnchangedRows,
                     r.quarantined_rows as QuarantinedRows, r.late_rows as LateRows, r.in_scope as InScope,
                     r.history_only as HistoryOnly, r.rescored, r.queued, r.failure, later.run_id as ResumedBy,
                     r.watermark_in as WatermarkIn, r.watermark_out as WatermarkOut, r.configuration_hash as ConfigurationHash, r.node, r.publishing,
                     0 as Skipped, r.id as Place
            from     run as r
            left     join run as later on later.id = r.resumed_by
            where    @runId is null or r.run_id = @runId
            union    all
            select   s.run_id, s.source, 'skipped', s.started_at, s.started_at, s.started_at, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                     s.reason, null, null, null, null, s.node, null, 1, s.id
            from     skipped_start as s
            where    @runId is null or s.run_id = @runId
            order by StartedAt desc, Skipped desc, Place desc
            limit    @limit
            """;
        return await WithRangesAsync([.. (await QueryAsync<RunRow>(sql, new { runId, limit }, cancellationToken)).Select(ToRecord)], cancellationToken);
    }

    private async Task<string> FreeRunIdAsync(DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var stem = startedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var taken = (await QueryAsync<string>(
            """
            select run_id from run where run_id = @stem or run_id like @stem || '-%'
            union
            select run_id from skipped_start where run_id = @stem or run_id like @stem || '-%'
            """,
            new { stem }, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var runId = stem;
        for (var n = 2; taken.Contains(runId); n++) runId = $"{stem}-{n}";
        return runId;
    }

    private static RunRecord ToRecord(RunRow row) => new(
        row.RunId, row.Source, Enum.Parse<RunState>(row.State, ignoreCase: true), StoreTime.Parse(row.StartedAt),
        row.FinishedAt is { } finished ? StoreTime.Parse(finished) : null, StoreTime.Parse(row.AsOf), row.RuleBookVersion, row.ModelVersion,
        new RunCounts(
            row.ReadRows, row.NewRows, row.ChangedRows, row.UnchangedRows, row.QuarantinedRows, row.InScope, row.HistoryOnly,
            row.Rescored, row.Queued, row.LateRows),
        row.Failure, row.ResumedBy)
    {
        WatermarkIn = row.WatermarkIn is { } from ? StoreTime.Parse(from) : null,
        WatermarkOut = row.WatermarkOut is { } to ? StoreTime.Parse(to) : null,
        ConfigurationHash = row.ConfigurationHash,
        Node = row.Node,
        Published = row.Publishing is { } publishing ? publishing == "done" : null,
    };

    private static string StateText(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Succeeded => "succeeded",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A state of the ledger."),
    };

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object? values, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    /// <summary>What the store holds, as if one run had taken it all in.</summary>
    public async Task<RunCounts> CountAllAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select (select count(*) from crime where first_run = version_run)  as New,
                   (select count(*) from crime where first_run <> version_run) as Changed,
                   (select count(*) from crime where in_scope = 1)             as InScope,
                   (select count(*) from crime where in_scope = 0)             as HistoryOnly,
                   (select count(*) from score where priority <> 'none')       as Queued,
                   (select count(*) from quarantine as q
                    where  q.run_id in (select max(newest.id) from run as newest group by newest.source)) as Quarantined
            """;
        var held = (await QueryAsync<HeldRow>(sql, null, cancellationToken)).Single();
        return RunCounts.Zero with
        {
            Read = held.New + held.Changed + held.Quarantined,
            New = held.New,
            Changed = held.Changed,
            Quarantined = held.Quarantined,
            InScope = held.InScope,
            HistoryOnly = held.HistoryOnly,
            Queued = held.Queued,
        };
    }

    private sealed record UnfinishedRow(long Id, string? WatermarkIn);

    private sealed record HeldRow(long New, long Changed, long InScope, long HistoryOnly, long Queued, long Quarantined);

    private sealed class RunRow
    {
        public string RunId { get; init; } = "";
        public string Source { get; init; } = "";
        public string State { get; init; } = "";
        public string StartedAt { get; init; } = "";
        public string? FinishedAt { get; init; }
        public string AsOf { get; init; } = "";
        public string RuleBookVersion { get; init; } = "";
        public string ModelVersion { get; init; } = "";
        public long ReadRows { get; init; }
        public long NewRows { get; init; }
        public long ChangedRows { get; init; }
        public long UnchangedRows { get; init; }
        public long QuarantinedRows { get; init; }
        public long LateRows { get; init; }
        public long InScope { get; init; }
        public long HistoryOnly { get; init; }
        public long Rescored { get; init; }
        public long Queued { get; init; }
        public string? Failure { get; init; }
        public string? ResumedBy { get; init; }
        public string? WatermarkIn { get; init; }
        public string? WatermarkOut { get; init; }
        public string? ConfigurationHash { get; init; }
        public string? Node { get; init; }
        public string? Publishing { get; init; }
    }
}
