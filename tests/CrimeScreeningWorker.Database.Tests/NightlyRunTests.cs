using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Database.Tests;

/// <summary>The path over a store; run once for each database the store may lie in.</summary>
public abstract partial class NightlyRunTests(StoreProvider provider) : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 15, 2, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task ExecuteAsync_NewCrimes_CountsAndScoresThoseInScope()
    {
        var database = provider.NewDatabase();
        Crime[] crimes = [Some.Crime("A"), Some.Crime("B", homeOfficeClass: "105A"), Some.Crime("C", victim: "P9", suspect: null)];

        var summary = await ScreenAsync(database, new GivenSource(crimes) { Rejected = [Some.Rejected("extract.csv", 9)] });

        Assert.Equal(new RunCounts(Read: 4, New: 3, 0, 0, Quarantined: 1, InScope: 2, HistoryOnly: 1, 0, Queued: 1, 0), summary.Counts);
        Assert.Equal("A C", References((await ReadAsync(database, summary.RunId)).Select(c => c.Crime.Key)));
        Assert.Equal("20260315T020000Z", summary.RunId);
        Assert.Equal(database.Location.ToString(), summary.Store);
    }

    [Fact]
    public async Task ExecuteAsync_SamePair_GivesEachTheOtherAsHistory()
    {
        var database = provider.NewDatabase();

        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B", homeOfficeClass: "105A", recordedAt: Some.Morning.AddDays(1))]));

        var screened = Assert.Single(await ReadAsync(database, null));
        var linked = Assert.Single(screened.History.Crimes);
        Assert.Equal(new CrimeKey("GLO", "B"), linked.Key);
        Assert.Equal(LinkBasis.SamePair, linked.Strongest.Basis);
        Assert.Equal("105A", linked.HomeOfficeClass);
        Assert.Equal(Some.Morning.AddDays(1), linked.RecordedAt);
        Assert.Equal(5, linked.Reading.Words);
    }

    [Fact]
    public async Task ExecuteAsync_SameExtractAgain_ChangesNothing()
    {
        var database = provider.NewDatabase();
        var crimes = Some.Month(200, seed: 1);
        var first = await ScreenAsync(database, new GivenSource(crimes, batchSize: 50));
        var content = await StoreProvider.ContentAsync(database);

        clock.Advance(TimeSpan.FromDays(1));
        var second = await ScreenAsync(database, new GivenSource(crimes, batchSize: 50));

        Assert.Equal(RunCounts.Zero with { Read = 200, Unchanged = 200 }, second.Counts);
        Assert.Empty(await ReadAsync(database, second.RunId));
        Assert.Equal(first.Counts.InScope, (await ReadAsync(database, first.RunId)).Count);
        Assert.Equal(content, await StoreProvider.ContentAsync(database));
    }

    [Fact]
    public async Task ExecuteAsync_LaterVersion_IsScreenedAgainAndMarkedAsChanged()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B", victim: "P5", suspect: "P6")]));

        var changed = Some.Crime("A", narrative: "NOW MUCH LONGER THAN IT WAS", updatedAt: Some.Morning.AddHours(1));
        var summary = await ScreenAsync(database, new GivenSource([changed]));

        Assert.Equal(RunCounts.Zero with { Read = 1, Changed = 1, InScope = 1, Queued = summary.Counts.Queued }, summary.Counts);
        var screened = Assert.Single(await ReadAsync(database, summary.RunId));
        Assert.True(screened.Changed);
        Assert.Equal(changed.Narrative, screened.Crime.Narrative);
        Assert.Equal(changed.Narrative.Split(' ').Length, screened.Reading.Words);
        Assert.False((await ReadAsync(database, null)).Single(c => c.Crime.Key.CrimeReference == "B").Changed);
    }

    [Fact]
    public async Task ExecuteAsync_OlderVersion_IsIgnoredAndCountedAsLate()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A", updatedAt: Some.Morning.AddHours(2))]));
        var content = await StoreProvider.ContentAsync(database);

        var summary = await ScreenAsync(database, new GivenSource([Some.Crime("A", narrative: "OLD", updatedAt: Some.Morning)]));

        Assert.Equal(RunCounts.Zero with { Read = 1, Unchanged = 1, Late = 1 }, summary.Counts);
        Assert.Equal(content, await StoreProvider.ContentAsync(database));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ExecuteAsync_VersionsOfOneCrimeInAnyOrder_NewestWinsAndCountsAreTheSame(int batchSize)
    {
        var versions = Enumerable.Range(0, 3).Select(n => Some.Crime("A", narrative: $"VERSION {n}", updatedAt: Some.Morning.AddHours(n))).ToArray();
        int[][] orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]];
        foreach (var order in orders)
        {
            var database = provider.NewDatabase();

            var summary = await ScreenAsync(database, new GivenSource(order.Select(n => versions[n]), batchSize));

            Assert.Equal(new RunCounts(3, New: 1, 0, Unchanged: 2, 0, InScope: 1, 0, 0, Queued: summary.Counts.Queued, Late: 2), summary.Counts);
            var screened = Assert.Single(await ReadAsync(database, summary.RunId));
            Assert.Equal("VERSION 2", screened.Crime.Narrative);
            Assert.False(screened.Changed);
        }
    }

    [Fact]
    public async Task ExecuteAsync_NewCrimeOfKnownPeople_ScoresEarlierOnesAgain()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B", victim: "P5", suspect: "P6"), Some.Crime("H", homeOfficeClass: "105A")]));

        clock.Advance(TimeSpan.FromDays(1));
        var summary = await ScreenAsync(database, new GivenSource([Some.Crime("C", recordedAt: Some.Morning.AddDays(1))]));

        Assert.Equal(1, summary.Counts.Rescored);
        Assert.Equal(1, summary.Counts.New);
        var screened = await ReadAsync(database, summary.RunId);
        Assert.Equal("A C", References(screened.Select(c => c.Crime.Key)));
        Assert.Equal("H C", References(screened[0].History.Crimes.Select(c => c.Key)));
        Assert.Equal("H C", References(screened[0].Score.LinkedCrimes));
        Assert.False(screened[0].Changed);
    }

    [Fact]
    public async Task ExecuteAsync_ChangeThatPartsTwoCrimes_ScoresTheOtherAgainWithoutIt()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B")]));

        var summary = await ScreenAsync(database, new GivenSource([Some.Crime("B", victim: "P8", suspect: "P9", updatedAt: Some.Morning.AddDays(1))]));

        Assert.Equal(1, summary.Counts.Rescored);
        Assert.All(await ReadAsync(database, summary.RunId), c => Assert.Empty(c.History.Crimes));
    }

    [Fact]
    public async Task ExecuteAsync_ChangeThatLeavesTheScope_TakesTheScoreAway()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B")]));

        var summary = await ScreenAsync(database, new GivenSource([Some.Crime("B", homeOfficeClass: "105A", updatedAt: Some.Morning.AddDays(1))]));

        Assert.Equal(1, summary.Counts.HistoryOnly);
        Assert.Equal("A", References((await ReadAsync(database, null)).Select(c => c.Crime.Key)));
    }

    [Fact]
    public async Task ExecuteAsync_NewRuleBook_ReadsHistoryAgainBeforeScoringWithIt()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("H", homeOfficeClass: "105A")]));
        Crime[] later = [Some.Crime("C", recordedAt: Some.Morning.AddDays(1))];

        await Run(database, PlainSteps.Create("rules-2", logitPerWord: 0.02)).ExecuteAsync(new GivenSource(later), new RunRequest(), null, CancellationToken.None);

        var screened = await ReadAsync(database, null);
        Assert.All(screened, c => Assert.All(c.History.Crimes.Select(h => h.Reading).Append(c.Reading), r => Assert.Equal((27 * 0.02) - 1, r.TextLogit, 12)));
        Assert.Equal(2, screened.Count);
    }

    [Fact]
    public async Task ExecuteAsync_ReadingOfAnEarlierProgram_IsReadAgainBeforeScoringWithIt()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A")]));
        await using (var session = await database.OpenAsync(CancellationToken.None))
        {
            // As version 1 kept it: no facts, and another text model's answer, which must not be mixed in.
            var old = CrimeReadingCodec.ToBytes(new CrimeReading(99, [], [], 1))[..^1];
            old[0] = 1;
            await session.Connection.ExecuteAsync("update crime_reading set reading = @old", new { old });
        }

        await ScreenAsync(database, new GivenSource([Some.Crime("C", recordedAt: Some.Morning.AddDays(1))]));

        var screened = await ReadAsync(database, null);
        Assert.Equal(2, screened.Count);
        Assert.All(screened, c => Assert.All(c.History.Crimes.Select(h => h.Reading).Append(c.Reading), r => Assert.InRange(r.TextLogit, -1, 1)));
    }

    [Fact]
    public async Task ExecuteAsync_UnreadableRows_AreKeptWithTheirRun()
    {
        var database = provider.NewDatabase();
        var first = await ScreenAsync(database, new GivenSource([Some.Crime("A")]) { Rejected = [Some.Rejected("extract.csv", 9)] });
        var second = await ScreenAsync(database, new GivenSource([Some.Crime("A")]) { Rejected = [Some.Rejected("extract.csv", 12), Some.Rejected("extract.csv", 11)] });
        var reader = new ScreenedCrimeReader(database);

        Assert.Equal([9], (await reader.ReadQuarantineAsync(first.RunId, CancellationToken.None)).Select(r => r.Line));
        Assert.Equal([11, 12], (await reader.ReadQuarantineAsync(second.RunId, CancellationToken.None)).Select(r => r.Line));
        Assert.Equal([Some.Rejected("extract.csv", 11), Some.Rejected("extract.csv", 12)], await reader.ReadQuarantineAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task ExecuteAsync_LongestKeysAndNominals_AreKeptAndLinked()
    {
        var random = new Random(7);
        // Three bytes each, and nothing that a database could press together.
        string Id(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(0x4E00, 0x9FA0)));
        var (force, victim, suspect) = (
            Id(CrimeRowValidator.MaxKeyLength), Id(CrimeRowValidator.MaxNominalLength), Id(CrimeRowValidator.MaxNominalLength));
        var database = provider.NewDatabase();

        await ScreenAsync(database, new GivenSource(
            [.. Enumerable.Range(0, 2).Select(_ => Some.Crime(Id(CrimeRowValidator.MaxKeyLength), victim, suspect, force: force))]));

        Assert.All(await ReadAsync(database, null), crime => Assert.Equal(LinkBasis.SamePair, Assert.Single(crime.History.Crimes).Strongest.Basis));
    }

    public void Dispose()
    {
        provider.Dispose();
        GC.SuppressFinalize(this);
    }

    private NightlyRun Run(ScreeningDatabase database, ScreeningSteps? steps = null, LinkageOptions? linkage = null, CollectedLog? log = null) =>
        new(database, steps ?? PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), linkage ?? new LinkageOptions(), clock, log: log);

    private Task<RunSummary> ScreenAsync(ScreeningDatabase database, ISourceReader source) =>
        Run(database).ExecuteAsync(source, new RunRequest(), progress: null, CancellationToken.None);

    private static string References(IEnumerable<CrimeKey> keys) => string.Join(' ', keys.Select(key => key.CrimeReference));

    private static async Task<List<ScreenedCrime>> ReadAsync(ScreeningDatabase database, string? runId)
    {
        await using var crimes = await new ScreenedCrimeReader(database).OpenAsync(runId, CancellationToken.None);
        var rows = await crimes.ReadAsync(CancellationToken.None).ToListAsync();
        var whole = (await crimes.ReadWholeAsync([.. rows.Select(row => row.Crime.Key)], CancellationToken.None)).ToDictionary(crime => crime.Crime.Key);
        return [.. rows.Select(row => whole[row.Crime.Key])];
    }
}

public sealed class NightlyRunOnSqliteTests() : NightlyRunTests(new SqliteProvider());

public sealed class NightlyRunOnPostgreSqlTests() : NightlyRunTests(new PostgreSqlProvider());
