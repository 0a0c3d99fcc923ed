using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.ForceReports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using static CrimeScreeningWorker.Screening.Tests.ForceReports.SomeReports;

namespace CrimeScreeningWorker.Screening.Tests.ForceReports;

/// <summary>What each report counts and lists.</summary>
public sealed class ForceReportSetTests
{
    [Fact]
    public void DailyMeeting_BreachesAndSameDay_NewFirstThenBrokenOrders()
    {
        var list = Report(
            "daily-meeting",
            Crime("LATER"), Crime("SAME DAY", priority: Priority.P1), Crime("BROKEN", priority: Priority.P1, breach: true), Crime("BROKEN LATER", breach: true),
            Crime("NEW", priority: Priority.P3, breach: true, daysAgo: 1)).Table("list");

        Assert.Equal(["NEW", "BROKEN", "SAME DAY", "BROKEN LATER"], list.Names());
        Assert.Equal("P1, breach", list.Cell("BROKEN", "Why"));
        Assert.Equal("Former partner; waits outside", list.Cell("BROKEN", "First signs"));
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(8, 0)]
    public void DailyMeeting_BrokenOrderBelowTheList_IsShownForAWeek(int daysAgo, int shown) =>
        Assert.Equal(shown, Report("daily-meeting", Crime("A", priority: Priority.None, breach: true, daysAgo: daysAgo)).Table("list").Rows.Length);

    [Fact]
    public void DailyMeeting_SettledOrReadBlind_IsNotListedAndTheBlindAreCounted()
    {
        var report = Report(
            "daily-meeting",
            Crime("SETTLED", priority: Priority.P1) with { Settled = StalkingAnswer.No }, Crime("BLIND", breach: true) with { ReadBlind = true });

        Assert.Empty(report.Table("list").Rows);
        Assert.StartsWith("1 crime is being read without the machine's opinion", report.Limits[0], StringComparison.Ordinal);
    }

    [Fact]
    public void DailyMeeting_RecordedBeforeThePeriod_StaysUntilItIsDecidedAndIsCountedInNoPeriod()
    {
        var crimes = new ForceCrimes([Crime("NOW", priority: Priority.P1)])
        {
            StillOpen = [Crime("LONG AGO", priority: Priority.P1, daysAgo: 500), Crime("SETTLED", priority: Priority.P1, daysAgo: 600) with { Settled = StalkingAnswer.No }],
        };

        var reports = ForceReportSet.Of(crimes, Request, new Screening.Sources.ScopeOptions());

        var meeting = reports.Single(report => report.Name == "daily-meeting");
        Assert.Equal(["NOW", "LONG AGO"], meeting.Table("list").Names());
        Assert.Equal("4 Nov 2024", meeting.Table("list").Cell("LONG AGO", "Recorded"));
        Assert.Contains("1 crime of the store, those outside the scope included; and 1 recorded earlier.", ForceReportSet.ToHtml(meeting, crimes, Request), StringComparison.Ordinal);
        Assert.DoesNotContain(reports.Where(report => report != meeting).SelectMany(report => report.Tables).SelectMany(table => table.Names()), name => name == "LONG AGO");
        Assert.Single(reports.Single(report => report.Name == "problem-profile").Table("months").Rows);
    }

    [Fact]
    public void DailyMeeting_MoreUrgentThanWhenItWasDecided_ComesBack() =>
        Assert.Equal(["A"], Report("daily-meeting", Crime("A", priority: Priority.P1) with { Settled = StalkingAnswer.No, Raised = true }).Table("list").Names());

    [Theory]
    [InlineData(16, 13)] // Monday to Friday
    [InlineData(17, 16)]
    [InlineData(15, 13)] // Sunday
    public void LastMeeting_DayOfMarch_IsTheWorkingDayBefore(int day, int last) =>
        Assert.Equal(last, DailyMeeting.LastMeeting(new DateTimeOffset(2026, 3, day, 8, 0, 0, TimeSpan.Zero)).Day);

    [Fact]
    public void ProblemProfile_EveryStanding_CountsEachOnce()
    {
        var report = Report(
            "problem-profile",
            Crime("RECORDED", "8Q"), Crime("INCLUDED") with { Included = ["8Q"] }, Crime("FOUND", priority: Priority.None) with { Settled = StalkingAnswer.Yes },
            Crime("LISTED", daysAgo: 40), Crime("NOT") with { Settled = StalkingAnswer.No }, Crime("BELOW", priority: Priority.None),
            Crime("HISTORY", "105A") with { InScope = false, Score = null });

        var months = report.Table("months");
        Assert.Equal(["Feb 2026", "Mar 2026 so far"], months.Names());
        Assert.Equal(["Mar 2026 so far", "5", "2", "1", "0", "1"], months.Row(1));
        Assert.Equal(["Feb 2026", "1", "0", "0", "1", "0"], months.Row(0));
        Assert.Equal("4", report.Table("relationships").Cell("Former partner", "Stalking"));
    }

    [Fact]
    public void ProblemProfile_FewOfAGroup_HidesThemAndWhatWouldTellThem()
    {
        ImmutableArray<ForceCrime> crimes =
        [
            .. Enumerable.Range(0, 30).Select(n => Crime($"F{n}")), .. Enumerable.Range(0, 8).Select(n => Crime($"M{n}") with { VictimSex = "M" }),
            Crime("X") with { VictimSex = "X" },
        ];

        var table = Report("problem-profile", crimes).Table("victims-sex");

        Assert.Equal(["30", SmallCounts.Hidden, SmallCounts.Hidden], ((string[])["Women and girls", "Men and boys", "Another"]).Select(group => table.Cell(group, "Stalking")));
    }

    [Fact]
    public void ProblemProfile_FieldNeverThere_SaysSo() =>
        Assert.Contains(
            "The extract brings no victim's sex (column victim_gender): nothing is said by it here.",
            Report("problem-profile", Crime("A") with { VictimSex = null }).Limits);

    [Fact]
    public void LearningThemes_SmallUnits_StandTogether()
    {
        var units = Report(
            "learning-themes",
            [.. Enumerable.Range(0, 5).Select(n => Crime($"A{n}") with { Team = "CID" }), Crime("B") with { Team = "Desk one" }, Crime("C") with { Team = "Desk two" }]).Table("units");

        Assert.Equal(["CID", "2 units with fewer than 5, together"], units.Names());
        Assert.Equal("2", units.Rows[1][1]);
    }

    [Fact]
    public void LearningThemes_FoundByPeople_TellsWhatStoodInTheRecord()
    {
        var report = Report(
            "learning-themes",
            (Crime("A") with { Settled = StalkingAnswer.Yes }).With(score => score with
            {
                Linked = 2,
                Audit = [("CYBER", FlagState.Missing)],
                Signs = ["Waits outside"],
                Ask = ["The record says friend, the text says ex-partner: which is right?", "Is the victim in fear, and of what?"],
            }),
            Crime("B", "8Q"));

        Assert.StartsWith("1 of 1 ", report.Table("themes").Cell("Online, and the online flag is not set", "Found by people"), StringComparison.Ordinal);
        Assert.Equal("1", report.Table("signs").Cell("Waits outside", "Found by people"));
        Assert.Contains("A field says one thing and the text another: which is right?", report.Table("not-said").Names());
        Assert.Contains("1 of 2 (50 %", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void FlagAudit_FlagsAndClasses_ListsWhatDisagrees()
    {
        var report = Report(
            "flag-audit",
            Crime("FLAG ONLY") with { Flags = ["STALKING"] }, Crime("BOTH", "8Q") with { Flags = [" stalking "] }, Crime("CRIME ONLY", "8Q"),
            Crime("ONLINE").With(score => score with { Audit = [("CYBER", FlagState.Missing)] }),
            (Crime("BLIND") with { ReadBlind = true }).With(score => score with { Audit = [("DA", FlagState.Missing)] }));

        Assert.Equal(["FLAG ONLY"], report.Table("flagged-not-crimed").Names());
        Assert.Equal(["CRIME ONLY"], report.Table("crimed-not-flagged").Names());
        Assert.Equal(["ONLINE"], report.Table("flags-missing").Names());
        Assert.Equal("1", report.Table("overview").Cell("Domestic abuse flag missing", "Crimes"));
    }

    [Fact]
    public void FlagAudit_NoStalkingFlagAnywhere_DoesNotCallItMissing()
    {
        var report = Report("flag-audit", Crime("A", "8Q"));

        Assert.Empty(report.Table("crimed-not-flagged").Rows);
        Assert.Equal("not known", report.Table("overview").Cell("Crimed, not flagged", "Crimes"));
    }

    [Fact]
    public void OrdersAndAdvocates_FewCrimes_WarnsAndListsWhatIsOpen()
    {
        var report = Report(
            "orders-and-advocates",
            Crime("A", "8Q") with { Actions = ImmutableDictionary<ReviewAction, bool>.Empty.Add(ReviewAction.SpoConsidered, value: true) },
            Crime("B", "8Q") with { Orders = ["SPO"] }, Crime("C"));

        Assert.StartsWith("Low number: only 2 crimes.", report.Sentence, StringComparison.Ordinal);
        Assert.Equal(["Stalking protection order", "1", "0", "1", "1 of 2 (50 %, 9 to 91 %)", "low number"], report.Table("entered").Row(0));
        Assert.Equal(["B"], report.Table("to-do").Names());
        Assert.Equal("1", report.Table("orders").Cell("Stalking protection order", "Known stalking"));
    }

    [Fact]
    public void RepeatPeople_SameSuspect_StandsAsReferencesAndNotAsNominal()
    {
        var report = Report(
            "repeat-people",
            Crime("A", suspect: "NOM-9"), Crime("B", suspect: "NOM-9", daysAgo: 1), Crime("OLD", "105A", suspect: "NOM-9", daysAgo: 9) with { InScope = false, Score = null },
            Crime("C", victim: "NOM-8", suspect: "NOM-7"), Crime("D", victim: "NOM-8", suspect: "NOM-7"), Crime("E", "105A", suspect: "NOM-6") with { InScope = false, Score = null });

        Assert.Equal(["3", "3"], report.Table("suspects").Rows.Single().Take(2));
        Assert.Equal("B; A; OLD", report.Table("suspects").Rows.Single()[^1]);
        Assert.Equal(["2", "1"], report.Table("suspects-same-victim").Rows.Single().Take(2));
        Assert.Equal("C; D", report.Table("victims").Rows.Single()[^1]);
        Assert.Equal("1", report.Table("suspects-by-crimes").Cell("3 crimes", "People"));
    }

    [Theory]
    [InlineData("195/12", "Stalking", "2A")]
    [InlineData("008/066", "Stalking", "4A")]
    [InlineData("8/65", "Stalking", "4A")]
    [InlineData(null, "Stalking (s4A PHA 1997)", "4A")]
    [InlineData(null, "Stalking (s2A PHA 1997)", "2A")]
    [InlineData(null, "Stalking", "not told")]
    public void Section_CodeOrTitle_TellsItOrSaysThatItCannot(string? code, string title, string section) =>
        Assert.Equal(section, SectionsReport.Section(Crime("A") with { OffenceCode = code, OffenceTitle = title }));

    [Fact]
    public void Sections_LimbSaidUnder2A_IsToBeRead()
    {
        var report = Report(
            "sections",
            (Crime("A", "8Q") with { OffenceCode = "195/12" }).With(score => score with { SeriousEffect = LimbState.Shown }), Crime("B", "8Q") with { OffenceCode = "195/12" },
            Crime("C", section: "4A"));

        Assert.Equal(["A"], report.Table("to-read").Names());
        Assert.Equal(["2A", "2", "1", "0", "1"], report.Table("recorded").Row(0));
        Assert.Equal("1", report.Table("suggested").Cell("4A", "Crimes"));
    }

    [Fact]
    public void Of_NoCrimes_SaysSoInEveryReport() =>
        Assert.All(ForceReportSet.Of(new ForceCrimes([]), Request, new Screening.Sources.ScopeOptions()), report => Assert.False(string.IsNullOrWhiteSpace(ForceReportSet.ToHtml(report, new ForceCrimes([]), Request))));
}
