using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceProcessTests
{
    [Theory]
    [InlineData("half past four", "Service:Schedule: 'half past four' is no cron expression of Quartz")]
    [InlineData("0 30 1 * * ?", "Service:Schedule: '0 30 1 * * ?' starts a run at 01:30")]
    public async Task Run_ScheduleThatCannotBe_IsRefusedInOneMessageThatNamesTheKey(string schedule, string message)
    {
        using var service = new ServiceProcess(new { Source = "crimes", Schedule = schedule });

        var (exitCode, output, error) = await service.RunAsync("run");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Run_TwoStartsInTheSameSecond_OneRunsAndNoRowIsTakenTwice()
    {
        using var service = new ServiceProcess(batchRows: 10);
        service.DropRows(273);

        using var first = service.Start("run", "--once");
        using var second = service.Start("run", "--once");
        var ends = new[] { await ServiceProcess.EndAsync(first), await ServiceProcess.EndAsync(second) };

        var runs = await service.Ledger.ReadAsync(10, CancellationToken.None);
        Assert.All(runs, run => Assert.True(run.State is RunState.Succeeded or RunState.Skipped or RunState.Failed, $"{run.State}"));
        Assert.Equal(273, runs.Sum(run => run.Counts.New));
        Assert.Single(runs, run => run is { State: RunState.Succeeded, Counts.New: 273 });
        if (runs.Any(run => run.State == RunState.Skipped))
        {
            Assert.All(ends, end => Assert.Equal(0, end.ExitCode));
            Assert.Contains(ends, end => end.Output.Contains("Skipped, already running", StringComparison.Ordinal));
            Assert.Contains("skipped, already running", (await service.RunAsync("runs", "list")).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_WhileAnotherRuns_EndsAsSkippedInTheLedger()
    {
        using var service = new ServiceProcess(batchRows: 1);
        service.DropRows(1_000);
        using var running = service.Start("run", "--once");
        await service.WaitForRowsAsync(running);

        var (exitCode, output, _) = await service.RunAsync("run", "--once");
        await ServiceProcess.TerminateAsync(running);
        await ServiceProcess.EndAsync(running);

        Assert.Equal(0, exitCode);
        Assert.Contains("Skipped, already running", output, StringComparison.Ordinal);
        var skipped = Assert.Single(await service.Ledger.ReadAsync(10, CancellationToken.None), run => run.State == RunState.Skipped);
        var shown = await service.RunAsync("runs", "show", skipped.RunId, "--json");
        Assert.Equal("skipped", JsonDocument.Parse(shown.Output).RootElement.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("run", "--once")]
    [InlineData("screen", "--source", "crimes", "--out", "out")]
    public async Task Run_Terminated_StopsAtABatchWithinTenSecondsAndTheNextRunTakesOver(params string[] command)
    {
        using var service = new ServiceProcess(batchRows: 1);
        service.DropRows(1_000);
        using var process = service.Start(command);
        await service.WaitForRowsAsync(process);
        var watch = Stopwatch.StartNew();

        await ServiceProcess.TerminateAsync(process);
        var end = await ServiceProcess.EndAsync(process);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(1, end.ExitCode);
        var stopped = Assert.Single(await service.Ledger.ReadAsync(10, CancellationToken.None));
        Assert.Equal((RunState.Cancelled, "Stopped on request."), (stopped.State, stopped.Failure));
        Assert.InRange(stopped.Counts.Read, 1, 999);

        service.DropRows(1_000);
        Assert.Equal(0, (await service.RunAsync("run", "--once")).ExitCode);
        var run = (await service.Ledger.ReadAsync(1, CancellationToken.None)).Single();
        Assert.Equal((RunState.Succeeded, 1_000, 1_000), (run.State, run.Counts.Read, run.Counts.New));
    }

    [Fact]
    public async Task Run_AsAService_AnswersOnItsHealthEndpointsAndStopsOnRequest()
    {
        using var service = new ServiceProcess();
        using var process = service.Start("run");
        var url = await HealthUrlAsync(process);
        using var http = new HttpClient();

        Assert.Equal("alive\n", await http.GetStringAsync(new Uri(url + "/live")));
        // Ready is also who has no store yet; while it is being made, it is not.
        while (!File.Exists(service.StorePath)) await Task.Delay(50);
        while (await http.GetAsync(new Uri(url + "/ready")) is { StatusCode: not HttpStatusCode.OK }) await Task.Delay(50);
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(url + "/ready")));
        using var health = await http.GetAsync(new Uri(url + "/health"));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var answer = JsonDocument.Parse(await health.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("healthy", answer.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.String, answer.GetProperty("next_run").ValueKind);

        var watch = Stopwatch.StartNew();
        await ServiceProcess.TerminateAsync(process);
        Assert.Equal(0, (await ServiceProcess.EndAsync(process)).ExitCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Doctor_NothingRunYet_SaysThatANightCanRun()
    {
        using var service = new ServiceProcess();
        service.DropRows(5);

        var (exitCode, output, error) = await service.RunAsync("doctor");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.DoesNotContain("FAIL", output, StringComparison.Ordinal);
        Assert.Contains("A night can run.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_SeveralFaults_NamesEachAndWhatToDo()
    {
        using var service = new ServiceProcess(new { Source = "crimes", Schedule = "0 30 2 * * ?", Attempts = 99 });
        await service.RunAsync("migrate", "--store", "sqlite:./elsewhere.db");

        var (exitCode, output, _) = await service.RunAsync("doctor", "--store", "sqlite:./crime-screening.json", "--json");

        Assert.Equal(1, exitCode);
        var findings = JsonDocument.Parse(output).RootElement.EnumerateArray()
            .ToDictionary(f => f.GetProperty("check").GetString()!, f => f, StringComparer.Ordinal);
        Assert.Equal("failed", findings["configuration"].GetProperty("state").GetString());
        Assert.Contains("Service:Schedule", findings["configuration"].GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Contains("Attempts", findings["configuration"].GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", findings["store"].GetProperty("state").GetString());
        Assert.NotEmpty(findings["store"].GetProperty("advice").GetString()!);
        Assert.Equal("good", findings["rule book"].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Migrate_DryRun_WritesNothing()
    {
        using var service = new ServiceProcess();

        var dry = await service.RunAsync("migrate", "--dry-run");
        var again = await service.RunAsync("migrate", "--dry-run");
        var real = await service.RunAsync("migrate");
        var after = await service.RunAsync("migrate");

        Assert.Equal(0, dry.ExitCode);
        Assert.StartsWith("V0001__screening_store.sql\n", dry.Output, StringComparison.Ordinal);
        Assert.Equal(dry.Output, again.Output);
        Assert.Contains(" applied to sqlite:", real.Output, StringComparison.Ordinal);
        Assert.EndsWith("is up to date.\n", after.Output, StringComparison.Ordinal);
    }

    private static async Task<string> HealthUrlAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains("Health endpoints", StringComparison.Ordinal))
                return Regex.Match(line, "http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.NonBacktracking).Value;
        }

        throw new InvalidOperationException("The service ended before it listened: " + await process.StandardError.ReadToEndAsync(patience.Token));
    }
}
