using CrimeScreeningWorker.Screening.Storage;
using CsCheck;

namespace CrimeScreeningWorker.Database.Tests.Storage;

public sealed class StoreTimeTests
{
    private static readonly Gen<DateTimeOffset> Times = Gen.Select(
        Gen.Long[new DateTime(1899, 1, 2).Ticks, new DateTime(2099, 12, 30).Ticks], Gen.Int[-14 * 60, 14 * 60],
        (ticks, offset) => new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset)));

    [Fact]
    public void Parse_OfItsOwnText_GivesTheSameInstantAndOffset() =>
        Times.Sample(time => StoreTime.Parse(StoreTime.ToText(time), StoreTime.ToOffset(time)).EqualsExact(time));

    [Fact]
    public void ToText_OfTwoTimes_IsOrderedAsTheyAre() =>
        Gen.Select(Times, Times).Sample(
            (a, b) => Math.Sign(string.CompareOrdinal(StoreTime.ToText(a), StoreTime.ToText(b))) == a.CompareTo(b));
}
