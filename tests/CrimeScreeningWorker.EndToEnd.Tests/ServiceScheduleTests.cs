using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Service;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceScheduleTests
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 30 4 * * ?")]
    [InlineData("0 30 0 * * ?")]
    [InlineData("59 59 0 * * ?")]
    [InlineData("0 0 3 ? * MON-FRI")]
    public void FindFault_NightOutsideTheChangingHours_None(string cron) => Assert.Null(NightSchedule.FindFault(cron, Now));

    [Theory]
    [InlineData("0 0 1 * * ?", "01:00")]
    [InlineData("0 30 1 * * ?", "01:30")]
    [InlineData("0 59 2 * * ?", "02:59")]
    [InlineData("0 0/30 * * * ?", "01:00")]
    [InlineData("0 30 1 ? 10 1L", "01:30")]
    public void FindFault_NightInTheChangingHours_NamesTheTime(string cron, string time) =>
        Assert.Contains($"starts a run at {time} by the clock of Europe/London", NightSchedule.FindFault(cron, Now), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("half past four")]
    [InlineData("30 4 * * *")]
    [InlineData("0 61 4 * * ?")]
    public void FindFault_NoCronExpression_SaysWhatOneLooksLike(string cron) =>
        Assert.Contains("is no cron expression of Quartz", NightSchedule.FindFault(cron, Now), StringComparison.Ordinal);

    [Fact]
    public void FindFault_NightThatIsOver_SaysSo() =>
        Assert.Contains("never comes again", NightSchedule.FindFault("0 30 4 * * ? 2025", Now), StringComparison.Ordinal);

    [Theory]
    [InlineData("0 30 4 * * ?")]
    [InlineData("0 59 0 * * ?")]
    [InlineData("0 0 3 * * ?")]
    public void Next_OverThreeYears_OnceOnEveryLondonDay(string cron)
    {
        var schedule = new NightSchedule(cron);
        var days = new List<DateOnly>();
        for (var night = schedule.Next(new DateTimeOffset(2025, 12, 31, 23, 59, 0, TimeSpan.Zero)); night < new DateTimeOffset(2028, 12, 31, 23, 0, 0, TimeSpan.Zero); night = schedule.Next(night.Value))
            days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(night.Value, London).DateTime));

        var expected = Enumerable.Range(0, (366 * 3) - 2).Select(new DateOnly(2026, 1, 1).AddDays);
        Assert.Equal(expected, days);
        Assert.Contains(new DateOnly(2026, 3, 29), days);
        Assert.Contains(new DateOnly(2026, 10, 25), days);
        Assert.Contains(new DateOnly(2028, 2, 29), days);
    }

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T03:30:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T04:30:00Z")]
    public void Next_OnAChangeSunday_KeepsTheLondonTime(string after, string expected) =>
        Assert.Equal(Time(expected), new NightSchedule("0 30 4 * * ?").Next(Time(after)));

    [Theory]
    [InlineData("2026-03-28T04:30:01Z", "2026-03-29T12:00:00Z", 1)]
    [InlineData("2026-10-24T04:30:01Z", "2026-10-25T12:00:00Z", 1)]
    [InlineData("2028-02-28T04:30:01Z", "2028-03-01T12:00:00Z", 2)]
    [InlineData("2026-06-01T03:30:00Z", "2026-06-01T23:00:00Z", 0)]
    public void CountSince_Nights_EachOnce(string after, string until, int nights) =>
        Assert.Equal(nights, new NightSchedule("0 30 4 * * ?").CountSince(Time(after), Time(until)));

    [Fact]
    public void CountMissed_ServiceThatNeverRan_None() =>
        Assert.Equal(0, CatchUp.CountMissed(new NightSchedule("0 30 4 * * ?"), newest: null, lastGood: null, Now));

    [Fact]
    public void CountMissed_DownForThreeNights_Three()
    {
        var good = Run(RunState.Succeeded, Now.AddDays(-3).AddHours(-7));
        Assert.Equal(3, CatchUp.CountMissed(new NightSchedule("0 30 4 * * ?"), good, good, Now));
    }

    [Fact]
    public void CountMissed_LastNightFailed_ThatNight()
    {
        var good = Run(RunState.Succeeded, Now.AddDays(-1).AddHours(-7.5));
        Assert.Equal(1, CatchUp.CountMissed(new NightSchedule("0 30 4 * * ?"), Run(RunState.Failed, Now.AddHours(-7.5)), good, Now));
    }

    [Theory]
    [InlineData(RunState.Running, 1)]
    [InlineData(RunState.Cancelled, 1)]
    [InlineData(RunState.Succeeded, 0)]
    public void CountMissed_FirstRunAnHourAgo_OnlyWhenCutShort(RunState state, int nights) =>
        Assert.Equal(nights, CatchUp.CountMissed(new NightSchedule("0 30 4 * * ?"), Run(state, Now.AddHours(-1)), lastGood: null, Now));

    [Theory]
    [InlineData("2026-01-14T08:59:59Z", null)]
    [InlineData("2026-01-14T09:00:00Z", "2026-01-14T17:00:00Z")]
    [InlineData("2026-01-14T16:59:59Z", "2026-01-14T17:00:00Z")]
    [InlineData("2026-01-14T17:00:00Z", null)]
    [InlineData("2026-07-15T08:00:00Z", "2026-07-15T16:00:00Z")]
    [InlineData("2026-07-15T16:00:00Z", null)]
    [InlineData("2026-01-17T10:00:00Z", null)]
    public void EndFor_NineToFiveOnWorkingDays_ByTheLondonClock(string moment, string? end) => Assert.Equal(
        end is null ? null : Time(end),
        new OfficeHours(new ServiceOptions { OfficeHoursFrom = new TimeOnly(9, 0), OfficeHoursTo = new TimeOnly(17, 0) }).EndFor(Time(moment)));

    [Fact]
    public void EndFor_SundayHoursThatEndInTheLeftOutHour_EndWhenItDoes() => Assert.Equal(
        Time("2026-03-29T01:00:00Z"),
        new OfficeHours(new ServiceOptions { OfficeHoursFrom = new TimeOnly(0, 0), OfficeHoursTo = new TimeOnly(1, 30), OfficeDays = [DayOfWeek.Sunday] })
            .EndFor(Time("2026-03-29T00:30:00Z")));

    [Fact]
    public void EndFor_NoneConfigured_None() => Assert.Null(new OfficeHours(new ServiceOptions()).EndFor(Now));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static RunRecord Run(RunState state, DateTimeOffset startedAt) => new(
        "20260101T000000Z", "crimes", state, startedAt, startedAt.AddMinutes(5), startedAt, "rules-1", "model-1", RunCounts.Zero, null, null);
}
