using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Screening.Tests.Estimation;

public sealed class MissedStalkingTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Estimate_Sample_StandsForTheUnreadByItsWeights()
    {
        AuditedCrime[] audited = [Audited(1, 60, true), Audited(2, 60, false), Audited(3, 20, false), Audited(4, 60, null)];

        var estimate = MissedStalking.Estimate(audited, [.. Enumerable.Range(0, 40).Select(n => Found(n, Monday))]);

        // What has no answer is part of the pile, and nothing else.
        Assert.Equal((200, 3, 40), (estimate.Unread, estimate.Share.Sampled, estimate.Found));
        Assert.Equal(60.0 / 140, estimate.Share.Share, 12);
        Assert.Equal(60.0 / 140 * 200, estimate.Missed.Expected, 9);
        Assert.Equal(40 / (40 + estimate.Missed.Expected), estimate.Recall!.Value.Expected, 9);
        Assert.True(estimate.Recall.Value.Low < estimate.Recall.Value.Expected && estimate.Recall.Value.Expected < estimate.Recall.Value.High);
    }

    [Fact]
    public void Estimate_NothingFoundInTheSample_StillAllowsForSomeMissed()
    {
        var estimate = MissedStalking.Estimate([.. Enumerable.Range(0, 50).Select(n => Audited(n, 40, false))], [Found(99, Monday)]);

        Assert.Equal((0, 1), (estimate.Missed.Expected, estimate.Recall!.Value.Expected));
        Assert.InRange(estimate.Missed.High, 100, 200);
        Assert.True(estimate.Recall.Value.Low < 0.02);
    }

    [Fact]
    public void Estimate_NothingAnswered_SaysNothingOfRecall() =>
        Assert.Null(MissedStalking.Estimate([Audited(1, 10, null)], [Found(2, Monday)]).Recall);

    [Fact]
    public void ByWeek_MidnightInSummerTime_GoesByTheBritishDate()
    {
        // By UTC still Sunday; in Britain half past midnight of Monday 30 March.
        var weeks = MissedStalking.ByWeek(
            [Audited(1, 10, false, Monday.AddDays(6).AddHours(14)), Audited(2, 10, true, new DateTimeOffset(2026, 3, 29, 23, 30, 0, TimeSpan.Zero))],
            [Found(3, Monday.AddDays(7))]);

        Assert.Equal([new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 30)], weeks.Select(week => week.From!.Value));
        Assert.Equal([1, 0, 1], weeks.Select(week => week.Share.Sampled));
        Assert.Equal([0, 1, 0], weeks.Select(week => week.Found));
    }

    [Fact]
    public void ByMonth_Crimes_StandByMonthOfRecording()
    {
        var months = MissedStalking.ByMonth([Audited(1, 10, false), Audited(2, 10, false, Monday.AddDays(40))], [Found(3, Monday.AddDays(29))]);

        Assert.Equal([(new DateOnly(2026, 3, 1), 1, 1), (new DateOnly(2026, 4, 1), 1, 0)], months.Select(month => (month.From!.Value, month.Share.Sampled, month.Found)));
    }

    private static AuditedCrime Audited(int number, double weight, bool? stalking, DateTimeOffset? recorded = null) =>
        new(new CrimeKey("GLO", $"A{number}"), recorded ?? Monday, weight, stalking);

    private static FoundCrime Found(int number, DateTimeOffset recorded) => new(new CrimeKey("GLO", $"F{number}"), recorded);
}
