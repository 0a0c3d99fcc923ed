using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Facts;

public sealed class NarrativeDatesTests
{
    // A Wednesday.
    private static readonly DateOnly Recorded = new(2026, 7, 1);

    [Theory]
    [InlineData("12/03", "2026-03-12")]
    [InlineData("12/09", "2025-09-12")]
    [InlineData("12/03/25", "2025-03-12")]
    [InlineData("12.03.2025", "2025-03-12")]
    [InlineData("2025-03-12", "2025-03-12")]
    [InlineData("3rd of March", "2026-03-03")]
    [InlineData("3 March", "2026-03-03")]
    [InlineData("March 3", "2026-03-03")]
    [InlineData("March 2024", "2024-03-01")]
    [InlineData("January", "2026-01-01")]
    [InlineData("December", "2025-12-01")]
    [InlineData("Xmas", "2025-12-25")]
    [InlineData("Monday", "2026-06-29")]
    [InlineData("Wednesday", "2026-06-24")]
    [InlineData("yesterday", "2026-06-30")]
    [InlineData("last week", "2026-06-24")]
    [InlineData("2019", "2019-01-01")]
    [InlineData("29/02", null)]
    [InlineData("14:30", null)]
    [InlineData("07.30", null)]
    [InlineData("0930", null)]
    [InlineData("31/13", null)]
    [InlineData("house", null)]
    public void TryRead_NamedDay_IsTheLastBeforeTheRecord(string text, string? day)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(text, tokens);

        var read = NarrativeDates.TryRead(text, tokens.Tokens, 0, Recorded, out var date);

        Assert.Equal(day, read ? date.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [Theory]
    [InlineData("3/12", 90)]
    [InlineData("2/7", 2)]
    [InlineData("6/52", 42)]
    [InlineData("3/11", null)]
    public void Fraction_AsDoctorsWriteTime_IsDays(string text, int? days)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(text, tokens);

        Assert.Equal(days, NarrativeDates.Fraction(text, tokens.Tokens[0]));
    }
}
