using System.Globalization;
using CrimeScreeningWorker.ReviewConsole.Pages;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Queue;

public sealed class DueTagTests
{
    private static readonly DateTimeOffset Now = new(2025, 10, 1, 8, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("04:10:00", "Due in 4 hours", "orange")]
    [InlineData("00:30:00", "Due in 30 minutes", "orange")]
    [InlineData("1.07:00:00", "Due in 31 hours", "blue")]
    [InlineData("6.00:00:00", "Due in 6 days", "blue")]
    [InlineData("00:00:20", "Due now", "orange")]
    [InlineData("-1.00:00:00", "Late by 24 hours", "red")]
    [InlineData("-3.00:00:00", "Late by 3 days", "red")]
    public void Of_TimeLeft_SaysItInWords(string left, string words, string colour) => Assert.Equal(
        new DueTag(words, colour), DueTag.Of(Now + TimeSpan.Parse(left, CultureInfo.InvariantCulture), Now));
}
