using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;
using Dapper;

namespace CrimeScreeningWorker.Database.Tests.Scoring;

public abstract class ScoreStoreTests(StoreProvider provider) : IAsyncLifetime
{
    private static readonly Score Full = new()
    {
        Crime = new CrimeKey("GLO", "A|;B"),
        Probability = 0.1 + 0.2,
        TextScore = 1.0 / 3,
        Priority = Priority.P1,
        SuggestedClass = "8Q",
        SuggestedSection = "4A",
        Online = true,
        OrderBreach = true,
        HighRisk = true,
        Abstained = true,
        Contributions = [new Contribution("LOITER", "Waiting \"near\" the victim", -0.1), new Contribution("TEXT", "Words", Math.PI)],
        Indicators = ["LOITER", "THREAT"],
        LinkedCrimes = [new CrimeKey("CAM", "X;Y"), new CrimeKey("GLO", "Z")],
        Reason = "Waited outside, twice — £40 taken.",
        Evidence = [new Evidence("LOITER", "Waiting", new TextSpan(5, 12))],
        Ask = ["Since when?", "Any order?"],
        Flags = [new FlagFinding("CYBER", FlagState.Missing, "Online, and not flagged.", [new TextSpan(3, 4)])],
        Section = new SectionEvidence(
            new Limb(LimbState.PartlyShown, [new LimbQuote(new CrimeKey("GLO", "Z"), "Fears violence", new TextSpan(1, 2))]),
            new Limb(LimbState.Denied, []), new Limb(LimbState.NotStated, []), LimbState.Denied),
        DueBy = new DateTimeOffset(2026, 6, 1, 18, 0, 0, TimeSpan.FromHours(1)),
    };

    private StoreSession session = null!;

    [Fact]
    public async Task ReadAsync_OfAFullScore_GivesEveryPartBack()
    {
        var suggestion = new Suggestion(
            Full.Crime, SuggestionAction.AddIncluded, "8L", "8Q", "4A", "R5", "R5: a course of conduct", "strong",
            Full.LinkedCrimes, [new TextSpan(5, 12), new TextSpan(40, 2)]);

        var (score, read) = await RoundTripAsync(Full, suggestion);

        Assert.Equivalent(Full, score, strict: true);
        Assert.True(score.DueBy!.Value.EqualsExact(Full.DueBy!.Value));
        Assert.Equivalent(suggestion, read, strict: true);
    }

    [Fact]
    public async Task ReadAsync_OfAScoreWithoutDue_HasNoneAndNoSuggestion()
    {
        var bare = Full with { Priority = Priority.None, DueBy = null, Contributions = [], Indicators = [], LinkedCrimes = [], Evidence = [], Ask = [] };

        var (score, suggestion) = await RoundTripAsync(bare, suggestion: null);

        Assert.Equivalent(bare, score, strict: true);
        Assert.Null(suggestion);
    }

    [Fact]
    public async Task ReadAsync_OfAScoreThatAnEarlierProgramKept_HasNoFlagsAndNoSection()
    {
        var store = new ScoreStore(session);
        var (id, _) = await SaveAsync(store, Full, suggestion: null);
        await session.Connection.ExecuteAsync(
            "update score set detail = @detail", new { detail = """{"parts":[],"indicators":["LOITER"],"linked":[],"evidence":[],"ask":["Since when?"]}""" }, session.Transaction);

        var (score, _) = (await store.ReadAsync(new Dictionary<long, CrimeKey> { [id] = Full.Crime }, CancellationToken.None))[id];

        Assert.Equal("LOITER", Assert.Single(score.Indicators));
        Assert.Empty(score.Flags);
        Assert.Null(score.Section);
    }

    public async Task InitializeAsync()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        session = await database.OpenAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await session.DisposeAsync();
        provider.Dispose();
    }

    private async Task<(Score Score, Suggestion? Suggestion)> RoundTripAsync(Score score, Suggestion? suggestion)
    {
        var store = new ScoreStore(session);
        var (id, _) = await SaveAsync(store, score, suggestion);
        return (await store.ReadAsync(new Dictionary<long, CrimeKey> { [id] = score.Crime }, CancellationToken.None))[id];
    }

    private async Task<(long Id, long Version)> SaveAsync(ScoreStore store, Score score, Suggestion? suggestion)
    {
        var run = await new RunStore(session).StartAsync("extract.csv", Some.Morning, Some.Morning, "rules-1", "model-1", CancellationToken.None);
        var version = await store.VersionAsync("rules-1", "model-1", CancellationToken.None);
        var id = Assert.Single(await new CrimeStore(session).SaveAsync([(Some.Record(Some.Crime(score.Crime.CrimeReference)), true)], run.Id));
        await store.SaveAsync(new[] { ScoreRow.Of(id, run.Id, version, (score, suggestion)) }.ToAsyncEnumerable());
        return (id, version);
    }
}

public sealed class ScoreStoreOnSqliteTests() : ScoreStoreTests(new SqliteProvider());

public sealed class ScoreStoreOnPostgreSqlTests() : ScoreStoreTests(new PostgreSqlProvider());
