using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>In company: with nights, with other machines that do not fit, with rows that meet.</summary>
public sealed partial class BackscanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WorkAsync_NightsInBetween_EndsAsIfAllHadComeInOneRun(int seed)
    {
        var crimes = Some.Month(500, seed);
        // What the nights bring: crimes of the same people, and newer versions of crimes of the back-scan with other people and words.
        var night = crimes.Where((_, n) => n % 5 == 0).Select((crime, n) => n % 2 == 0
            ? crime with { Key = new CrimeKey(crime.Key.ForceCode, $"NIGHT/{n}") }
            : crime with { UpdatedAt = crime.UpdatedAt.AddDays(1), SuspectId = crimes[n].SuspectId, Narrative = crimes[n].Narrative }).ToArray();
        var warehouse = await NewWarehouseAsync(crimes);
        var (undisturbed, database) = (postgreSql.NewDatabase(), postgreSql.NewDatabase());
        await NightAsync(undisturbed, warehouse.Source());
        await NightAsync(undisturbed, new GivenSource(night, name: "nights"));
        var (steps, nights, calls) = (PlainSteps.Create(), new List<Task<RunSummary>>(), 0);
        var disturbed = steps with { Link = (crime, others) => OnCall(150 * seed, () => steps.Link(crime, others)), Read = crime => OnCall(200, () => steps.Read(crime)) };

        await Task.WhenAll(WorkAsync(database, warehouse, "node-1", disturbed), WorkAsync(database, warehouse, "node-2", disturbed));
        var between = nights.Count;
        await Task.WhenAll(nights);
        // On a slow machine not every stretch finds the night before it done: what is left of them comes afterwards.
        while (nights.Count < 3)
        {
            Begin();
            await nights[^1];
        }

        Assert.InRange(between, 1, 3);
        Same(await ContentAsync(undisturbed), await ContentAsync(database));
        Assert.All(await LedgerAsync(database), run => Assert.Equal(RunState.Succeeded, run.State));

        // A night begins while ranges are in work: at the first call of a stretch.
        T OnCall<T>(int each, Func<T> step)
        {
            if (Interlocked.Increment(ref calls) % each == 0)
            {
                lock (nights)
                {
                    if (nights.Count < 3 && nights.All(one => one.IsCompleted)) Begin();
                }
            }

            return step();
        }

        void Begin()
        {
            var part = night.Where((_, n) => n % 3 == nights.Count).ToArray();
            nights.Add(Task.Run(() => NightAsync(database, new GivenSource(part, name: "nights"))));
        }
    }

    [Fact]
    public async Task WorkAsync_CrimesThatSeveralRangesHold_NewestVersionWinsWhoeverReadsIt()
    {
        var crimes = Some.Month(300, Seed);
        // The same crimes again, recorded in another week by what the view says, some newer and some older.
        var again = crimes.Select((crime, n) => crime with { RecordedAt = crime.RecordedAt.AddDays(-9), UpdatedAt = crime.UpdatedAt.AddDays(n % 2 == 0 ? 1 : -1) });
        var warehouse = await NewWarehouseAsync([.. crimes, .. again]);
        var (nightly, scanned) = (postgreSql.NewDatabase(), postgreSql.NewDatabase());
        var summary = await NightAsync(nightly, warehouse.Source());

        var status = await Task.WhenAll(Enumerable.Range(1, 3).Select(n => WorkAsync(scanned, warehouse, $"node-{n}")));

        Same(await ContentAsync(nightly), await ContentAsync(scanned));
        Assert.Equal(summary.Counts with { Late = 0 }, status[0].Counts with { Late = 0 });
    }

    [Fact]
    public async Task WorkAsync_RowsThatCannotBeRead_AreSetAsideOnce()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(100, Seed));
        PostgreSqlCluster.Shared.Execute(warehouse.Database, """
            update extract set offence_title = null where crime_reference like '%5/26';
            update extract set crime_reference = null where crime_reference like '%7/26';
            """);
        var database = postgreSql.NewDatabase();

        var status = await WorkAsync(database, warehouse);

        Assert.Equal((100, 20, 80), ((int)status.Counts.Read, (int)status.Counts.Quarantined, (int)status.Counts.New));
        var run = Assert.Single(await LedgerAsync(database));
        Assert.Equal(20, (await new Screening.Triage.ScreenedCrimeReader(database).ReadQuarantineAsync(run.RunId, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task WorkAsync_DaysOfTheBackscan_AreThoseOfLondonBothIncluded()
    {
        // Summer time began on 29 March 2026 at one: the day is 23 hours long, and the next begins at 23:00 UTC.
        var warehouse = await NewWarehouseAsync([
            Some.Crime("BEFORE", recordedAt: new DateTimeOffset(2026, 3, 28, 23, 59, 59, TimeSpan.Zero)),
            Some.Crime("FIRST", recordedAt: new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero)),
            Some.Crime("LAST", recordedAt: new DateTimeOffset(2026, 3, 29, 22, 59, 59, TimeSpan.Zero)),
            Some.Crime("AFTER", recordedAt: new DateTimeOffset(2026, 3, 29, 23, 0, 0, TimeSpan.Zero)),
        ]);
        var database = postgreSql.NewDatabase();

        await WorkAsync(database, warehouse, ask: request => request with { FromDay = new DateOnly(2026, 3, 29), ToDay = new DateOnly(2026, 3, 29) });

        var crimes = (await ContentAsync(database)).Split('\n').Where(line => line.StartsWith("crime|", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, crimes.Count);
        Assert.All(crimes, line => Assert.True(line.Contains("|FIRST|", StringComparison.Ordinal) || line.Contains("|LAST|", StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task WorkAsync_MachineThatDoesNotFit_IsTurnedAwayAndSaysWhy()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(60, Seed));
        var database = postgreSql.NewDatabase();
        var steps = PlainSteps.Create();
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => WorkAsync(
            database, warehouse, steps: steps with { Score = (_, _, _, _) => throw new UnauthorizedAccessException() }));

        await RefusesAsync("another rule book and configuration", PlainSteps.Create("rules-2"), request => request with { Configuration = "settings-2" });
        await RefusesAsync("Another back-scan is unfinished, of warehouse from 2026-03-01 to 2026-03-31", steps, request => request with { ToDay = new DateOnly(2026, 4, 1) });
        Assert.Equal((RunState.Running, "read"), ((await LedgerAsync(database)).Select(run => (run.State, run.Phase)).Single()));

        async Task RefusesAsync(string why, ScreeningSteps other, Func<BackscanRequest, BackscanRequest> ask)
        {
            var refused = await Assert.ThrowsAsync<BackscanException>(() => WorkAsync(database, warehouse, "node-2", other, ask));
            Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WorkAsync_ReplacesOneThatIsUnfinished_EndsAsIfThatHadNeverBeen()
    {
        var crimes = Some.Month(300, Seed);
        var warehouse = await NewWarehouseAsync(crimes);
        var (undisturbed, database) = (postgreSql.NewDatabase(), postgreSql.NewDatabase());
        var (next, broken, reads) = (PlainSteps.Create("rules-2", logitPerWord: 0.02), PlainSteps.Create(), 0);
        await WorkAsync(undisturbed, warehouse, steps: next);
        await Assert.ThrowsAnyAsync<Exception>(() => WorkAsync(
            database, warehouse, steps: broken with { Read = crime => Interlocked.Increment(ref reads) > 150 ? throw new UnauthorizedAccessException() : broken.Read(crime) }));

        await WorkAsync(database, warehouse, "node-2", next, request => request with { Replace = true });

        Same(await ContentAsync(undisturbed), await ContentAsync(database));
        Assert.Equal([RunState.Succeeded, RunState.Cancelled], (await LedgerAsync(database)).Select(run => run.State));
    }

    [Fact]
    public async Task ExecuteAsync_MachineThatHoldsARangeForTooLong_LosesItToTheNight()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(60, Seed));
        var database = postgreSql.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        await using var stuck = await database.OpenAsync(CancellationToken.None);
        await stuck.BeginAsync(CancellationToken.None);
        Assert.True(await PostgreSqlStore.TryBeginRangeAsync(stuck));

        var summary = await NightAsync(new ScreeningDatabase(database.Location) { RangePatience = TimeSpan.FromSeconds(1) }, warehouse.Source());

        Assert.Equal(60, summary.Counts.New);
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => PostgreSqlStore.TryBeginRangeAsync(stuck));
    }

    [Fact]
    public async Task WorkAsync_FileOnTwoMachines_EqualsTheNightlyRun()
    {
        var crimes = Some.Month(400, Seed);
        var (nightly, scanned, file) = (postgreSql.NewDatabase(), postgreSql.NewDatabase(), sqlite.NewDatabase());
        var summary = await NightAsync(nightly, Extract());

        var status = await Task.WhenAll(FromFileAsync(scanned, "node-1"), FromFileAsync(scanned, "node-2"));
        await FromFileAsync(file, "node-1");

        Same(await ContentAsync(nightly), await ContentAsync(scanned));
        Same(await ContentAsync(nightly), await ContentAsync(file));
        Assert.Equal(summary.Counts, status[0].Counts);
        var refused = await Assert.ThrowsAsync<BackscanException>(OtherFileAsync);
        Assert.Contains("another content of the file", refused.Message, StringComparison.Ordinal);

        GivenSource Extract() => new(crimes, batchSize: 70) { Rejected = [Some.Rejected("extract.csv", 1)] };

        async Task<BackscanStatus> FromFileAsync(ScreeningDatabase database, string node)
        {
            using var source = new RowRanges(Extract());
            return await WorkAsync(database, source, node);
        }

        async Task OtherFileAsync()
        {
            var database = postgreSql.NewDatabase();
            using var one = new RowRanges(Extract());
            using var other = new RowRanges(new GivenSource(crimes.Skip(1)));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => WorkAsync(database, one, steps: PlainSteps.Create() with { Read = _ => throw new UnauthorizedAccessException() }));
            await WorkAsync(database, other);
        }
    }

    [Fact]
    public async Task WorkAsync_SecondProcessOnAFileStore_IsTurnedAway()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(60, Seed));
        var database = sqlite.NewDatabase();
        using var first = await BackscanLock.TakeAsync(database.Location, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<StoreException>(() => WorkAsync(database, warehouse));

        Assert.Contains("another process takes part in its back-scan", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_WhileABackscanHasAFileStore_WaitsForItsTurn()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(200, Seed));
        var (undisturbed, database) = (sqlite.NewDatabase(), sqlite.NewDatabase());
        Crime[] night = [Some.Crime("NIGHT/1"), Some.Crime("NIGHT/2", victim: "P3", suspect: "P4")];
        await NightAsync(undisturbed, warehouse.Source());
        await NightAsync(undisturbed, new GivenSource(night));
        await database.PrepareAsync(CancellationToken.None);
        var (steps, began) = (PlainSteps.Create(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        var work = WorkAsync(database, warehouse, steps: steps with
        {
            Read = crime =>
            {
                began.TrySetResult();
                return steps.Read(crime);
            },
        });
        await began.Task;
        var summary = await NightAsync(database, new GivenSource(night));
        await work;

        Assert.Equal(2, summary.Counts.New);
        Same(await ContentAsync(undisturbed), await ContentAsync(database));
    }
}
