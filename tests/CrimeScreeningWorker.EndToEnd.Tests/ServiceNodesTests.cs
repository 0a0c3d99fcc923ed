using System.Diagnostics;
using System.Net;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>Several nodes on one store: each night is run once, whoever comes first and whoever dies.</summary>
public sealed class ServiceNodesTests(ITestOutputHelper output)
{
    private const int Seconds = 4;
    private static readonly DateTimeOffset FourOClock = new(2026, 1, 14, 4, 0, 0, TimeSpan.Zero), HalfPastFour = FourOClock.AddMinutes(30);

    // On SQLite each node keeps a schedule of its own, and nothing but the lock and the ledger stands between two of them.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TwoNodesWithOneSchedule_RunEachTimeOnce(bool onServer)
    {
        using var nodes = new ServiceNodes(onServer ? PostgreSqlCluster.Shared : null, $"0/{Seconds} * 4 * * ?");
        var ahead = ServiceNodes.Until(FourOClock);
        ServiceNode[] two = [nodes.Start(ahead), nodes.Start(ahead)];

        await nodes.WaitAsync(runs => runs.Count(run => run.State == RunState.Succeeded) >= FaultCounts.Firings);
        var watch = Stopwatch.StartNew();
        foreach (var node in two) Assert.Equal(0, await node.TerminateAsync());

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        var ended = await nodes.Ledger.ReadAsync(1_000, CancellationToken.None);
        var good = ended.Where(run => run.State == RunState.Succeeded).ToList();
        Assert.DoesNotContain(ended, run => run.State == RunState.Failed);
        var times = good.GroupBy(run => run.StartedAt.Ticks / TimeSpan.FromSeconds(Seconds).Ticks).ToList();
        new FaultReport(
            $"two nodes with one schedule, {Kind(onServer)}", times.Count, times.Count(time => time.Count() == 1), nodes.Rows - good.Sum(run => run.Counts.New),
            good.Sum(run => run.Counts.Changed), TimeSpan.Zero).Holds(output);
        Assert.All(good, run => Assert.Equal(nodes.Rows, run.Counts.New + run.Counts.Unchanged));
    }

    [Fact]
    public async Task Run_StoreAwayAtStartAndAgainBeforeTheNight_SaysSoAndRunsTheNightWhenItIsBack()
    {
        using var cluster = PostgreSqlCluster.Create();
        using var nodes = new ServiceNodes(cluster, "0 * 4 * * ?");
        cluster.StopAtOnce();
        using var http = new HttpClient();
        var node = nodes.Start(ServiceNodes.Until(HalfPastFour.AddSeconds(-45)));
        var url = await node.HealthUrlAsync();

        await HealthIsAsync(http, url, HttpStatusCode.ServiceUnavailable, "cannot be reached");
        Assert.Equal("alive\n", await http.GetStringAsync(new Uri(url + "/live")));
        cluster.Start();
        await HealthIsAsync(http, url, HttpStatusCode.OK, "\"fault\":null");

        cluster.Kill();
        await HealthIsAsync(http, url, HttpStatusCode.ServiceUnavailable, "The store");
        cluster.Restart();
        var watch = Stopwatch.StartNew();
        var runs = await nodes.WaitAsync(runs => runs.Any(run => run is { State: RunState.Succeeded, Published: true }));

        var good = runs.Where(run => run.State == RunState.Succeeded).MinBy(run => run.StartedAt)!;
        Assert.DoesNotContain(node.Output, line => line.Contains("made-up", StringComparison.Ordinal));
        new FaultReport("PostgreSQL away at start, and killed before the night", 2, 2, nodes.Rows - good.Counts.New, good.Counts.Changed, watch.Elapsed).Holds(output);

        cluster.StopAtOnce();
        watch.Restart();
        await node.TerminateAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Run_ScheduleChangedInTheConfiguration_IsFollowedInTheStore()
    {
        const string kept = "select cron_expression || ' ' || time_zone_id from qrtz_cron_triggers where trigger_name = 'night'";
        using var nodes = new ServiceNodes(PostgreSqlCluster.Shared, "0 30 4 * * ?");
        var ahead = ServiceNodes.Until(FourOClock);
        var node = nodes.Start(ahead);
        await IsAsync("0 30 4 * * ? Europe/London");
        Assert.Equal(0, await node.TerminateAsync());

        nodes.Set("Service__Schedule", "0 15 5 * * ?");
        node = nodes.Start(ahead);
        await IsAsync("0 15 5 * * ? Europe/London");
        Assert.Equal(0, await node.TerminateAsync());
        Assert.Equal(1L, await nodes.AskAsync("select count(*) from qrtz_triggers where trigger_name = 'night'"));

        async Task IsAsync(string expected)
        {
            for (var watch = Stopwatch.StartNew(); !expected.Equals(await nodes.AskAsync(kept)); await Task.Delay(100))
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), string.Join('\n', node.Output));
        }
    }

    private static async Task HealthIsAsync(HttpClient http, string url, HttpStatusCode status, string part)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            using var answer = await http.GetAsync(new Uri(url + "/health"));
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == status && body.Contains(part, StringComparison.Ordinal)) return;
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{answer.StatusCode}: {body}");
        }
    }

    private static string Kind(bool onServer) => onServer ? "PostgreSQL" : "SQLite";
}
