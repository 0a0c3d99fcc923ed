using System.Globalization;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class DueDatesTests
{
    [Theory]
    [InlineData(Priority.P1, "2026-03-11T05:00:00Z", "2026-03-11T17:00:00+00:00")] // Wednesday morning
    [InlineData(Priority.P1, "2026-03-11T18:00:00Z", "2026-03-12T17:00:00+00:00")] // found after the day's hour
    [InlineData(Priority.P2, "2026-03-11T05:00:00Z", "2026-03-12T17:00:00+00:00")]
    [InlineData(Priority.P2, "2026-03-13T05:00:00Z", "2026-03-16T17:00:00+00:00")] // Friday: Monday is the next working day
    [InlineData(Priority.P2, "2026-03-14T05:00:00Z", "2026-03-16T17:00:00+00:00")] // Saturday
    [InlineData(Priority.P3, "2026-03-11T05:00:00Z", "2026-03-18T17:00:00+00:00")]
    [InlineData(Priority.P1, "2026-07-01T05:00:00Z", "2026-07-01T17:00:00+01:00")] // summer time
    [InlineData(Priority.P2, "2026-03-27T05:00:00Z", "2026-03-30T17:00:00+01:00")] // over the night the clocks change
    [InlineData(Priority.P1, "2026-06-30T23:30:00Z", "2026-07-01T17:00:00+01:00")] // past midnight in London
    public void DueBy_Priority_IsTheLocalHourOfTheDay(Priority priority, string asOf, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            new DueDates(17).DueBy(priority, DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture)));

    [Fact]
    public void DueBy_None_IsNever() => Assert.Null(new DueDates(17).DueBy(Priority.None, DateTimeOffset.UnixEpoch));
}
