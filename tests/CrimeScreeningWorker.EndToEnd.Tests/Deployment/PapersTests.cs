using System.Globalization;
using CrimeScreeningWorker.Screening.Retention;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <remarks>A data protection officer signs what the papers say: it must be what the program does.</remarks>
public sealed class PapersTests
{
    [Theory]
    [InlineData("docs/papers/dpia-annex.md")]
    [InlineData("docs/retention.md")]
    public void RetentionTable_NamesEveryPeriodAndItsDefault(string paper)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, paper));
        var defaults = new RetentionOptions();
        var periods = typeof(RetentionOptions).GetProperties().Where(property => property.PropertyType == typeof(TimeSpan)).ToList();

        Assert.NotEmpty(periods);
        Assert.All(periods, period => Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"`{period.Name}`, {((TimeSpan)period.GetValue(defaults)!).TotalDays:N0} days"), text, StringComparison.Ordinal));
    }

    [Fact]
    public void DpiaAnnex_CountsTheThreatsOfTheThreatModel()
    {
        var threats = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Count(cells => cells.Length == 7 && cells[1].Length is 2 or 3 && "STRIDE".Contains(cells[1][0], StringComparison.Ordinal) && cells[1][1..].All(char.IsAsciiDigit));

        Assert.True(threats > 10);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"answers {threats} threats"),
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "papers", "dpia-annex.md")), StringComparison.Ordinal);
    }
}
