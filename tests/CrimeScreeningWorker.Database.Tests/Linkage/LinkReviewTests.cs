using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Database.Tests.Linkage;

/// <summary>What a reviewer says of links, over the whole path; run once for each database the store may lie in.</summary>
public abstract class LinkReviewTests(StoreProvider provider) : IDisposable
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 15, 2, 0, 0, TimeSpan.Zero));
    private readonly ScreeningDatabase database = provider.NewDatabase();

    [Fact]
    public async Task JudgeAsync_Rejected_NextRunTakesTheLinkAwayAndScoresBothAgain()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"), Some.Crime("C", victim: "P7", suspect: "P8"));
        var before = await StoreProvider.ContentAsync(database);
        var scores = await ScoresAsync();

        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        Assert.Equal(before, await StoreProvider.ContentAsync(database));
        Assert.True((await ReviewAsync("A")).Single().IsDue);
        var summary = await ScreenAsync();

        Assert.Empty(await LinksAsync());
        Assert.Equal(2, summary.Counts.Rescored);
        Assert.Equal(0, summary.Counts.Read);
        var after = await ScoresAsync();
        Assert.True(after["A"] < scores["A"] && after["B"] < scores["B"], $"{scores["A"]} and {scores["B"]} became {after["A"]} and {after["B"]}.");
        Assert.Equal(scores["C"], after["C"]);
        Assert.False((await ReviewAsync("A")).Single().IsDue);
    }

    [Fact]
    public async Task JudgeAsync_Rejected_IsKeptWhenRecordsChangeAndOnEveryBasis()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"));
        await JudgeAsync("B", "A", LinkVerdict.Rejected);

        await ScreenAsync(Some.Crime("A", narrative: "RANG FROM tel:+447700900001", updatedAt: Some.Morning.AddHours(1)));
        await ScreenAsync(Some.Crime("B", narrative: "RANG FROM tel:+447700900001", updatedAt: Some.Morning.AddHours(1)));
        await ScreenAsync(Some.Crime("C", victim: "P9", suspect: null, narrative: "RANG FROM tel:+447700900001"));

        Assert.Equal(["A-C Phone", "B-C Phone", "C-A Phone", "C-B Phone"], await LinksAsync());
    }

    [Fact]
    public async Task JudgeAsync_Confirmed_LinksBothWhereNothingElseDoes()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B", victim: "P7", suspect: "P8", homeOfficeClass: "105A"));
        var scores = await ScoresAsync();

        await JudgeAsync("A", "B", LinkVerdict.Confirmed);
        await ScreenAsync();

        Assert.Equal(["A-B Reviewer", "B-A Reviewer"], await LinksAsync());
        var link = Assert.Single(Assert.Single(await ReviewAsync("A")).Links);
        Assert.Equal((1.0, "confirmed by a reviewer"), (link.Strength, link.By));
        Assert.True(link.IsCourseOfConduct);
        Assert.True((await ScoresAsync())["A"] > scores["A"]);
        await ScreenAsync(Some.Crime("B", victim: null, suspect: null, updatedAt: Some.Morning.AddHours(1)));
        Assert.Equal(["A-B Reviewer", "B-A Reviewer"], await LinksAsync());
    }

    [Fact]
    public async Task JudgeAsync_Withdrawn_LeavesTheStoreAsIfNobodyHadJudged()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"), Some.Crime("C", victim: "P7", suspect: "P8"));
        var before = await StoreProvider.ContentAsync(database);
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        await JudgeAsync("A", "C", LinkVerdict.Confirmed);
        await ScreenAsync();
        Assert.NotEqual(before, await StoreProvider.ContentAsync(database));

        await JudgeAsync("B", "A", LinkVerdict.Withdrawn);
        await JudgeAsync("C", "A", LinkVerdict.Withdrawn);
        await ScreenAsync();

        Assert.Equal(before, await StoreProvider.ContentAsync(database));
        await Assert.ThrowsAsync<StoreException>(() => JudgeAsync("A", "B", LinkVerdict.Withdrawn));
    }

    [Fact]
    public async Task JudgeAsync_SameAgain_ChangesNothingMore()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"), Some.Crime("C", victim: "P7", suspect: "P8"));
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        await JudgeAsync("A", "C", LinkVerdict.Confirmed);
        await ScreenAsync();
        var content = await StoreProvider.ContentAsync(database);

        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        await JudgeAsync("C", "A", LinkVerdict.Confirmed);
        await ScreenAsync();
        var last = await ScreenAsync();

        Assert.Equal(content, await StoreProvider.ContentAsync(database));
        Assert.Equal(0, last.Counts.Rescored);
    }

    [Fact]
    public async Task ExecuteAsync_RunThatAppliedAJudgementFails_TheNextOnePutsBothCrimesOut()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"), Some.Crime("C"));
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        var broken = new GivenSource([Some.Crime("D")]) { BeforeBatch = _ => throw new SourceException("The file has gone.") };
        await Assert.ThrowsAsync<SourceException>(() => Run(database, new LinkageOptions()).ExecuteAsync(broken, new RunRequest(), null, CancellationToken.None));

        var summary = await ScreenAsync();

        Assert.Equal(2, summary.Counts.Rescored);
        Assert.Equal(["A-C SamePair", "B-C SamePair", "C-A SamePair", "C-B SamePair"], await LinksAsync());
    }

    [Fact]
    public async Task ExecuteAsync_StepThatFailsOnAJudgedCrime_IsLeftBehindAndTheRunGoesOn()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"));
        var scores = await ScoresAsync();
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        var plain = PlainSteps.Create();
        var poisoned = plain with
        {
            Score = (crime, reading, history, asOf) => crime.Key.CrimeReference == "A" ? throw new FormatException() : plain.Score(crime, reading, history, asOf),
        };

        await Run(database, new LinkageOptions(), poisoned).ExecuteAsync(new GivenSource([]), new RunRequest(), null, CancellationToken.None);

        Assert.Empty(await LinksAsync());
        var after = await ScoresAsync();
        Assert.Equal(scores["A"], after["A"]);
        Assert.True(after["B"] < scores["B"]);
    }

    [Fact]
    public async Task JudgeAsync_SeveralOfOnePair_TheNewestCounts()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"));
        await JudgeAsync("A", "B", LinkVerdict.Confirmed);
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        await ScreenAsync();
        Assert.Empty(await LinksAsync());

        await JudgeAsync("A", "B", LinkVerdict.Confirmed);
        await ScreenAsync();

        Assert.Equal(["A-B Reviewer", "A-B SamePair", "B-A Reviewer", "B-A SamePair"], await LinksAsync());
    }

    [Fact]
    public async Task JudgeAsync_Rejected_StillCountsAmongThoseThatShareANumber()
    {
        Crime Named(string reference) => Some.Crime(reference, victim: null, suspect: null, narrative: "RANG FROM tel:+447700900001");
        await ScreenAsync(Named("A"), Named("B"));
        await JudgeAsync("A", "B", LinkVerdict.Rejected);

        await ScreenAsync(new LinkageOptions { MaxSharers = 2 }, Named("C"));

        Assert.Empty(await LinksAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ExecuteAsync_JudgedBetweenChangesInSmallBatches_EndsAsIfJudgedAtTheEnd(int seed)
    {
        var crimes = Some.Month(150, seed);
        var linkage = new LinkageOptions { MaxSharers = 4, MaxCrimesPerPerson = 5 };
        var older = crimes.Select((crime, n) => n % 3 == 0 ? crime with { UpdatedAt = crime.UpdatedAt.AddHours(-1), VictimId = crimes[(n + 7) % 150].VictimId } : crime);
        await RunAsync(database, linkage, [.. older], batchSize: 13);
        var linked = (await LinksAsync(withForce: true)).Select(line => line.Split(' ')[0].Split('-')).Where((_, n) => n % 5 == 0).ToList();
        Assert.NotEmpty(linked);
        var other = provider.NewDatabase();
        await RunAsync(other, linkage, crimes, batchSize: 1000);

        foreach (var store in (ScreeningDatabase[])[database, other])
        {
            var review = new LinkReview(store, clock);
            foreach (var pair in linked)
                await review.JudgeAsync(Key(pair[0]), Key(pair[1]), LinkVerdict.Rejected, "R. Viewer", null, "Other people.", CancellationToken.None);
            for (var n = 0; n + 50 < crimes.Length; n += 17)
                await review.JudgeAsync(crimes[n].Key, crimes[n + 50].Key, LinkVerdict.Confirmed, "R. Viewer", null, "Same man.", CancellationToken.None);
        }

        await RunAsync(database, linkage, crimes, batchSize: 13);
        await RunAsync(other, linkage, [], batchSize: 1000);

        Assert.Equal(await StoreProvider.ContentAsync(other), await StoreProvider.ContentAsync(database));
    }

    [Fact]
    public async Task JudgeAsync_CrimeThatTheStoreDoesNotHold_IsRefusedAndNothingIsKept()
    {
        await ScreenAsync(Some.Crime("A"));

        var refused = await Assert.ThrowsAsync<StoreException>(() => JudgeAsync("A", "Z", LinkVerdict.Confirmed));

        Assert.EndsWith("holds no crime GLO Z.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await ReviewAsync("A"));
        await Assert.ThrowsAsync<StoreException>(() => ReviewAsync("Z"));
        await Assert.ThrowsAsync<ArgumentException>(() => JudgeAsync("A", "A", LinkVerdict.Rejected));
    }

    [Fact]
    public async Task ReadAsync_JudgedAndLinkedCrimes_GivesTheStrongestFirstAndWhoSaidWhat()
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B", suspect: "P5"), Some.Crime("C"), Some.Crime("D", victim: "P7", suspect: "P8"));
        await JudgeAsync("D", "A", LinkVerdict.Rejected);

        var links = await ReviewAsync("A");

        Assert.Equal(["C", "B", "D"], links.Select(link => link.Other.CrimeReference));
        Assert.Equal([1, 1, 0], links.Select(link => link.Links.Count));
        Assert.Equal(
            new LinkJudgement(Key("GLO/A"), Key("GLO/D"), LinkVerdict.Rejected, "R. Viewer", "coordinator", "Another man.", clock.GetUtcNow()), links[2].Judgement);
        Assert.Null(links[0].Judgement);
    }

    public void Dispose()
    {
        provider.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task RefusesAsync(string sql)
    {
        await ScreenAsync(Some.Crime("A"), Some.Crime("B"));
        await JudgeAsync("A", "B", LinkVerdict.Rejected);
        await using var session = await database.OpenAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<DbException>(() => session.Connection.ExecuteAsync(sql));

        Assert.Equal(LinkVerdict.Rejected, Assert.Single(await ReviewAsync("A")).Judgement!.Verdict);
    }

    private Task<LinkJudgement> JudgeAsync(string crime, string other, LinkVerdict verdict) => new LinkReview(database, clock)
        .JudgeAsync(Key($"GLO/{crime}"), Key($"GLO/{other}"), verdict, " R. Viewer", "coordinator ", "Another man.", CancellationToken.None);

    private Task<IReadOnlyList<ReviewedLink>> ReviewAsync(string crime) => new LinkReview(database, clock).ReadAsync(Key($"GLO/{crime}"), CancellationToken.None);

    private Task<RunSummary> ScreenAsync(params Crime[] crimes) => ScreenAsync(new LinkageOptions(), crimes);

    private Task<RunSummary> ScreenAsync(LinkageOptions linkage, params Crime[] crimes) => RunAsync(database, linkage, crimes, batchSize: 1000);

    private Task<RunSummary> RunAsync(ScreeningDatabase store, LinkageOptions linkage, IReadOnlyList<Crime> crimes, int batchSize)
    {
        clock.Advance(TimeSpan.FromDays(1));
        return Run(store, linkage).ExecuteAsync(new GivenSource(crimes, batchSize), new RunRequest(), progress: null, CancellationToken.None);
    }

    private NightlyRun Run(ScreeningDatabase store, LinkageOptions linkage, ScreeningSteps? steps = null) =>
        new(store, steps ?? PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), linkage, clock);

    private async Task<Dictionary<string, double>> ScoresAsync()
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        await using var crimes = await new ScreenedCrimeReader(database).OpenAsync(runId: null, CancellationToken.None);
        await foreach (var crime in crimes.ReadAsync(CancellationToken.None))
            scores.Add(crime.Crime.Key.CrimeReference, crime.Score.Probability);
        return scores;
    }

    private async Task<IReadOnlyList<string>> LinksAsync(bool withForce = false)
    {
        const string sql = """
            select a.force_code as ForceA, a.crime_reference as A, b.force_code as ForceB, b.crime_reference as B, l.basis
            from   link as l join crime as a on a.id = l.crime_id join crime as b on b.id = l.other_id
            """;
        await using var session = await database.OpenAsync(CancellationToken.None);
        return
        [
            .. (await session.Connection.QueryAsync<(string ForceA, string A, string ForceB, string B, string Basis)>(sql))
                .Select(l => withForce ? $"{l.ForceA}/{l.A}-{l.ForceB}/{l.B} {l.Basis}" : $"{l.A}-{l.B} {l.Basis}").Order(StringComparer.Ordinal),
        ];
    }

    private static CrimeKey Key(string text) => new(text[..3], text[4..]);
}

public sealed class LinkReviewOnSqliteTests() : LinkReviewTests(new SqliteProvider())
{
    [Theory]
    [InlineData("update link_judgement set verdict = 'withdrawn'")]
    [InlineData("delete from link_judgement")]
    public Task Statement_OnAJudgement_IsRefusedByTheFileItself(string sql) => RefusesAsync(sql);
}

public sealed class LinkReviewOnPostgreSqlTests() : LinkReviewTests(new PostgreSqlProvider());
