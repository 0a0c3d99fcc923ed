using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

public sealed class RuleBookTests
{
    [Theory]
    [InlineData("[followed]", "SUSP FOLLOWED IP", "FOLLOWED")]
    [InlineData("['follow* {victim}']", "he followed her home", "followed her")]
    [InlineData("['follow* {victim}']", "she keeps following him", "following him")]
    [InlineData("['sat ...4 {place}']", "sat in his car o/s H/A approx 40 mins", "sat in his car o/s H/A")]
    [InlineData("['sat ...1 {place}']", "sat in the car by the house", null)]
    [InlineData("['sat ... house']", "He sat. The house was dark", null)]
    [InlineData("['did not stop']", "he didn't stop", "didn't stop")]
    [InlineData("['told him? to stop']", "told to stop", "told to stop")]
    [InlineData("['told him? to stop']", "told her to stop", "told her to stop")]
    [InlineData("['told him? to stop']", "told them both to stop", null)]
    [InlineData("['told ...2 again? ...2 stop']", "told her it must now stop", "told her it must now stop")]
    [InlineData("['#3+ calls']", "143 calls", "143 calls")]
    [InlineData("['#3+ calls']", "two calls", null)]
    [InlineData("['#2-5 calls']", "five calls", "five calls")]
    [InlineData("['#2-5 calls']", "6 calls", null)]
    [InlineData("['# calls']", "one calls", "one calls")]
    [InlineData("['two calls']", "3 calls", null)]
    [InlineData("['two calls']", "2 calls", "2 calls")]
    [InlineData("['sent $money']", "sent 0.01p again", "sent 0.01p")]
    [InlineData("['from $handle|$email|$longnumber']", "from @night_owl", "from @night_owl")]
    [InlineData("['at $date']", "seen at 20:15 hrs", "at 20:15")]
    [InlineData("['photo* ...2 {victim}']", "took photos of her", "photos of her")]
    [InlineData("['photo* ...2 {victim}']", "photographed her", "photographed her")]
    [InlineData("['dozen* calls']", "dozens calls", "dozens calls")]
    [InlineData("['threat* {victim}|me']", "threatened me", "threatened me")]
    [InlineData("['home address']", "outside home", null)]
    public void Read_Phrase_FindsExactlyItsWords(string phrases, string narrative, string? expected) =>
        Assert.Equal(expected ?? "", Some.Book(phrases).Quote(narrative));

    [Fact]
    public void Read_OverlappingMatches_LongestStays() =>
        Assert.Equal("sat outside the house", Some.Book("[sat, sat outside, 'sat ... house', the house]").Quote("He sat outside the house."));

    [Fact]
    public void Read_SeveralPlaces_AreInTheOrderOfTheText()
    {
        var hits = Some.Book("[followed, threat*]").Read("He threatened her. He followed her. Followed again.");

        Assert.Equal([3, 22, 36], hits.Select(hit => hit.Span!.Value.Start));
        Assert.Equal([0, 1, 2], hits.Select(hit => hit.Sentence));
    }

    [Fact]
    public void Read_Exception_DropsTheHitItOverlaps() =>
        Assert.Equal("parked outside", Some.Book("[parked outside]", "except: [outside his own]").Quote("parked outside his own flat, then parked outside hers"));

    [Fact]
    public void Read_OnlyWith_NeedsItInTheSameSentence() =>
        Assert.Equal("followed", Some.Book("[followed]", "only_with: [car]").Quote("He followed. The car was red. A car followed."));

    [Fact]
    public void Read_When_RestrictsTextHitsByFields()
    {
        var book = Some.Book("[contacted]", "when: { relationship: [ex-partner], orders: any }");
        var crime = Some.Crime("He contacted her") with { Relationship = "Ex-Partner", ProtectiveOrders = ["NMO"] };

        Assert.Single(book.Read(crime));
        Assert.Empty(book.Read(crime with { ProtectiveOrders = [] }));
        Assert.Empty(book.Read(crime with { Relationship = "neighbour" }));
        Assert.Empty(book.Read(crime with { Relationship = null }));
    }

    [Fact]
    public void Read_Fields_GiveAHitWithoutSpanBehindTheText()
    {
        var book = Some.Book("[ex]", "fields: { relationship: [ex-partner] }");

        var hits = book.Read(Some.Crime("her ex") with { Relationship = "ex-partner" });

        Assert.Equal(2, hits.Count);
        Assert.NotNull(hits[0].Span);
        Assert.Equal(new IndicatorHit("TEST", null, Polarity.Affirmed, null, -1), hits[1]);
    }

    [Fact]
    public void Read_MoreThanTwentyOfOne_KeepsTheFirstTwenty() =>
        Assert.Equal(20, Some.Book("[followed]").Read(string.Concat(Enumerable.Repeat("followed her. ", 5000))).Count);

    [Fact]
    public void Read_FromManyThreads_GivesTheSame()
    {
        var book = Some.Book("['sat ... {place}', 'follow* {victim}']");
        var texts = Enumerable.Range(0, 200).Select(i => $"{i} He sat near her house. {(i % 2 == 0 ? "He followed her." : "")}").ToArray();
        var alone = texts.Select(text => book.Read(text).Count).ToArray();

        Assert.Equal(alone, texts.AsParallel().AsOrdered().Select(text => book.Read(text).Count));
    }

    [Theory]
    [InlineData(LinkBasis.SamePair, 100, true)]
    [InlineData(LinkBasis.SamePair, -100, true)]
    [InlineData(LinkBasis.SamePair, 400, false)]
    [InlineData(LinkBasis.SameVictim, 100, false)]
    public void ReadHistory_LinkedCrime_CountsByBasisAndTime(LinkBasis basis, int daysBefore, bool expected)
    {
        var book = Some.Book("[x]", "history: { basis: [SamePair, Phone], at_least: 1, within_days: 365 }");
        var crime = Some.Crime("");
        var other = new CrimeKey("TST", "0");
        var linked = new LinkedCrime(
            other, "8L", "", crime.RecordedAt.AddDays(-daysBefore), null, new CrimeReading(0, [], [], 0), [new Link(crime.Key, other, basis, 1, "")]);

        var hits = book.ReadHistory(crime, new CourseOfConduct([linked]));

        Assert.Equal(expected, hits.Count == 1);
        Assert.Empty(book.ReadHistory(crime, CourseOfConduct.None));
    }

    [Fact]
    public void WordClasses_OfTheLists_AreTheirSingleWordsEachOnce()
    {
        var book = RuleBook.Parse(
            """
            title: Test book
            format: 1
            words:
              place: [flat, "front door", he, "house|home"]
              anywhere: [house, lurk*, her]
            indicators:
              - code: AT_HOME
                title: At home
                group: context
                weight: 0
                phrases: ["{place}"]
            """,
            "test.yaml");

        Assert.Equal(["anywhere: lurk*", "place: flat house home"], book.WordClasses.Select(c => $"{c.Key}: {c.Value}"));
    }

    [Fact]
    public void Version_SameBookWithOtherLineEnds_IsTheSame()
    {
        var yaml = Some.Yaml("[x]");

        Assert.Equal(RuleBook.Parse(yaml, "a").Version, RuleBook.Parse(yaml.ReplaceLineEndings("\r\n"), "b").Version);
        Assert.Equal(12, RuleBook.Parse(yaml, "a").Version.Count(char.IsAsciiHexDigitLower));
        Assert.Matches("^[0-9a-f]{12}$", RuleBook.Parse(yaml, "a").Version);
    }

    [Fact]
    public void Indicators_OfTheBook_SayWhatItsAuthorWrote()
    {
        var indicator = Assert.Single(Some.Book("[x]", "behaviour: B5", "four: [F, R]", "high_risk: true", "breach: true", "daily_life: true", "note: A trap.").Indicators);

        Assert.Equal(("TEST", "A test", IndicatorGroup.Behaviour, "B5", 1.0), (indicator.Code, indicator.Title, indicator.Group, indicator.Behaviour, indicator.Weight));
        Assert.Equal((true, false, true, true, "A trap."), (indicator.HighRisk, indicator.Online, indicator.Breach, indicator.DailyLife, indicator.Note));
        Assert.Equal("FR", string.Concat(indicator.Four));
    }
}
