using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>A back-scan is one row of the ledger, whoever works on it; what it has counted stands with its ranges until it ends.</summary>
internal sealed partial class RunStore
{
    /// <summary>Enters a back-scan. The caller holds a transaction.</summary>
    /// <returns>Its row.</returns>
    public async Task<long> StartBackscanAsync(
        string source, DateTimeOffset startedAt, DateTimeOffset asOf, string ruleBookVersion, string modelVersion, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into run (run_id, source, state, started_at, as_of, rule_book_version, model_version)
            values (@runId, @source, 'running', @started, @asOf, @ruleBookVersion, @modelVersion)
            returning id
            """;
        var runId = await FreeRunIdAsync(startedAt, cancellationToken);
        return (await QueryAsync<long>(
            sql, new { runId, source, started = StoreTime.ToText(startedAt), asOf = StoreTime.ToText(asOf), ruleBookVersion, modelVersion }, cancellationToken)).Single();
    }

    /// <summary>What the ranges of a back-scan have counted.</summary>
    /// <param name="run">Its row.</param>
    public async Task<RunCounts> CountRangesAsync(long run) => (await ReadRangesAsync(run, CancellationToken.None)).Single().Counts;

    /// <summary>Gives back-scans that go on the counts of their ranges, and the phase they are in.</summary>
    private async Task<IReadOnlyList<RunRecord>> WithRangesAsync(IReadOnlyList<RunRecord> runs, CancellationToken cancellationToken)
    {
        if (!runs.Any(run => run.State == RunState.Running)) return runs;
        var going = (await ReadRangesAsync(run: null, cancellationToken)).ToDictionary(b => b.RunId, StringComparer.Ordinal);
        return [.. runs.Select(run => going.TryGetValue(run.RunId, out var backscan) ? run with { Counts = backscan.Counts, Phase = backscan.Phase } : run)];
    }

    /// <param name="run">Null: those that go on.</param>
    private async Task<IEnumerable<(string RunId, string Phase, RunCounts Counts)>> ReadRangesAsync(long? run, CancellationToken cancellationToken)
    {
        const string sql = """
            select   r.run_id as RunId, b.phase as Phase, sum(g.read_rows) as "Read", sum(g.new_rows) as New, sum(g.changed_rows) as Changed,
                     sum(g.unchanged_rows) as Unchanged, sum(g.quarantined_rows) as Quarantined, sum(g.late_rows) as Late
            from     backscan as b
            join     run as r on r.id = b.run_id
            left     join backscan_range as g on g.backscan_id = b.id
            where    b.run_id = @run or (@run is null and b.finished = 0)
            group by r.run_id, b.phase
            """;
        return (await QueryAsync<RangesRow>(sql, new { run }, cancellationToken)).Select(row => (row.RunId, row.Phase, RunCounts.Zero with
        {
            Read = Count(row.Read),
            New = Count(row.New),
            Changed = Count(row.Changed),
            Unchanged = Count(row.Unchanged),
            Quarantined = Count(row.Quarantined),
            Late = Count(row.Late),
        }));

        // A sum is an integer on the one database and a decimal on the other; of no row it is null.
        static long Count(object? sum) => sum is null ? 0 : Convert.ToInt64(sum, CultureInfo.InvariantCulture);
    }

    private sealed class RangesRow
    {
        public string RunId { get; init; } = "";
        public string Phase { get; init; } = "";
        public object? Read { get; init; }
        public object? New { get; init; }
        public object? Changed { get; init; }
        public object? Unchanged { get; init; }
        public object? Quarantined { get; init; }
        public object? Late { get; init; }
    }
}
