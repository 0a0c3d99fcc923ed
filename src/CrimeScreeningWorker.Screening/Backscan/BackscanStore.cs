using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>A back-scan as the store holds it.</summary>
/// <param name="Run">Row of its run.</param>
/// <param name="SinceRun">Row of the run of the first that it has taken the place of; its own where there was none.</param>
/// <param name="Content">Null: the source is a view.</param>
internal sealed record StoredBackscan(
    long Id, long Run, long SinceRun, string RunId, string Source, DateOnly FromDay, DateOnly ToDay, long Version, string RuleBookVersion, string ModelVersion,
    string Configuration, string? Content, int RangeRows, BackscanPhase Phase, DateTimeOffset AsOf);

/// <summary>A range that this transaction works on.</summary>
internal sealed record ClaimedRange(long Id, string From, string To, long Weight)
{
    public SourceRange Source => new(From, To, Weight);
}

/// <summary>Back-scans, their ranges, and the crimes they are yet to link and score.</summary>
internal sealed partial class BackscanStore(StoreSession session)
{
    /// <summary>The one that is not finished; null: there is none.</summary>
    /// <param name="lockIt">Keeps others from it until the transaction ends.</param>
    public async Task<StoredBackscan?> FindUnfinishedAsync(bool lockIt)
    {
        const string sql = """
            select b.id as Id, b.run_id as Run, b.since_run as SinceRun, r.run_id as RunId, b.source as Source, b.from_day as FromDay, b.to_day as ToDay,
                   b.version_id as Version, v.rule_book_version as RuleBookVersion, v.model_version as ModelVersion,
                   b.configuration as Configuration, b.content as Content, b.range_rows as RangeRows, b.phase as Phase, r.as_of as AsOf
            from   backscan as b
            join   run as r on r.id = b.run_id
            join   screening_version as v on v.id = b.version_id
            where  b.finished = 0
            """;
        const string locked = $"{sql} for update of b";
        var row = (await QueryAsync<BackscanRow>(lockIt && session.OnPostgreSql ? locked : sql)).SingleOrDefault();
        return row is null ? null : new StoredBackscan(
            row.Id, row.Run, row.SinceRun, row.RunId, row.Source, Day(row.FromDay), Day(row.ToDay), row.Version, row.RuleBookVersion, row.ModelVersion,
            row.Configuration, row.Content, (int)row.RangeRows, Phase(row.Phase), StoreTime.Parse(row.AsOf));
    }

    /// <summary>Whether these days of this source have been done with this rule book, model and configuration; the run that did them.</summary>
    public async Task<string?> FindDoneAsync(string source, BackscanRequest request, string? content, long version)
    {
        const string sql = """
            select r.run_id
            from   backscan as b
            join   run as r on r.id = b.run_id
            where  b.finished = 1 and r.state = 'succeeded' and b.source = @source and b.from_day = @from and b.to_day = @to
                   and b.version_id = @version and b.configuration = @Configuration and coalesce(b.content, '') = coalesce(@content, '')
            order  by b.id desc limit 1
            """;
        return (await QueryAsync<string>(
            sql, new { source, from = Text(request.FromDay), to = Text(request.ToDay), version, request.Configuration, content })).SingleOrDefault();
    }

    public async Task<long> AddAsync(string source, BackscanRequest request, string? content, long run, long sinceRun, long version)
    {
        const string sql = """
            insert into backscan (run_id, since_run, source, content, from_day, to_day, version_id, configuration, range_rows, phase)
            values (@run, @sinceRun, @source, @content, @from, @to, @version, @Configuration, @rows, 'read')
            returning id
            """;
        return (await QueryAsync<long>(sql, new
        {
            run,
            sinceRun,
            source,
            content,
            from = Text(request.FromDay),
            to = Text(request.ToDay),
            version,
            request.Configuration,
            rows = (long)request.RangeRows,
        })).Single();
    }

    public async Task AddRangesAsync(long backscan, IEnumerable<SourceRange> ranges)
    {
        const string sql = """
            insert into backscan_range (backscan_id, phase, from_place, to_place, weight) values (@backscan, 'read', @from, @to, @weight)
            """;
        var insert = session.Prepare(sql, "backscan", "from", "to", "weight");
        foreach (var range in ranges) await insert.ExecuteAsync(backscan, range.From, range.To, range.Weight);
    }

    /// <summary>The first range of the phase that nobody works on; it is this transaction's until it ends, however it ends.</summary>
    public async Task<ClaimedRange?> ClaimAsync(StoredBackscan backscan)
    {
        const string sqlite = """
            select id as Id, from_place as "From", to_place as "To", weight as Weight
            from   backscan_range
            where  backscan_id = @Id and phase = @phase and done = 0
            order  by id
            limit  1
            """;
        const string postgreSql = $"{sqlite} for update skip locked";
        return (await QueryAsync<ClaimedRange>(
            session.OnPostgreSql ? postgreSql : sqlite, new { backscan.Id, phase = Text(backscan.Phase) })).SingleOrDefault();
    }

    public async Task<bool> HasOpenAsync(StoredBackscan backscan) =>
        (await QueryAsync<long>(
            "select 1 from backscan_range where backscan_id = @Id and phase = @phase and done = 0 limit 1", new { backscan.Id, phase = Text(backscan.Phase) })).Any();

    public Task CompleteAsync(ClaimedRange range, string node, DateTimeOffset at, RunCounts counts) => ExecuteAsync(
        """
        update backscan_range set done = 1, node = @node, finished_at = @at, read_rows = @Read, new_rows = @New, changed_rows = @Changed,
                                  unchanged_rows = @Unchanged, quarantined_rows = @Quarantined, late_rows = @Late
        where  id = @Id
        """,
        new { range.Id, node, at = StoreTime.ToText(at), counts.Read, counts.New, counts.Changed, counts.Unchanged, counts.Quarantined, counts.Late });

    /// <summary>Puts the parts in the place of a range.</summary>
    public async Task PartAsync(long backscan, ClaimedRange range, IEnumerable<SourceRange> parts)
    {
        await ExecuteAsync("delete from backscan_range where id = @Id", new { range.Id });
        await AddRangesAsync(backscan, parts);
    }

    /// <summary>Begins a phase over the crimes of the back-scan, in ranges of so many.</summary>
    /// <param name="reasons">Those that it is about.</param>
    public async Task BeginPhaseAsync(StoredBackscan backscan, BackscanPhase phase, params string[] reasons)
    {
        const string sql = """
            insert into backscan_range (backscan_id, phase, from_place, to_place, weight)
            select   @Id, @phase, cast(min(n.crime_id) as text), cast(max(n.crime_id) as text), count(*)
            from     (select c.crime_id, (row_number() over (order by c.crime_id) - 1) / @RangeRows as part
                      from   (select distinct crime_id from backscan_crime where backscan_id = @Id and reason in (@first, @second)) as c) as n
            group by n.part
            order by n.part
            """;
        await ExecuteAsync(
            sql, new { backscan.Id, backscan.RangeRows, phase = Text(phase), first = reasons[0], second = reasons.ElementAtOrDefault(1) });
        await SavePhaseAsync(backscan, phase);
    }

    public Task SavePhaseAsync(StoredBackscan backscan, BackscanPhase phase) =>
        ExecuteAsync("update backscan set phase = @phase where id = @Id", new { backscan.Id, phase = Text(phase) });

    /// <summary>Whether the store holds crimes that this back-scan has not taken in.</summary>
    public async Task<bool> HasOthersAsync(StoredBackscan backscan) => (await QueryAsync<long>(
        "select (select count(*) from crime) - (select count(*) from backscan_crime where backscan_id = @Id and reason = 'taken')", new { backscan.Id })).Single() > 0;

    /// <summary>Ends it. What it was yet to do is emptied.</summary>
    public Task EndAsync(StoredBackscan backscan) => ExecuteAsync(
        """
        update backscan set phase = 'done', finished = 1 where id = @Id;
        delete from backscan_crime where backscan_id = @Id;
        delete from backscan_key where backscan_id = @Id;
        """,
        new { backscan.Id });

    /// <summary>Ends one that is unfinished; what it took in is the later one's to link and score.</summary>
    public Task HandOverAsync(StoredBackscan unfinished, long later) => ExecuteAsync(
        """
        update backscan_crime set backscan_id = @later where backscan_id = @Id;
        update backscan_key set backscan_id = @later where backscan_id = @Id;
        """,
        new { unfinished.Id, later });

    /// <summary>Makes room for the one that takes its place.</summary>
    public Task CloseAsync(StoredBackscan unfinished) => ExecuteAsync("update backscan set finished = 1 where id = @Id", new { unfinished.Id });

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object? values = null) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction));

    private Task<int> ExecuteAsync(string sql, object? values) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(BackscanPhase phase) => phase.ToString().ToLowerInvariant();

    private static BackscanPhase Phase(string text) => Enum.Parse<BackscanPhase>(text, ignoreCase: true);

    private sealed class BackscanRow
    {
        public long Id { get; init; }
        public long Run { get; init; }
        public long SinceRun { get; init; }
        public string RunId { get; init; } = "";
        public string Source { get; init; } = "";
        public string FromDay { get; init; } = "";
        public string ToDay { get; init; } = "";
        public long Version { get; init; }
        public string RuleBookVersion { get; init; } = "";
        public string ModelVersion { get; init; } = "";
        public string Configuration { get; init; } = "";
        public string? Content { get; init; }
        public long RangeRows { get; init; }
        public string Phase { get; init; } = "";
        public string AsOf { get; init; } = "";
    }
}
