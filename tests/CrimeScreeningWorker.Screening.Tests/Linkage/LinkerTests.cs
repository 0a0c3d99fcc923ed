using System.ComponentModel.DataAnnotations;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Text;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Linkage;

public sealed class LinkerTests
{
    private static readonly DateTimeOffset Start = new(2025, 7, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly TextIdentifier Phone = new(IdentifierKind.Phone, "+447700900123", new TextSpan(0, 12));
    private static readonly TextIdentifier Plate = new(IdentifierKind.Vehicle, "FN17KXO", new TextSpan(0, 7));

    private readonly Linker linker = new(new LinkageOptions());

    private static LinkableCrime Crime(string reference, string? victim, string? suspect, int day = 0, string force = "NTH", params TextIdentifier[] named) =>
        new(new CrimeKey(force, reference), Start.AddDays(day), victim, suspect, named);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void Link_SameVictimAndSuspect_IsAPair()
    {
        var link = Assert.Single(linker.Link(Crime("1", "V", "S"), [Crime("2", "V", "S", day: 40)]));

        Assert.Equal(new Link(new CrimeKey("NTH", "1"), new CrimeKey("NTH", "2"), LinkBasis.SamePair, 1.0, "same victim and suspect"), link);
        Assert.True(link.IsCourseOfConduct);
    }

    [Fact]
    public void Link_RolesExchanged_IsACounterAllegationAndNoCourseOfConduct()
    {
        var link = Assert.Single(linker.Link(Crime("1", "A", "B"), [Crime("2", "B", "A")]));

        Assert.Equal((LinkBasis.CounterAllegation, 0.9), (link.Basis, link.Strength));
        Assert.False(link.IsCourseOfConduct);
    }

    [Theory]
    [InlineData("A", null, "B", "A")]
    [InlineData("A", "B", null, "A")]
    [InlineData("A", "B", "B", null)]
    [InlineData(null, "A", "A", "B")]
    public void Link_OneRoleSeenExchangedTheOtherNotRecorded_IsAWeakCounterAllegation(string? victim, string? suspect, string? otherVictim, string? otherSuspect)
    {
        var link = Assert.Single(linker.Link(Crime("1", victim, suspect), [Crime("2", otherVictim, otherSuspect)]));

        Assert.Equal((LinkBasis.CounterAllegation, 0.4), (link.Basis, link.Strength));
    }

    [Fact]
    public void Link_VictimIsSuspectInAnothersMatter_MakesNoLink() => Assert.Empty(linker.Link(Crime("1", "A", "B"), [Crime("2", "C", "A")]));

    [Fact]
    public void Link_SameSuspectAnotherVictim_SaysSo()
    {
        var link = Assert.Single(linker.Link(Crime("1", "V", "S"), [Crime("2", "W", "S")]));

        Assert.Equal((LinkBasis.SameSuspect, 0.6, "same suspect, another victim", true), (link.Basis, link.Strength, link.By, link.IsCourseOfConduct));
    }

    [Theory]
    [InlineData("S", null)]
    [InlineData(null, "S")]
    [InlineData(null, null)]
    [InlineData(" ", "")]
    public void Link_SameVictimSuspectUnknown_Joins(string? suspect, string? otherSuspect)
    {
        var link = Assert.Single(linker.Link(Crime("1", "V", suspect), [Crime("2", "V", otherSuspect)]));

        Assert.Equal((LinkBasis.SameVictimSuspectUnknown, 0.7, true), (link.Basis, link.Strength, link.IsCourseOfConduct));
    }

    [Fact]
    public void Link_SameVictimSuspectUnknown_WeakensWithTime()
    {
        var strengths = new[] { 0, 100, 200, 365 }.Select(day => linker.Link(Crime("1", "V", null), [Crime("2", "V", null, day)])[0].Strength).ToList();

        Assert.Equal(strengths.OrderDescending(), strengths);
        Assert.Equal(0.35, strengths[^1], 3);
    }

    [Fact]
    public void Link_SameVictimAnotherKnownSuspect_IsContextOnly()
    {
        var link = Assert.Single(linker.Link(Crime("1", "V", "S"), [Crime("2", "V", "T")]));

        Assert.Equal((LinkBasis.SameVictim, 0.2, false), (link.Basis, link.Strength, link.IsCourseOfConduct));
    }

    [Fact]
    public void Link_BlankIds_NeverMatch() => Assert.Empty(linker.Link(Crime("1", " ", ""), [Crime("2", " ", ""), Crime("3", null, null)]));

    [Fact]
    public void Link_PeopleOfAnotherForce_NeverMatch() => Assert.Empty(linker.Link(Crime("1", "V", "S"), [Crime("2", "V", "S", force: "CAM")]));

    [Fact]
    public void Link_IdentifierOfAnotherForce_Joins()
    {
        var link = Assert.Single(linker.Link(Crime("1", "V", null, named: Phone), [Crime("2", "W", null, force: "CAM", named: Phone)]));

        Assert.Equal((LinkBasis.Phone, 0.85, "same telephone number"), (link.Basis, link.Strength, link.By));
    }

    [Fact]
    public void Link_VictimAndIdentifier_GivesBothStrongestFirst()
    {
        var links = linker.Link(Crime("1", "V", null, named: [Phone, Plate]), [Crime("2", "V", null, named: [Plate, Phone])]);

        Assert.Equal([LinkBasis.Phone, LinkBasis.Vehicle, LinkBasis.SameVictimSuspectUnknown], links.Select(link => link.Basis));
    }

    [Fact]
    public void Link_IdentifierNamedTwice_GivesOneLink() =>
        Assert.Single(linker.Link(Crime("1", "V", null, named: [Phone, Phone]), [Crime("2", "W", null, named: [Phone, Phone])]));

    [Theory]
    [InlineData("GK17*", "GK17VPX", 0.4, false)]
    [InlineData("*VPX", "GK17VPX", 0.4, false)]
    [InlineData("GK17V?X", "GK17VPX", 0.65, true)]
    [InlineData("GK17*", "GK17*", 0.4, false)]
    public void Link_PartOfRegistration_JoinsByHowMuchIsKnown(string part, string other, double strength, bool conduct)
    {
        var link = Assert.Single(linker.Link(
            Crime("1", "V", null, named: Plate with { Value = part }), [Crime("2", "W", null, named: Plate with { Value = other })]));

        Assert.Equal((LinkBasis.Vehicle, strength, conduct), (link.Basis, link.Strength, link.IsCourseOfConduct));
    }

    [Fact]
    public void Link_PartThatDoesNotFit_MakesNoLink() =>
        Assert.Empty(linker.Link(Crime("1", "V", null, named: Plate with { Value = "*KFU" }), [Crime("2", "W", null, named: Plate)]));

    [Fact]
    public void Link_By_NeverNamesTheIdentifier()
    {
        var links = linker.Link(Crime("1", "V", "S", named: [Phone, Plate]), [Crime("2", "V", "S", named: [Phone, Plate])]);

        Assert.DoesNotContain(links, link => link.By.Any(char.IsAsciiDigit) || link.By.Contains("KXO", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Link_MoreSharersThanAllowed_JoinsNone()
    {
        var crimes = Enumerable.Range(0, 13).Select(i => Crime($"{i}", $"V{i}", null, named: Phone)).ToList();

        Assert.Empty(linker.Link(crimes[0], crimes));
        Assert.Equal(11, linker.Link(crimes[0], crimes[..12]).Count);
    }

    [Fact]
    public void Link_StoreKnowsMoreSharersThanAreGiven_JoinsNone() =>
        Assert.Empty(linker.Link(Crime("1", "V", null, named: Phone), [Crime("2", "W", null, named: Phone)], (_, _) => 13));

    [Theory]
    [InlineData("S", 365, 1)]
    [InlineData("S", 2192, 1)]
    [InlineData("S", 2193, 0)]
    [InlineData(null, 365, 1)]
    [InlineData(null, 366, 0)]
    [InlineData("T", 366, 0)]
    public void Link_FurtherApartThanTheLookBack_IsDropped(string? otherSuspect, int days, int expected) =>
        Assert.Equal(expected, linker.Link(Crime("1", "V", "S"), [Crime("2", "V", otherSuspect, days)]).Count);

    [Fact]
    public void Link_CrimeItselfAmongCandidates_IsPassedOver()
    {
        var crime = Crime("1", "V", "S", named: Phone);

        Assert.Empty(linker.Link(crime, [crime]));
    }

    [Fact]
    public void Link_CandidatesInAnyOrder_GivesTheSameOrder()
    {
        LinkableCrime[] candidates = [Crime("3", "V", "S"), Crime("2", "V", "S"), Crime("4", "W", "S"), Crime("5", "V", null, named: Phone)];
        var crime = Crime("1", "V", "S", named: Phone);

        var links = linker.Link(crime, candidates);

        Assert.Equal(links, linker.Link(crime, [.. candidates.Reverse()]));
        Assert.Equal("2 3 5 5 4", string.Join(' ', links.Select(link => link.Other.CrimeReference)));
    }

    [Fact]
    public void Link_EitherWayRound_GivesMirroredLinks()
    {
        var person = OneOf<string?>(null, "", "A", "B", "C");
        var named = OneOf(Phone, Plate, Plate with { Value = "FN17*" }, Plate with { Value = "FN17K?O" }, Plate with { Value = "GK17VPX" }).Array[0, 3];
        var crime = Gen.Select(person, person, Gen.Int[0, 3000], OneOf("NTH", "CAM"), named);
        Gen.Select(crime, crime).Sample(
            (one, two) =>
            {
                var a = Crime("1", one.Item1, one.Item2, one.Item3, one.Item4, one.Item5);
                var b = Crime("2", two.Item1, two.Item2, two.Item3, two.Item4, two.Item5);
                var mirrored = linker.Link(b, [a]).Select(link => link with { Crime = link.Other, Other = link.Crime });
                Assert.Equal(linker.Link(a, [b]), mirrored);
            },
            iter: 5_000,
            threads: 1);
    }

    [Fact]
    public void Options_Shipped_AreValid()
    {
        var options = new LinkageOptions();

        Assert.True(Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    [Fact]
    public void Options_OutOfRange_NamesEachKey()
    {
        var options = new LinkageOptions { MaxSharers = 0, LookBack = TimeSpan.Zero, ContactStrength = 1.5 };
        var failures = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);

        Assert.Equal(
            $"{nameof(LinkageOptions.ContactStrength)} {nameof(LinkageOptions.LookBack)} {nameof(LinkageOptions.MaxSharers)}",
            string.Join(' ', failures.SelectMany(failure => failure.MemberNames).Order(StringComparer.Ordinal)));
    }
}
