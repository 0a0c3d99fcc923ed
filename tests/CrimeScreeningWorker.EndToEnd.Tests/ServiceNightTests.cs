using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Service;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceNightTests
{
    private static readonly DateTimeOffset Night = new(2026, 1, 14, 4, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task ExecuteAsync_DroppedExtract_IsPublishedMarkedAndMovedAway()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample();

        var run = (await service.Get<Night>().ExecuteAsync(null, CancellationToken.None)).Run!;

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.True(run.Published);
        Assert.Equal(run.RunId, service.Get<RunFolders>().ReadLatest());
        Assert.Equal(
            "quarantine.csv run.json scores.csv suggestions.csv triage.csv triage.html",
            string.Join(' ', Directory.GetFiles(Path.Combine(service.Published, run.RunId)).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        Assert.Equal([$"{run.RunId} extract.csv"], Directory.GetFiles(Path.Combine(service.Drop, CsvDropReader.TakenFolder)).Select(Path.GetFileName), StringComparer.Ordinal);
        Assert.Equal(Environment.MachineName, run.Node);
        Assert.Equal(12, run.ConfigurationHash!.Length);
        Assert.NotNull(run.WatermarkOut);
    }

    [Fact]
    public async Task ExecuteAsync_SeveralFilesAfterMissedNights_AreOneRun()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(100, "2026-01-12.csv");
        service.DropSample(200, "2026-01-13.csv");
        service.DropSample(273, "2026-01-14.csv");

        var run = (await service.Get<Night>().ExecuteAsync(null, CancellationToken.None)).Run!;

        Assert.Equal((573, 273, 300), (run.Counts.Read, run.Counts.New, run.Counts.Unchanged));
        Assert.Single(await Ledger(service).ReadAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_InOfficeHours_WaitsForTheirEndAndSaysSo()
    {
        var morning = new DateTimeOffset(2026, 7, 15, 9, 0, 0, TimeSpan.Zero);
        await using var service = new ServiceNight(morning, ("Service:OfficeHoursFrom", "08:00"), ("Service:OfficeHoursTo", "18:00"));
        service.DropSample(20);

        var night = service.Get<Night>().ExecuteAsync(null, CancellationToken.None);
        Assert.Equal("waiting until 2026-07-15T18:00:00+01:00, the end of office hours", service.Get<ServiceState>().Doing);
        Assert.False(File.Exists(service.Database.Location.Path));
        service.Clock.Advance(TimeSpan.FromHours(8));
        var run = (await night).Run!;

        Assert.Equal(new DateTimeOffset(2026, 7, 15, 17, 0, 0, TimeSpan.Zero), run.StartedAt);
    }

    [Fact]
    public async Task RunAsync_TooManyUnreadableRows_FailsAsAWholeAndPublishesNothing()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(60);
        var file = Path.Combine(service.Drop, "extract.csv");
        File.AppendAllLines(file, Enumerable.Repeat("MER,no such row", 20));

        var code = await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None);

        Assert.Equal(ExitCode.Failed, code);
        var run = Assert.Single(await Ledger(service).ReadAsync(10, CancellationToken.None));
        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith("20 of 80 rows of crimes could not be read, more than the 20 in 100 that may fail", run.Failure, StringComparison.Ordinal);
        Assert.Null(service.Get<RunFolders>().ReadLatest());
        Assert.True(File.Exists(file));
        Assert.Equal("The last run failed.", service.Get<Health>().FindFault());
    }

    [Fact]
    public async Task RunAsync_AfterOneThatFailedByItsRows_TakesOverAndPublishesAll()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(60);
        File.AppendAllLines(Path.Combine(service.Drop, "extract.csv"), Enumerable.Repeat("MER,no such row", 20));
        await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None);

        service.Clock.Advance(TimeSpan.FromDays(1));
        service.DropSample(60);
        Assert.Equal(ExitCode.Done, await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None));

        var run = (await Ledger(service).ReadAsync(1, CancellationToken.None)).Single();
        Assert.Equal((60, 60, 0), (run.Counts.Read, run.Counts.New, run.Counts.Quarantined));
        var published = Path.Combine(service.Published, service.Get<RunFolders>().ReadLatest()!);
        Assert.Equal(run.Counts.InScope + 1, File.ReadLines(Path.Combine(published, "scores.csv")).Count());
    }

    [Fact]
    public async Task RunAsync_NoExtract_StandsInTheLedgerAsFailed()
    {
        await using var service = new ServiceNight(Night);

        Assert.Equal(ExitCode.Failed, await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None));

        var run = Assert.Single(await Ledger(service).ReadAsync(10, CancellationToken.None));
        Assert.Equal((RunState.Failed, "crimes"), (run.State, run.Source));
        Assert.Contains("holds no CSV file", run.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_OutputFolderCannotBeWritten_NextNightPublishesBoth()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(30);
        File.WriteAllText(service.Published, "in the way");
        Assert.Equal(ExitCode.Failed, await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None));
        var first = (await Ledger(service).ReadAsync(1, CancellationToken.None)).Single();
        Assert.Equal((RunState.Succeeded, false), (first.State, first.Published));

        File.Delete(service.Published);
        service.Clock.Advance(TimeSpan.FromDays(1));
        service.DropSample(60);
        var second = (await service.Get<Night>().ExecuteAsync(null, CancellationToken.None)).Run!;

        Assert.True(Directory.Exists(Path.Combine(service.Published, first.RunId)));
        Assert.Equal(second.RunId, service.Get<RunFolders>().ReadLatest());
        Assert.Empty(await Ledger(service).ReadUnpublishedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_ExtractThatComesLate_IsTakenByALaterAttempt()
    {
        await using var service = new ServiceNight(Night, ("Service:Attempts", "2"));

        var night = service.Get<Night>().ExecuteAsync(null, CancellationToken.None);
        service.DropSample(20);
        service.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(20, (await night).Run!.Counts.New);
    }

    [Fact]
    public async Task ExecuteAsync_NightThatAnotherMachineHasDone_IsSkipped()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(20);
        var first = (await service.Get<Night>().ExecuteAsync(Night, CancellationToken.None)).Run!;
        service.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Null((await service.Get<Night>().ExecuteAsync(Night, CancellationToken.None)).Run);

        Assert.Equal(first.RunId, service.Get<RunFolders>().ReadLatest());
        Assert.Single(await Ledger(service).ReadAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_NextNight_IsRun()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(20);
        await service.Get<Night>().ExecuteAsync(Night, CancellationToken.None);
        service.Clock.Advance(TimeSpan.FromDays(1));
        service.DropSample(30);

        Assert.Equal(10, (await service.Get<Night>().ExecuteAsync(Night.AddDays(1), CancellationToken.None)).Run!.Counts.New);
    }

    [Fact]
    public async Task FindFault_NightWithoutARun_IsOverdueAfterItsGrace()
    {
        await using var service = new ServiceNight(Night.AddHours(-1));
        var health = service.Get<Health>();
        service.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Null(health.FindFault());

        service.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("The run of 2026-01-14T04:30:00+00:00 is overdue.", health.FindFault());
    }

    [Fact]
    public async Task ExecuteAsync_WhileSomeoneMeasures_GivesRowsAndTheSecondsOfEachStage()
    {
        await using var service = new ServiceNight(Night);
        service.DropSample(25);
        var (rows, stages) = (0L, new ConcurrentDictionary<string, double>(StringComparer.Ordinal));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Meter.Name == "CrimeScreeningWorker") it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "crimescreening.records") Interlocked.Add(ref rows, value);
        });
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => stages.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        listener.Start();

        await service.Get<Night>().ExecuteAsync(null, CancellationToken.None);

        // Other nights may run beside this one.
        Assert.InRange(Interlocked.Read(ref rows), 25, long.MaxValue);
        Assert.Superset(new HashSet<string>(["intake", "reading", "linkage", "scoring", "commit"], StringComparer.Ordinal), stages.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.All(stages.Values, seconds => Assert.InRange(seconds, double.Epsilon, 60));
    }

    private static RunLedger Ledger(ServiceNight service) => new(service.Database);
}
