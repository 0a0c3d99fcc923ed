using System.Globalization;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

internal sealed partial class BackscanStore
{
    /// <param name="runId">Its row of the ledger; null: the newest.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<BackscanStatus?> ReadStatusAsync(string? runId, CancellationToken cancellationToken)
    {
        const string newest = """
            select b.id as Id, r.run_id as RunId, b.source as Source, b.from_day as FromDay, b.to_day as ToDay, b.phase as Phase
            from   backscan as b
            join   run as r on r.id = b.run_id
            where  @runId is null or r.run_id = @runId
            order  by b.id desc
            limit  1
            """;
        const string ranges = """
            select coalesce(sum(case when done = 1 then weight else 0 end), 0) as Done, coalesce(sum(weight), 0) as Whole,
                   coalesce(sum(done), 0) as RangesDone, count(*) as Ranges
            from   backscan_range
            where  backscan_id = @Id and phase = @Phase
            """;
        const string nodes = """
            select   node as Node, count(*) as Ranges, sum(read_rows) as "Rows", max(finished_at) as LastAt
            from     backscan_range
            where    backscan_id = @Id and done = 1 and node is not null
            group by node
            order by node
            """;
        if ((await QueryAsync<StatusRow>(newest, new { runId })).SingleOrDefault() is not { } row) return null;
        var run = (await new RunStore(session).ReadAsync(row.RunId, limit: 1, cancellationToken)).Single();
        var of = (await QueryAsync<RangesRow>(ranges, new { row.Id, row.Phase })).Single();
        var atWork = session.OnPostgreSql ? await PostgreSqlStore.CountRangesInWorkAsync(session.Connection, cancellationToken) : (int?)null;
        return new BackscanStatus(
            row.RunId, row.Source, Day(row.FromDay), Day(row.ToDay), run.State, run.StartedAt, run.FinishedAt, Phase(row.Phase), Count(of.Done),
            Count(of.Whole), Count(of.RangesDone), of.Ranges, atWork, run.Counts,
            [.. (await QueryAsync<NodeRow>(nodes, new { row.Id })).Select(n => new BackscanNodeStatus(n.Node, n.Ranges, Count(n.Rows), StoreTime.Parse(n.LastAt)))]);
    }

    // A sum is an integer on the one database and a decimal on the other.
    private static long Count(object sum) => Convert.ToInt64(sum, CultureInfo.InvariantCulture);

    private sealed class StatusRow
    {
        public long Id { get; init; }
        public string RunId { get; init; } = "";
        public string Source { get; init; } = "";
        public string FromDay { get; init; } = "";
        public string ToDay { get; init; } = "";
        public string Phase { get; init; } = "";
    }

    private sealed class RangesRow
    {
        public object Done { get; init; } = 0;
        public object Whole { get; init; } = 0;
        public object RangesDone { get; init; } = 0;
        public long Ranges { get; init; }
    }

    private sealed class NodeRow
    {
        public string Node { get; init; } = "";
        public long Ranges { get; init; }
        public object Rows { get; init; } = 0;
        public string LastAt { get; init; } = "";
    }
}
