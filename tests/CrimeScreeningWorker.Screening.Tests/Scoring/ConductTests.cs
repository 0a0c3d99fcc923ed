using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class ConductTests
{
    private static readonly Crime Tonight = SomeScoring.Crime("He waited outside. He followed her.");

    [Fact]
    public void Of_OneRecord_CountsBehavioursSentenceBySentence()
    {
        var conduct = ConductOf(SomeScoring.Crime("He waited outside. He followed her and waited outside. He followed her and followed her."));

        Assert.Equal(["B5", "B1", "B5", "B1"], conduct.Acts.Select(act => act.Behaviour));
        Assert.Equal([0, 1, 1, 2], conduct.Acts.Select(act => act.Sentence));
        Assert.Equal((1, null, false), (conduct.Days, conduct.ShortestGap, conduct.WentOnAfterReport));
    }

    [Fact]
    public void Of_WhatWasDeniedOrIsNoBehaviour_IsNoAct() =>
        Assert.Empty(ConductOf(SomeScoring.Crime("He denies that he followed her. She owes him rent. He came again.")).Acts);

    [Fact]
    public void Of_EarlierRecords_AddsTheirActsOldestFirst()
    {
        var conduct = ConductOf(Tonight, Earlier("CR/0/26", "He followed her.", daysBefore: 30), Earlier("CR/00/26", "He waited outside.", daysBefore: 4));

        Assert.Equal(["CR/0/26", "CR/00/26", "CR/1/26", "CR/1/26"], conduct.Acts.Select(act => act.Crime.CrimeReference));
        Assert.Equal((3, 4, true), (conduct.Days, conduct.ShortestGap, conduct.WentOnAfterReport));
    }

    [Fact]
    public void Of_TwoRecordsOfOneEvening_CountsTheSameBehaviourOnce()
    {
        var conduct = ConductOf(Tonight, Earlier("CR/0/26", "He followed her.", daysBefore: 0));

        Assert.Equal(2, conduct.Acts.Length);
        Assert.Equal((1, false), (conduct.Days, conduct.WentOnAfterReport));
    }

    [Fact]
    public void Of_LinkForContextOnly_AddsNothing() =>
        Assert.Equal(2, ConductOf(Tonight, Earlier("CR/0/26", "He followed her.", 30, LinkBasis.SameVictim)).Acts.Length);

    [Fact]
    public void Of_AnotherBehaviourOnTheLastDay_IsSaid()
    {
        Assert.Equal("B5", Assert.Single(ConductOf(Tonight, Earlier("CR/0/26", "He followed her.", daysBefore: 30)).NewBehaviours));
        Assert.Empty(ConductOf(Tonight).NewBehaviours);
    }

    private static Conduct ConductOf(Crime crime, params LinkedCrime[] history) => Conduct.Of(
        crime, SomeScoring.Reading(crime), SomeScoring.History(history), code => SomeScoring.Book.Find(code)?.Behaviour);

    private static LinkedCrime Earlier(string reference, string narrative, int daysBefore, LinkBasis basis = LinkBasis.SamePair)
    {
        var crime = SomeScoring.Crime(narrative, reference);
        var when = Tonight.RecordedAt.AddDays(-daysBefore);
        return SomeScoring.Linked(Tonight, crime with { RecordedAt = when, OccurredFrom = when.AddHours(-1) }, basis, basis == LinkBasis.SamePair ? 1 : 0.2);
    }
}
