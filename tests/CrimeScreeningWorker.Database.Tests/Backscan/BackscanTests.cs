using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>Back-scans over a view, by nodes in this process.</summary>
public sealed partial class BackscanTests : IDisposable
{
    private const int Seed = 5;
    private static readonly DateOnly First = new(2026, 3, 1), Last = new(2026, 3, 31);
    private readonly PostgreSqlProvider postgreSql = new();
    private readonly SqliteProvider sqlite = new();

    // Few sharers and few crimes a person, so that keys become common and crimes are displaced.
    private readonly LinkageOptions linkage = new() { MaxSharers = 4, MaxCrimesPerPerson = 5 };

    [Fact]
    public async Task WorkAsync_ThreeNodes_EqualsOneNodeAndTheNightlyRun()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(900, Seed));
        var nightly = postgreSql.NewDatabase();
        var summary = await NightAsync(nightly, warehouse.Source());
        var (one, three, file) = (postgreSql.NewDatabase(), postgreSql.NewDatabase(), sqlite.NewDatabase());

        var alone = await WorkAsync(one, warehouse);
        await WorkAsync(file, warehouse);
        using var nodes = new CountdownEvent(3);
        var together = await Task.WhenAll(Enumerable.Range(1, 3).Select(n => Task.Run(() => WorkAsync(three, warehouse, $"node-{n}", Together(nodes)))));

        var expected = await ContentAsync(nightly);
        Same(expected, await ContentAsync(one));
        Same(expected, await ContentAsync(three));
        Same(expected, await ContentAsync(file));
        Assert.Equal(summary.Counts, alone.Counts);
        Assert.All(together, status => Assert.Equal(summary.Counts, status.Counts));
        Assert.True(together[0].Nodes.Count > 1, "One node did all the work.");
        Assert.Single(await LedgerAsync(three));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WorkAsync_IntoAStoreWithHistory_EqualsTheNightlyRun(int seed)
    {
        var crimes = Some.Month(400, seed);
        // Every fourth is held before, half of them in an older version with other people.
        var before = crimes.Where((_, n) => n % 4 == 0).Select((crime, n) => n % 2 == 0 ? crime : crime with
        {
            UpdatedAt = crime.UpdatedAt.AddHours(-1),
            VictimId = crimes[n].VictimId,
            Narrative = crimes[n].Narrative,
        }).ToArray();
        var outside = crimes.Take(100).Select((crime, n) => crime with { Key = new CrimeKey(crime.Key.ForceCode, $"EARLIER/{n}"), RecordedAt = Some.Morning.AddDays(-60 + (n % 9)) });
        var warehouse = await NewWarehouseAsync(crimes);
        var (nightly, scanned) = (postgreSql.NewDatabase(), postgreSql.NewDatabase());
        foreach (var database in (ScreeningDatabase[])[nightly, scanned]) await NightAsync(database, new GivenSource([.. before, .. outside], name: "before"));

        var summary = await NightAsync(nightly, warehouse.Source());
        var status = await Task.WhenAll(WorkAsync(scanned, warehouse, "node-1"), WorkAsync(scanned, warehouse, "node-2"));

        Same(await ContentAsync(nightly), await ContentAsync(scanned));
        Assert.Equal(summary.Counts with { Rescored = 0, Queued = 0 }, status[0].Counts with { Rescored = 0, Queued = 0 });
        Assert.InRange(status[0].Counts.Rescored, 1, summary.Counts.Rescored);
    }

    [Fact]
    public async Task WorkAsync_GivenAgain_SaysWhatIsDone()
    {
        var warehouse = await NewWarehouseAsync(Some.Month(50, Seed));
        var database = postgreSql.NewDatabase();
        var first = await WorkAsync(database, warehouse);

        var again = await WorkAsync(database, warehouse);

        Assert.Equal(first.RunId, again.RunId);
        Assert.Equal(RunState.Succeeded, again.State);
        Assert.Single(await LedgerAsync(database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WorkAsync_CrimeThatAStepThrowsOn_IsSetAsideAsIfItHadNeverCome(bool onReading)
    {
        var crimes = Some.Month(200, Seed);
        var poison = crimes.First(crime => new ScreeningScope(new ScopeOptions()).Contains(crime)).Key;
        var plain = PlainSteps.Create();
        var poisoned = onReading
            ? plain with { Read = crime => crime.Key == poison ? throw new FormatException() : plain.Read(crime) }
            : plain with { Score = (crime, reading, history, asOf) => crime.Key == poison ? throw new FormatException() : plain.Score(crime, reading, history, asOf) };
        var (without, with) = (postgreSql.NewDatabase(), postgreSql.NewDatabase());
        await WorkAsync(without, await NewWarehouseAsync(crimes.Where(crime => crime.Key != poison)));
        var warehouse = await NewWarehouseAsync(crimes);

        var status = await Task.WhenAll(WorkAsync(with, warehouse, "node-1", poisoned), WorkAsync(with, warehouse, "node-2", poisoned));

        Same(await ContentAsync(without), await ContentAsync(with));
        Assert.Equal((200, 199, 1), (status[0].Counts.Read, status[0].Counts.New, status[0].Counts.Quarantined));
    }

    public void Dispose()
    {
        postgreSql.Dispose();
        sqlite.Dispose();
    }

    /// <summary>Steps of one of several nodes, which begin to read together: none has done everything before the next one comes.</summary>
    private static ScreeningSteps Together(CountdownEvent nodes)
    {
        var (plain, begun) = (PlainSteps.Create(), 0);
        return plain with
        {
            Read = crime =>
            {
                if (Interlocked.Exchange(ref begun, 1) == 0)
                {
                    nodes.Signal();
                    nodes.Wait(TimeSpan.FromMinutes(1));
                }

                return plain.Read(crime);
            },
        };
    }

    private static async Task<Warehouse> NewWarehouseAsync(IEnumerable<Crime> crimes)
    {
        var warehouse = new Warehouse(PostgreSqlCluster.Shared);
        await warehouse.AddAsync(crimes);
        return warehouse;
    }

    private async Task<BackscanStatus> WorkAsync(
        ScreeningDatabase database, Warehouse warehouse, string node = "node-1", ScreeningSteps? steps = null, Func<BackscanRequest, BackscanRequest>? ask = null)
    {
        using var source = warehouse.Source();
        return await WorkAsync(database, source, node, steps, ask);
    }

    private Task<BackscanStatus> WorkAsync(
        ScreeningDatabase database, IRangedSource source, string node = "node-1", ScreeningSteps? steps = null, Func<BackscanRequest, BackscanRequest>? ask = null)
    {
        var request = new BackscanRequest(First, Last, "settings-1", node) { RangeRows = 40, Pause = TimeSpan.FromMilliseconds(20) };
        return new BackscanNode(database, steps ?? PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), linkage, TimeProvider.System)
            .WorkAsync(source, ask?.Invoke(request) ?? request, progress: null, CancellationToken.None);
    }

    private Task<RunSummary> NightAsync(ScreeningDatabase database, ISourceReader source) =>
        new NightlyRun(database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), linkage, TimeProvider.System)
            .ExecuteAsync(source, new RunRequest(), progress: null, CancellationToken.None);

    private static Task<IReadOnlyList<RunRecord>> LedgerAsync(ScreeningDatabase database) => new RunLedger(database).ReadAsync(100, CancellationToken.None);

    /// <summary>Fails with the lines that only one of the two has.</summary>
    internal static void Same(string expected, string actual)
    {
        var (a, b) = (expected.ToUpperInvariant().Split('\n'), actual.ToUpperInvariant().Split('\n'));
        var only = a.Except(b, StringComparer.Ordinal).Select(line => $"- {line}").Concat(b.Except(a, StringComparer.Ordinal).Select(line => $"+ {line}"));
        Assert.True(a.SequenceEqual(b), $"{a.Length} and {b.Length} lines.\n{string.Join('\n', only.Select(line => line[..Math.Min(line.Length, 200)]).Take(40))}");
    }

    /// <summary>A back-scan moves no watermark: nights go on from where they were.</summary>
    internal static async Task<string> ContentAsync(ScreeningDatabase database) =>
        string.Join('\n', (await StoreProvider.ContentAsync(database)).Split('\n').Where(line => !line.StartsWith("watermark|", StringComparison.Ordinal)));
}
