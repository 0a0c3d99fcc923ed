using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class BritishTimeTests
{
    [Theory]
    [InlineData("2026-01-14T07:42:00+00:00", "14 January 2026, 7:42am")]
    [InlineData("2026-07-14T07:42:00+00:00", "14 July 2026, 8:42am")]
    [InlineData("2026-07-14T23:30:00+00:00", "15 July 2026, 12:30am")]
    [InlineData("2026-01-14T17:00:00+00:00", "14 January 2026, 5pm")]
    [InlineData("2026-01-14T12:00:00+00:00", "14 January 2026, midday")]
    [InlineData("2026-01-14T00:00:00+00:00", "14 January 2026, midnight")]
    [InlineData("2025-10-26T01:30:00+00:00", "26 October 2025, 1:30am")]
    public void DayAndClock_Instant_IsInLondonWords(string instant, string expected) => Assert.Equal(expected, BritishTime.DayAndClock(Some.At(instant)));

    [Theory]
    [InlineData("2026-01-14T07:00:00+00:00", "2026-01-14T09:30:00+00:00", "14 January 2026, 7am to 9:30am")]
    [InlineData("2026-01-14T07:00:00+00:00", "2026-01-15T09:30:00+00:00", "14 January 2026, 7am to 15 January 2026, 9:30am")]
    [InlineData("2026-01-14T07:00:00+00:00", "2026-01-14T07:00:00+00:00", "14 January 2026, 7am")]
    [InlineData("2026-01-14T07:00:00+00:00", "2026-01-13T07:00:00+00:00", "14 January 2026, 7am")]
    public void Period_TwoInstants_SaysTheDayOnceWhenItIsOne(string from, string to, string expected) =>
        Assert.Equal(expected, BritishTime.Period(Some.At(from), Some.At(to)));

    [Fact]
    public void DaysBetween_AcrossTheClockChange_CountsNights() =>
        Assert.Equal(1, BritishTime.DaysBetween(Some.At("2026-03-28T23:30:00+00:00"), Some.At("2026-03-29T00:30:00+00:00")));

    [Fact]
    public void Timestamp_Summer_HasItsOffset() => Assert.Equal("2026-07-14T18:00:00+01:00", BritishTime.Timestamp(Some.At("2026-07-14T17:00:00+00:00")));
}
