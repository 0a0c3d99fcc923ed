using System.Diagnostics;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceStartTests(ITestOutputHelper output)
{
    private const int Rows = 200;

    // A batch a row, so that a run lasts longer than two starts mostly lie apart. The SQLite file does not even exist when the two begin.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TwoNodesInTheSameSecond_OneRunEachTime(bool onServer)
    {
        var (once, lost, twice) = (0, 0L, 0L);
        var longest = TimeSpan.Zero;
        for (var start = 0; start < FaultCounts.Starts; start++)
        {
            using var nodes = new ServiceNodes(onServer ? PostgreSqlCluster.Shared : null, "0 30 4 * * ?", Rows, batchRows: 1);
            var watch = Stopwatch.StartNew();
            using var first = nodes.StartCommand("run", "--once");
            using var second = nodes.StartCommand("run", "--once");
            foreach (var end in new[] { await Worker.EndAsync(first), await Worker.EndAsync(second) }) end.Ends(0);

            if (watch.Elapsed > longest) longest = watch.Elapsed;
            var runs = await nodes.Ledger.ReadAsync(10, CancellationToken.None);
            if (runs.Count == 2 && runs.SingleOrDefault(run => run.Counts.New == Rows) is { } one && runs.All(run => run == one || IsTurnedAway(run, one))) once++;
            var taken = runs.Sum(run => run.Counts.New);
            lost += Math.Max(0, Rows - taken);
            twice += Math.Max(0, taken - Rows);
        }

        // On a machine that is slow to start a process the first may have ended before the second comes to its turn: that is no start beside it.
        static bool IsTurnedAway(RunRecord other, RunRecord one) =>
            other.State == RunState.Skipped || (other is { State: RunState.Succeeded, Counts.New: 0 } && other.StartedAt >= one.FinishedAt);

        new FaultReport($"two starts in the same second, {(onServer ? "PostgreSQL" : "SQLite")}", FaultCounts.Starts, once, lost, twice, longest).Holds(output);
    }
}
