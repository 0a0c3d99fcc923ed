using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests;

public sealed class StepGuardTests
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 14, 7, 42, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("B", "B", "linkage B")]
    [InlineData("A", "AB", "linkage A")]
    [InlineData("O", "B", "linkage O")]
    [InlineData("", "AB", "")]
    public void TakeLinkFaults_CrimeThatFailsByItself_IsAtFaultWhoeverAskedIt(string poison, string batch, string expected)
    {
        var guard = Guard((crime, others) => poison.Contains(crime) || others.Any(other => poison.Contains(other)));

        Ask(guard, "A", "BO");
        Ask(guard, "B", "AO");
        Ask(guard, "O", "AB");

        Assert.Equal(expected, Faults(guard, batch));
    }

    [Theory]
    [InlineData("A", "AB", "linkage A")]
    [InlineData("A", "AC", "linkage A")]
    [InlineData("C", "ABC", "linkage C")]
    [InlineData("A", "BC", "linkage B, linkage C")]
    public void TakeLinkFaults_CrimeThatFailsWithOthersAlone_IsTheOneOfTheBatchThatFailsWithMost(string poison, string batch, string expected)
    {
        var guard = Guard((crime, others) => others.Any(other => poison.Contains(crime) || poison.Contains(other)));

        Ask(guard, "A", "BC");
        Ask(guard, "B", "AC");
        Ask(guard, "C", "AB");

        Assert.Equal(expected, Faults(guard, batch));
    }

    [Fact]
    public void TakeLinkFaults_TwoOfTheBatchThatCannotBearEachOther_LeavesTheFirst()
    {
        var guard = Guard((crime, others) => $"{crime}{string.Concat(others)}" is "AB" or "BA");

        Ask(guard, "A", "B");
        Ask(guard, "B", "A");

        Assert.Equal("linkage B", Faults(guard, "AB"));
        Assert.Equal("", Faults(guard, "AB"));
    }

    [Fact]
    public void Link_OneCandidateThatFails_GivesTheLinksToTheOthers()
    {
        var guard = Guard((_, others) => others.Contains('B'));

        Assert.Equal("A C", string.Join(' ', Ask(guard, "O", "ABC").Select(link => link.Other.CrimeReference)));
    }

    [Fact]
    public void Read_LogitThatIsNoNumber_IsAFaultOfTheCrime()
    {
        var guard = new StepGuard(new ScreeningSteps(_ => new CrimeReading(double.NaN, [], [], 1), (_, _) => [], (_, _, _, _) => default, "1", "1"));

        Assert.Equal(
            new StepFault(new CrimeKey("GLO", "A"), "reading", nameof(NotFiniteNumberException)),
            guard.Read(new CrimeScreeningWorker.Screening.Sources.Crime
            {
                Key = new CrimeKey("GLO", "A"),
                RecordedAt = Morning,
                UpdatedAt = Morning,
                HomeOfficeClass = "8L",
                OffenceTitle = "Harassment",
                Narrative = "X",
            }).Fault);
    }

    private static StepGuard Guard(Func<char, string, bool> throws) => new(new ScreeningSteps(
        _ => throw new NotSupportedException(),
        (crime, others) => throws(crime.Key.CrimeReference[0], string.Concat(others.Select(other => other.Key.CrimeReference)))
            ? throw new FormatException()
            : [.. others.Select(other => new Link(crime.Key, other.Key, LinkBasis.SamePair, 1, "same pair"))],
        (_, _, _, _) => throw new NotSupportedException(), "1", "1"));

    private static IReadOnlyList<Link> Ask(StepGuard guard, string crime, string others) =>
        guard.Link(Crime(crime[0]), [.. others.Select(Crime)]);

    private static LinkableCrime Crime(char reference) => new(new CrimeKey("GLO", $"{reference}"), Morning, "P1", "P2", []);

    private static string Faults(StepGuard guard, string batch) => string.Join(", ", guard
        .TakeLinkFaults(batch.Select((crime, place) => (crime, place)).ToDictionary(c => new CrimeKey("GLO", $"{c.crime}"), c => c.place))
        .OrderBy(fault => fault.Crime).Select(fault => $"{fault.Step} {fault.Crime.CrimeReference}"));
}
