using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class LinkerWordsTests
{
    private static readonly IdentifierExtractor Extractor = new(new LinkageOptions());
    private static readonly Linker Linker = new(new LinkageOptions());

    [Fact]
    public void Link_CrimeNumberInTheText_JoinsBothWays()
    {
        var first = Crime("35/66896/25", "V1", "S1", "He rang.");
        var second = Crime("35/75920/25", "V2", "S2", "See 35/66896/25.");

        Assert.Equal((LinkBasis.Reference, 0.7, true), Only(second, first));
        Assert.Equal((LinkBasis.Reference, 0.7, true), Only(first, second));
        Assert.Empty(Linker.Link(second, [Crime("35/66897/25", "V1", "S1", "He rang.")]));
    }

    [Fact]
    public void Link_CrimeNumberOfAnotherForce_JoinsNothing() =>
        Assert.Empty(Linker.Link(
            Crime("35/75920/25", "V2", "S2", "See 35/66896/25."), [Crime("35/66896/25", "V1", "S1", "He rang.", force: "GLO")]));

    [Theory]
    [InlineData("@marlow_fen88", "@marl0w.fen89", 0.6, true)]
    [InlineData("@kazzie_88", "@kazzie_89", 0.4, false)]
    public void Link_AccountNamesThatLookAlike_JoinByHowMuchTheyTell(string mine, string other, double strength, bool course) =>
        Assert.Equal((LinkBasis.HandleAlike, strength, course), Only(Crime("1", "V1", null, $"Message from {mine}"), Crime("2", "V2", null, $"Message from {other}")));

    [Fact]
    public void Link_SameAccountName_IsNotAlikeBesides() =>
        Assert.Equal(LinkBasis.Handle, Only(Crime("1", "V1", null, "Message from @marlow_fen88"), Crime("2", "V2", null, "Message from @marlow_fen88")).Basis);

    [Fact]
    public void Link_SuspectOfTheSameNameUnderAnotherReference_IsStrongOnlyWithSomethingElse()
    {
        const string cottam = "Suspect named Lee COTTAM";

        var sameVictim = Linker.Link(Crime("1", "V1", "S1", cottam), [Crime("2", "V1", "S2", "her ex partner Leigh Cottem")]);
        Assert.Contains(sameVictim, link => link is { Basis: LinkBasis.SameName, Strength: 0.75, IsCourseOfConduct: true });
        Assert.Equal((LinkBasis.SameName, 0.2, false), Only(Crime("1", "V1", "S1", cottam), Crime("2", "V2", "S2", cottam)));
        var sameHouse = Linker.Link(Crime("1", "V1", "S1", cottam + " at 14 Pelham St"), [Crime("2", "V2", "S2", cottam + " at 14 Pelham Street")]);
        Assert.Contains(sameHouse, link => link is { Basis: LinkBasis.SameName, Strength: 0.75, IsCourseOfConduct: true });
        Assert.DoesNotContain(Linker.Link(Crime("1", "V1", "S1", cottam), [Crime("2", "V2", "S1", cottam)]), link => link.Basis == LinkBasis.SameName);
    }

    [Fact]
    public void Link_SameHouseForTwoVictims_IsContext() =>
        Assert.Equal((LinkBasis.SameAddress, 0.4, false), Only(Crime("1", "V1", "S1", "at 14 Pelham St"), Crime("2", "V2", "S2", "to 14 PELHAM STREET")));

    [Theory]
    [InlineData("Mill Road", 10, null, true)]
    [InlineData("Mill Lane", 10, null, false)]
    [InlineData("Mill Road", 100, null, false)]
    [InlineData("Mill Road", 10, "S2", false)]
    public void Link_SameConductInTheSameStreet_IsContextForUnknownSuspectsWithinAQuarter(string street, int day, string? suspect, bool expected)
    {
        var links = Linker.Link(
            Crime("1", "V1", null, "on Mill Road", methods: ["FOLLOW", "LOITER"]), [Crime("2", "V2", suspect, $"in {street}", day, methods: ["FOLLOW", "LOITER", "TRACKER"])]);

        Assert.Equal(expected, links.Any(link => link is { Basis: LinkBasis.MethodAndPlace, IsCourseOfConduct: false }));
        Assert.Empty(Linker.Link(
            Crime("1", "V1", null, "on Mill Road", methods: ["FOLLOW"]), [Crime("2", "V2", null, $"in {street}", day, methods: ["FOLLOW", "LOITER"])]));
    }

    private static (LinkBasis Basis, double Strength, bool IsCourse) Only(LinkableCrime crime, LinkableCrime other)
    {
        var link = Assert.Single(Linker.Link(crime, [other]));
        return (link.Basis, link.Strength, link.IsCourseOfConduct);
    }

    private static LinkableCrime Crime(
        string reference, string? victim, string? suspect, string narrative, int day = 0, string force = "NTH", string[]? methods = null)
    {
        var crime = new Crime
        {
            Key = new CrimeKey(force, reference),
            RecordedAt = new DateTimeOffset(2025, 7, 1, 8, 0, 0, TimeSpan.Zero).AddDays(day),
            UpdatedAt = default,
            HomeOfficeClass = "8L",
            OffenceTitle = "Harassment",
            VictimId = victim,
            SuspectId = suspect,
            District = "Central",
            Narrative = narrative,
        };
        var hits = (methods ?? []).Select(code => new IndicatorHit(code, new TextSpan(0, 1), Polarity.Affirmed, null, 0));
        return LinkableCrime.Of(crime, new CrimeReading(0, [.. hits], Extractor.ExtractAll(narrative), 10));
    }
}
