using CrimeScreeningWorker.Screening.ForceReports;

namespace CrimeScreeningWorker.Screening.Tests.ForceReports;

public sealed class SmallCountsTests
{
    [Theory]
    [InlineData("30 20", "30 20")]
    [InlineData("30 20 3", "30 - -")]
    [InlineData("30 3 2", "30 - -")]
    [InlineData("30 20 2 1", "30 - - -")]
    [InlineData("30 1 0", "- - 0")]
    [InlineData("4", "-")]
    [InlineData("5", "5")]
    public void Of_Counts_HidesTheSmallAndEnoughOfTheOthers(string counts, string shown) =>
        Assert.Equal(
            shown,
            string.Join(' ', SmallCounts.Of(counts.Split(' ').Select((count, i) => ($"group {i}", int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)))).Select(group => group.Count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")));

    [Fact]
    public void Of_AnyCounts_WhatIsHiddenCannotBeToldFromTheTotal()
    {
        for (var a = 0; a < 9; a++)
            for (var b = 0; b < 9; b++)
                for (var c = 0; c < 9; c++)
                {
                    int[] counts = [a, b, c];
                    var hidden = SmallCounts.Of(counts.Select((count, i) => ($"{i}", count))).Where(group => group.Count is null).Select(group => counts[group.Name[0] - '0']).ToList();
                    var left = counts.Where(count => count > 0).Sum() - hidden.Sum();
                    Assert.True(hidden.Count == 0 || left == 0 || (hidden.Count > 1 && hidden.Sum() >= Tally.Smallest), $"{a} {b} {c}");
                }
    }
}
