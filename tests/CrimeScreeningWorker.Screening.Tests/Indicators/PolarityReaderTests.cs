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
    [InlineData("Is the victim in fear?", Polarity.Hypothetical, "Is")]
    [InlineData("Has he ever followed you? Unknown", Polarity.Hypothetical, "Unknown")]
    [InlineData("Has he ever followed you? Not to her knowledge", Polarity.Denied, "Not to her knowledge")]
    [InlineData("Has he ever followed you? Victim replied no", Polarity.Denied, "no")]
    [InlineData("Q5. Has he ever followed you? A. No", Polarity.Denied, "No")]
    [InlineData("Q5: has he ever followed you? Yes, twice", Polarity.Affirmed, null)]
    [InlineData("Threats Y/N", Polarity.Hypothetical, "Y/N")]
    [InlineData("Threats (Y/N): N", Polarity.Denied, "N")]
    [InlineData("Threats (Y/N): Y", Polarity.Affirmed, null)]
    [InlineData("Threats: no", Polarity.Denied, "no")]
    [InlineData("Threats: no weapon", Polarity.Affirmed, null, 2)]
    [InlineData("Weapons - not known", Polarity.Hypothetical, "not known")]
    [InlineData("THREATS NONE INJURED NONE", Polarity.Denied, "NONE", 2)]
    [InlineData("Who does he think he is, waiting outside all night?", Polarity.Affirmed, null)]
    public void Read_Form_SaysWhatItsAnswerSays(string narrative, Polarity expected, string? cue, int hits = 1)
    {
        var found = Book.Read(narrative);

        Assert.Equal(hits, found.Count);
        Assert.Equal(expected, found[0].Polarity);
        Assert.Equal(cue, found[0].Cue is { } span ? narrative.Substring(span.Start, span.Length) : null);
    }

    [Theory]
    [InlineData("The suspect followed the victim", Polarity.Affirmed)]
    [InlineData("The victim followed the suspect", Polarity.SomeoneElse)]
    [InlineData("The victim was followed", Polarity.Affirmed)]
    [InlineData("IP followed home", Polarity.Affirmed)]
    [InlineData("IP followed him home", Polarity.SomeoneElse)]
    [InlineData("SUSP was followed", Polarity.SomeoneElse)]
    [InlineData("He was followed by the victim", Polarity.SomeoneElse)]
    [InlineData("She was followed by the victim's brother", Polarity.Affirmed)]
    [InlineData("The victim has been following him", Polarity.SomeoneElse)]
    [InlineData("The victim went up to him and threatened him", Polarity.SomeoneElse)]
    [InlineData("The victim was shaken and threatened again", Polarity.Affirmed)]
    [InlineData("The victim's ex partner followed her", Polarity.Affirmed)]
    [InlineData("Suspect states that the victim followed him", Polarity.SomeoneElse)]
    [InlineData("I followed him", Polarity.SomeoneElse)]
    [InlineData("He said \"I followed her\"", Polarity.Affirmed)]
    [InlineData("Officers saw the suspect following her", Polarity.Affirmed)]
    [InlineData("Officers left and he followed her", Polarity.Affirmed)]
    public void Read_Act_IsTheSuspectsOrSomeoneElses(string narrative, Polarity expected) =>
        Assert.Equal(expected, Assert.Single(Book.Read(narrative)).Polarity);

    [Theory]
    [InlineData("When they were together he followed her", Polarity.Past)]
    [InlineData("He followed her about when they were together, he has not since", Polarity.Past)]
    [InlineData("When they were together he was kind, now he followed her", Polarity.Affirmed)]
    [InlineData("He has followed her since they were together", Polarity.Affirmed)]
    public void Read_TimeOfTheRelationship_IsPast(string narrative, Polarity expected) =>
        Assert.Equal(expected, Assert.Single(Book.Read(narrative)).Polarity);

    [Theory]
    [InlineData("NO INJURIES SUSPECT FOLLOWED VICTIM HOME", Polarity.Affirmed)]
    [InlineData("No injuries he followed her", Polarity.Affirmed)]
    [InlineData("He has not messaged the victim, or followed her", Polarity.Denied)]
    [InlineData("He did not message IP, wait for IP or follow IP", Polarity.Denied)]
    [InlineData("No suspect followed her", Polarity.Denied)]
    [InlineData("No evidence that he followed her", Polarity.Denied)]
    [InlineData("No evidence he followed her", Polarity.Denied)]
    public void Read_NewSubject_EndsADenial(string narrative, Polarity expected) =>
        Assert.Equal(expected, Book.Read(narrative)[^1].Polarity);

    [Fact]
    public void Read_LongListOfShortItems_IsDeniedToItsEnd() =>
        Assert.Equal(
            Polarity.Denied,
            Assert.Single(Book.Read("No drugs, alcohol, mental health, other concerns, children, pets, visitors or weapons")).Polarity);

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
