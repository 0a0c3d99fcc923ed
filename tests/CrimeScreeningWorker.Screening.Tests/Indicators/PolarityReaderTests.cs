using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

public sealed class PolarityReaderTests
{
    private static readonly RuleBook Book = Some.Book("[follow*, threat*, violence, damage, weapon*, injur*, in fear, wait* outside]");

    [Theory]
    [InlineData("He followed her", Polarity.Affirmed, null)]
    [InlineData("He denies following her", Polarity.Denied, "denies")]
    [InlineData("IP denies that he has ever followed her", Polarity.Denied, "denies")]
    [InlineData("He didn't threaten her", Polarity.Denied, "didn't")]
    [InlineData("She fears he will follow her", Polarity.Hypothetical, "fears")]
    [InlineData("Police followed the car", Polarity.SomeoneElse, "Police")]
    [InlineData("She fears he will follow her but denies it", Polarity.Hypothetical, "fears")]
    [InlineData("Officers worried he may follow", Polarity.Hypothetical, "worried")]
    [InlineData("Never, if asked, followed", Polarity.Denied, "Never")]
    [InlineData("No calls but he followed her", Polarity.Affirmed, null)]
    [InlineData("No calls, then followed her", Polarity.Affirmed, null)]
    [InlineData("No calls today, he followed her", Polarity.Affirmed, null)]
    [InlineData("No offences. Followed her", Polarity.Affirmed, null)]
    [InlineData("No one two three four five followed her", Polarity.Denied, "No")]
    [InlineData("No mention at all by anyone of him there ever having followed her", Polarity.Affirmed, null)]
    [InlineData("She does not know who followed her", Polarity.Affirmed, null)]
    [InlineData("Followed her, not once", Polarity.Affirmed, null)]
    [InlineData("Threats: none", Polarity.Denied, "none")]
    [InlineData("Weapons - nil", Polarity.Denied, "nil")]
    [InlineData("Threats made: nil", Polarity.Denied, "nil")]
    [InlineData("Threats:\nNone known", Polarity.Denied, "None")]
    [InlineData("Threats:\nNone of the neighbours saw it", Polarity.Affirmed, null)]
    [InlineData("Threats none the less", Polarity.Affirmed, null)]
    [InlineData("Is the victim in fear? N", Polarity.Denied, "N")]
    [InlineData("Is the victim in fear? Y", Polarity.Affirmed, null)]
    [InlineData("Any threats? No. He left", Polarity.Denied, "No")]
    [InlineData("Has he followed her at any time? No he has not", Polarity.Denied, "No")]
    [InlineData("He made threats. No further action", Polarity.Affirmed, null)]
    [InlineData("He made threats. None", Polarity.Denied, "None")]
    public void Read_Cue_TurnsTheHit(string narrative, Polarity expected, string? cue)
    {
        var hit = Assert.Single(Book.Read(narrative));

        Assert.Equal(expected, hit.Polarity);
        Assert.Equal(cue, hit.Cue is { } span ? narrative.Substring(span.Start, span.Length) : null);
    }

    [Theory]
    [InlineData("no threats, violence or damage", 3)]
    [InlineData("There were no threats, violence, weapons, injuries or damage", 5)]
    [InlineData("Threats/violence: none", 2)]
    [InlineData("Without threats and violence", 2)]
    public void Read_DeniedList_DeniesAllOfIt(string narrative, int items)
    {
        var hits = Book.Read(narrative);

        Assert.Equal(items, hits.Count);
        Assert.All(hits, hit => Assert.Equal(Polarity.Denied, hit.Polarity));
    }

    [Fact]
    public void Read_CueInsideTheHit_TurnsNothing() =>
        Assert.Equal(Polarity.Affirmed, Assert.Single(Some.Book("['does not want contact']").Read("She does not want contact")).Polarity);

    [Fact]
    public void Read_NegationFalse_CannotBeDeniedButFeared()
    {
        var book = Some.Book("[stopped going out]", "negation: false");

        Assert.Equal(Polarity.Affirmed, Assert.Single(book.Read("She has not only stopped going out")).Polarity);
        Assert.Equal(Polarity.Hypothetical, Assert.Single(book.Read("Might have stopped going out")).Polarity);
    }
}
