using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>A node dies or is stopped within a run: the other takes over.</summary>
public sealed class ServiceNodeFaultTests(ITestOutputHelper output)
{
    // A machine that takes long to start the nodes meets the next minute.
    private const string EachMinute = "0 * 4 * * ?";
    private static readonly DateTimeOffset HalfPastFour = new(2026, 1, 14, 4, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_NodeKilledWithinARun_IsTakenOverByTheOther()
    {
        using var nodes = new ServiceNodes(PostgreSqlCluster.Shared, EachMinute, rows: 400, batchRows: 1);
        var ahead = ServiceNodes.Until(HalfPastFour.AddSeconds(-12));
        ServiceNode[] two = [nodes.Start(ahead), nodes.Start(ahead)];
        await nodes.WaitAsync(runs => runs is [{ State: RunState.Running, Counts.Read: > 20 }]);

        // The scheduler's id of a node ends with its process and the moment it started.
        var name = (string)(await nodes.AskAsync("select instance_name from qrtz_fired_triggers where state = 'EXECUTING'"))!;
        var running = Assert.Single(two, node => name.Split(' ')[^2] == node.Process.Id.ToString(CultureInfo.InvariantCulture));
        running.Process.Kill();
        var watch = Stopwatch.StartNew();
        var runs = await nodes.WaitAsync(runs => runs.Any(run => run is { State: RunState.Succeeded, Published: true }));

        var good = runs.Where(run => run.State == RunState.Succeeded).MinBy(run => run.StartedAt)!;
        Assert.Contains(runs, run => run.State == RunState.Failed && run.ResumedBy == good.RunId);
        Assert.Equal(0, await two.Single(node => node != running).TerminateAsync());
        Assert.Equal(nodes.Rows, runs.Where(run => run.State == RunState.Succeeded).Sum(run => run.Counts.New));
        Assert.Equal(good.Counts.InScope, new Outputs(Path.Combine(nodes.Published, good.RunId)).Scores.Count);
        new FaultReport(
            "kill -9 of a node within its run, another node up, PostgreSQL", 1, 1, nodes.Rows - good.Counts.New, good.Counts.Changed, watch.Elapsed).Holds(output);
    }

    [Fact]
    public async Task Run_NodeStoppedWithinARun_HandsItToTheOther()
    {
        using var nodes = new ServiceNodes(PostgreSqlCluster.Shared, EachMinute, rows: 400, batchRows: 1);
        var ahead = ServiceNodes.Until(HalfPastFour.AddSeconds(-12));
        ServiceNode[] two = [nodes.Start(ahead), nodes.Start(ahead)];
        await nodes.WaitAsync(runs => runs is [{ State: RunState.Running, Counts.Read: > 20 }]);
        var name = (string)(await nodes.AskAsync("select instance_name from qrtz_fired_triggers where state = 'EXECUTING'"))!;
        var running = Assert.Single(two, node => name.Split(' ')[^2] == node.Process.Id.ToString(CultureInfo.InvariantCulture));

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await running.TerminateAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        var runs = await nodes.WaitAsync(runs => runs.Any(run => run.State == RunState.Succeeded));

        var good = runs.Where(run => run.State == RunState.Succeeded).MinBy(run => run.StartedAt)!;
        Assert.Contains(runs, run => run.State == RunState.Cancelled && run.ResumedBy == good.RunId);
        new FaultReport(
            "SIGTERM of a node within its run, another node up, PostgreSQL", 1, 1, nodes.Rows - good.Counts.New, good.Counts.Changed, watch.Elapsed).Holds(output);
    }
}
