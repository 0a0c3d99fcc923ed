using AngleSharp.Html.Parser;
using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.ForceReports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Database.Tests.ForceReports;

/// <summary>What the reports of a force read from a store; run once for each database the store may lie in.</summary>
public abstract class ForceReportStoreTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("force-reports-");

    [Fact]
    public async Task ReadAsync_PeopleAtWork_GivesWhatTheySettledAndDid()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("A", "P1 0.9 BREACH RISK ONLINE FLAG"), ReviewStage.Crime("B", "P2 0.4"), ReviewStage.Crime("C", "NONE 0.1", homeOfficeClass: "105A"));
        await stage.DecideAsync("B");
        await ActAsync("B", ReviewAction.SpoConsidered, answer: false);
        await ActAsync("B", ReviewAction.SpoConsidered, answer: true);

        var crimes = (await ReadAsync()).ToDictionary(crime => crime.Key.CrimeReference, StringComparer.Ordinal);

        Assert.Equal(["A", "B", "C"], crimes.Keys.Order(StringComparer.Ordinal));
        Assert.True(crimes["A"] is { Settled: null, Score: { Priority: Priority.P1, OrderBreach: true, HighRisk: true, Online: true, Linked: 0 } });
        Assert.True(crimes["A"].HasFlag("stalking"));
        Assert.Equal(StalkingAnswer.Yes, crimes["B"].Settled);
        Assert.Equal([KeyValuePair.Create(ReviewAction.SpoConsidered, value: true)], crimes["B"].Actions);
        Assert.True(crimes["C"] is { InScope: false, Score: null });
    }

    [Fact]
    public async Task ReadAsync_DecisionReversedOrTwoReadersDiffer_IsNotSettled()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));
        await stage.DecideAsync("A");
        await stage.Decisions.ReverseAsync(ReviewStage.Key("A"), await stage.VersionAsync("A"), "wrong person", ReviewStage.Ben, stage.Now, CancellationToken.None);
        await stage.DecideAsync("B");
        await stage.ExecuteAsync("update review_item set second = 'disagreed' where crime_reference = 'B'");

        Assert.All(await ReadAsync(), crime => Assert.Null(crime.Settled));
    }

    [Fact]
    public async Task ReadAsync_ReadBlind_IsMarkedUnlessItIsForToday()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.4"), ReviewStage.Crime("B", "P1 0.9"));
        await stage.ExecuteAsync("update review_item set blind = 'double'");

        Assert.Equal([true, false], (await ReadAsync()).OrderBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal).Select(crime => crime.ReadBlind));
    }

    [Fact]
    public async Task ReadAsync_OtherForceOrTime_IsLeftOut()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B", force: "CAM"));

        Assert.Equal(["B"], (await ReadAsync(Request with { Force = "CAM" })).Select(crime => crime.Key.CrimeReference));
        Assert.Empty(await ReadAsync(Request with { AsOf = Some.Morning }));
        Assert.Equal(2, (await ReadAsync(Request with { AsOf = Some.Morning.AddTicks(10) })).Count);
        Assert.Empty(await ReadAsync(Request with { AsOf = Some.Morning.AddMonths(1), Months = 1 }));
    }

    [Fact]
    public async Task ReadAsync_OlderThanThePeriod_GivesWhatIsUrgentOrBrokenAndNotDone()
    {
        await stage.ScreenAsync(
            ReviewStage.Crime("TODAY", "P1 0.9"), ReviewStage.Crime("BROKEN", "P2 0.4 BREACH"), ReviewStage.Crime("LATER", "P2 0.4"), ReviewStage.Crime("BELOW", "NONE 0.1 BREACH"),
            ReviewStage.Crime("DONE", "P1 0.9"), ReviewStage.Crime("RAISED", "P1 0.9"), ReviewStage.Crime("OTHER", "P1 0.9", force: "CAM"));
        await stage.DecideAsync("DONE");
        await stage.DecideAsync("RAISED");
        await stage.ExecuteAsync("update review_item set raised = 1, closed = 0 where crime_reference = 'RAISED'");
        var later = Request with { AsOf = Some.Morning.AddMonths(2), Months = 1, Force = "GLO" };

        var crimes = await new ForceReportStore(stage.Database).ReadAsync(later, CancellationToken.None);

        Assert.Empty(crimes.OfPeriod);
        Assert.Equal(["BROKEN", "RAISED", "TODAY"], crimes.StillOpen.Select(crime => crime.Key.CrimeReference).Order(StringComparer.Ordinal));
        Assert.Equal([false, true, false], crimes.StillOpen.OrderBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal).Select(crime => crime.Raised));
        Assert.Empty((await new ForceReportStore(stage.Database).ReadAsync(Request, CancellationToken.None)).StillOpen);
    }

    [Fact]
    public async Task WriteAsync_Store_WritesPagesAndTheirTablesTwiceTheSame()
    {
        await stage.ScreenAsync(ReviewStage.Crime("=A", "P1 0.9 BREACH"), ReviewStage.Crime("B", "P2 0.4 DA"));
        var set = new ForceReportSet(stage.Database, new ScopeOptions());

        var reports = await set.WriteAsync(Request, Path.Combine(folder.FullName, "one"), CancellationToken.None);
        await set.WriteAsync(Request, Path.Combine(folder.FullName, "two"), CancellationToken.None);

        var written = Files("one");
        Assert.Equal(
            reports.SelectMany(report => report.Tables.Append(report.Page)).Append(ForceReportSet.Index).Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(written, Files("two"));
        Assert.Equal(7, reports.Count);
        Assert.StartsWith("Crime,Recorded,District,", written["daily-meeting.list.csv"], StringComparison.Ordinal);
        Assert.StartsWith("'=A,", written["daily-meeting.list.csv"].Split('\n')[1], StringComparison.Ordinal);
        // Nominals of these crimes begin so, and their narratives so.
        Assert.All(written.Values, text => Assert.DoesNotContain("V-B", text, StringComparison.Ordinal));
        Assert.All(written.Values, text => Assert.DoesNotContain("P1 0.9", text, StringComparison.Ordinal));
        foreach (var page in written.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
            Assert.All(new HtmlParser().ParseDocument(page.Value).QuerySelectorAll("main a, header a"), link => Assert.Contains(link.GetAttribute("href")!.TrimStart('#'), written.Keys));
    }

    [Fact]
    public async Task WriteAsync_PlaceOfAFolder_IsRefusedAndNothingIsLeft()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        File.WriteAllText(Path.Combine(folder.FullName, "taken"), "");

        var refused = await Assert.ThrowsAsync<OutputException>(
            () => new ForceReportSet(stage.Database, new ScopeOptions()).WriteAsync(Request, Path.Combine(folder.FullName, "taken"), CancellationToken.None));

        Assert.Contains("cannot be written into", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        stage.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private ForceReportRequest Request => new(stage.Now);

    private async Task<IReadOnlyCollection<ForceCrime>> ReadAsync() => await ReadAsync(Request);

    private async Task<IReadOnlyCollection<ForceCrime>> ReadAsync(ForceReportRequest request) =>
        (await new ForceReportStore(stage.Database).ReadAsync(request, CancellationToken.None)).OfPeriod;

    private async Task ActAsync(string reference, ReviewAction action, bool answer) => Assert.Equal(
        ReviewOutcome.Saved,
        (await stage.Decisions.ActAsync(
            ReviewStage.Key(reference), await stage.VersionAsync(reference), action, answer, answer ? null : "not needed", ReviewStage.Ann, stage.Now.AddMinutes(-1), CancellationToken.None)).Outcome);

    private Dictionary<string, string> Files(string name) => new DirectoryInfo(Path.Combine(folder.FullName, name)).GetFiles()
        .ToDictionary(file => file.Name, file => File.ReadAllText(file.FullName), StringComparer.Ordinal);
}

public sealed class ForceReportStoreOnSqliteTests() : ForceReportStoreTests(new SqliteProvider());

public sealed class ForceReportStoreOnPostgreSqlTests() : ForceReportStoreTests(new PostgreSqlProvider());
