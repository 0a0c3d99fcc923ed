using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class ScoringFeaturesTests
{
    private static readonly RuleBook Book = RuleBook.Parse(
        """
        title: Test book
        format: 1
        indicators:
          - code: WEAPON
            title: Weapon
            group: risk
            weight: 0.5
            high_risk: true
            grave: true
            phrases: ["knife"]
            examples: { hits: ["He had a knife"] }
          - code: TRACKER
            title: Tracker
            group: behaviour
            weight: 1
            high_risk: true
            online: true
            phrases: ["tracker"]
            examples: { hits: ["A tracker was found"] }
          - code: MOVED
            title: Moved away
            group: effect
            weight: 0.8
            daily_life: true
            phrases: ["moved house"]
            examples: { hits: ["She has moved house"] }
          - code: UPSET
            title: Upset
            group: effect
            weight: 0
            phrases: ["upset"]
            examples: { hits: ["She is upset"] }
        """,
        "test.yaml");

    private static readonly ScoringFeatures Features = new(Book);

    private static float ValueOf(string feature, Crime crime, params LinkedCrime[] history)
    {
        var values = new float[Features.All.Count];
        Features.Fill(crime, Read(crime), SomeScoring.History(history), values);
        return values[Features.All.Index().Single(f => f.Item.Name == feature).Index];
    }

    private static CrimeReading Read(Crime crime)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return new CrimeReading(0, [.. Book.Read(crime, tokens)], [], tokens.Count);
    }

    private static LinkedCrime Linked(Crime to, string narrative, int daysBefore, LinkBasis basis = LinkBasis.SamePair)
    {
        var crime = SomeScoring.Crime(narrative, "CR/0/26") with { RecordedAt = to.RecordedAt.AddDays(-daysBefore) };
        return new LinkedCrime(
            crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, null, Read(crime),
            [new Link(to.Key, crime.Key, basis, basis == LinkBasis.SamePair ? 1 : 0.2, "")]);
    }

    [Theory]
    [InlineData("SIGN_HIGH_RISK", "He had a knife and a tracker was found.", 1)]
    [InlineData("SIGN_HIGH_RISK_COUNT", "He had a knife and a tracker was found.", 1)]
    [InlineData("SIGN_GRAVE", "He had a knife and a tracker was found.", 1)]
    [InlineData("SIGN_GRAVE_COUNT", "He had a knife. The knife was sharp.", 1)]
    [InlineData("SIGN_GRAVE", "A tracker was found.", 0)]
    [InlineData("SIGN_ONLINE", "He had a knife and a tracker was found.", 1)]
    [InlineData("SIGN_ONLINE", "He had a knife.", 0)]
    [InlineData("SIGN_EFFECT", "She is upset.", 1)]
    [InlineData("SIGN_DAILY_LIFE_COUNT", "She is upset.", 0)]
    [InlineData("SIGN_DAILY_LIFE_COUNT", "She is upset and has moved house.", 1)]
    public void Fill_Signs_CountIndicatorsOfTheirKindOnce(string sign, string narrative, float expected) =>
        Assert.Equal(expected, ValueOf(sign, SomeScoring.Crime(narrative)));

    [Theory]
    [InlineData(10, LinkBasis.SamePair, 1)]
    [InlineData(-10, LinkBasis.SamePair, 0)]
    [InlineData(10, LinkBasis.SameVictim, 0)]
    public void Fill_EarlierHighRisk_CountsEarlierCrimesOfTheCourseOnly(int daysBefore, LinkBasis basis, float expected)
    {
        var crime = SomeScoring.Crime("He came to the door.");

        Assert.Equal(expected, ValueOf("EARLIER_HIGH_RISK_COUNT", crime, Linked(crime, "He had a knife.", daysBefore, basis)));
    }

    [Fact]
    public void Fill_EarlierHighRiskThatThisCrimeShowsToo_CountsOnce()
    {
        var crime = SomeScoring.Crime("He had a knife.");

        Assert.Equal(0, ValueOf("EARLIER_HIGH_RISK_COUNT", crime, Linked(crime, "He had a knife.", 10)));
    }

    [Fact]
    public void Fill_OrderWithAnEarlierCrime_IsASignOfItsOwn()
    {
        var crime = SomeScoring.Crime("He came to the door.");
        var ordered = crime with { ProtectiveOrders = ["NMO"] };

        Assert.Equal(0, ValueOf("EARLIER_AND_ORDER", ordered));
        Assert.Equal(0, ValueOf("EARLIER_AND_ORDER", crime, Linked(crime, "He rang.", 10)));
        Assert.Equal(1, ValueOf("EARLIER_AND_ORDER", ordered, Linked(ordered, "He rang.", 10)));
    }

    [Theory]
    [InlineData("8/30", "Harassment", 1)]
    [InlineData("008/30", "Harassment", 1)]
    [InlineData("195/94", "Harassment without violence (s2 PHA 1997)", 0)]
    [InlineData(null, "Harassment - put in fear of violence (s4 PHA 1997)", 1)]
    [InlineData(null, "Send communication threatening death or serious harm (s181 OSA 2023)", 1)]
    public void Fill_OffenceOfFear_IsReadFromCodeOrTitle(string? code, string title, float expected) =>
        Assert.Equal(expected, ValueOf("FIELD_FEAR_OF_VIOLENCE", SomeScoring.Crime("He rang.") with { OffenceCode = code, OffenceTitle = title }));

    [Theory]
    [InlineData("105A", 1)]
    [InlineData("8N", 1)]
    [InlineData("28E", 1)]
    [InlineData("8L", 0)]
    [InlineData("49", 0)]
    public void Fill_ViolentClass_CountsIncludedAndEarlier(string homeOfficeClass, float expected)
    {
        var crime = SomeScoring.Crime("He rang.") with { IncludedClassifications = [homeOfficeClass] };
        var earlier = Linked(crime, "He rang.", 10) with { HomeOfficeClass = homeOfficeClass };

        Assert.Equal(expected, ValueOf("FIELD_VIOLENT_INCLUDED", crime));
        Assert.Equal(expected, ValueOf("EARLIER_VIOLENT", crime, earlier));
    }

    [Fact]
    public void InputsOf_Stalking_TakesNoFieldNoSignAndNoIndicatorOfWeightZero()
    {
        var names = Features.InputsOf(Answer.Stalking).Select(i => i.Feature.Name).ToList();

        Assert.Contains(names, n => n == "WEAPON");
        Assert.DoesNotContain(names, n => n == "UPSET");
        Assert.DoesNotContain(names, n => n.StartsWith("FIELD_", StringComparison.Ordinal) || n.StartsWith("SIGN_", StringComparison.Ordinal));
    }

    [Fact]
    public void InputsOf_HighRisk_TakesOnlyWhatRaises()
    {
        var inputs = Features.InputsOf(Answer.HighRisk);

        Assert.All(inputs, i => Assert.Equal(Direction.Raises, i.Feature.Direction));
        Assert.Equal("WEAPON TRACKER", string.Join(' ', inputs.Select(i => i.Feature.Name).Where(n => Book.Find(n) is not null)));
    }

    [Theory]
    [InlineData(Answer.Stalking)]
    [InlineData(Answer.Online)]
    [InlineData(Answer.HighRisk)]
    [InlineData(Answer.Section4A)]
    public void InputsOf_AnyAnswer_PointAtTheirFeature(Answer answer)
    {
        var inputs = Features.InputsOf(answer);

        Assert.NotEmpty(inputs);
        Assert.All(inputs, i => Assert.Equal(Features.All[i.Index].Name, i.Feature.Name));
        Assert.All(inputs, i => Assert.InRange(i.Freedom, 0.1f, 1f));
    }
}
