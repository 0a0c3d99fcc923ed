using System.Diagnostics;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceStartTests(ITestOutputHelper output)
{
    private const int Rows = 80;

    // A batch a row: each run lasts longer than two starts can lie apart. The SQLite file does not even exist when the two begin.
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
            if (runs.Count(run => run.State == RunState.Succeeded) == 1 && runs.Count(run => run.State == RunState.Skipped) == 1 && runs.Count == 2) once++;
            var taken = runs.Sum(run => run.Counts.New);
            lost += Math.Max(0, Rows - taken);
            twice += Math.Max(0, taken - Rows);
        }

        new FaultReport($"two starts in the same second, {(onServer ? "PostgreSQL" : "SQLite")}", FaultCounts.Starts, once, lost, twice, longest).Holds(output);
    }
}
