using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class BehavioursTests
{
    private static readonly ScreenedCrime Crime = Some.Crime(narrative: "He followed her. She may be followed.");

    [Fact]
    public void StateOf_NoHit_IsNotStated() => Assert.Equal(BehaviourState.NotStated, Behaviours.StateOf("B1", Crime, Some.Context));

    [Fact]
    public void StateOf_SeenAndDenied_IsSeen() =>
        Assert.Equal(BehaviourState.Seen, Behaviours.StateOf("B1", Crime.WithHits(("FOLLOW", "followed her", Polarity.Denied), ("FOLLOW", "followed her", Polarity.Affirmed)), Some.Context));

    [Fact]
    public void StateOf_OnlyDenied_IsDenied() =>
        Assert.Equal(BehaviourState.Denied, Behaviours.StateOf("B1", Crime.WithHits(("FOLLOW", "followed her", Polarity.Denied)), Some.Context));

    [Fact]
    public void StateOf_OnlyFeared_IsNotStated() =>
        Assert.Equal(BehaviourState.NotStated, Behaviours.StateOf("B1", Crime.WithHits(("FOLLOW", "followed", Polarity.Hypothetical)), Some.Context));

    [Theory]
    [InlineData(LinkBasis.SamePair, BehaviourState.SeenInLinkedCrime)]
    [InlineData(LinkBasis.SameVictimSuspectUnknown, BehaviourState.SeenInLinkedCrime)]
    [InlineData(LinkBasis.CounterAllegation, BehaviourState.NotStated)]
    [InlineData(LinkBasis.SameSuspect, BehaviourState.NotStated)]
    [InlineData(LinkBasis.SameVictim, BehaviourState.NotStated)]
    internal void StateOf_SeenInALinkedCrime_CountsForTheSamePeopleOnly(LinkBasis basis, BehaviourState expected)
    {
        var hit = new IndicatorHit("FOLLOW", null, Polarity.Affirmed, null, 0);
        var crime = Crime.WithHistory(Some.Linked(Crime, "CR/0", "8L", "Harassment", "2025-12-01T09:00:00+00:00", null, basis, hits: hit));

        Assert.Equal(expected, Behaviours.StateOf("B1", crime, Some.Context));
    }

    [Fact]
    public void StateOf_Repeated_IsSeenInAnEarlierCrimeOfTheSamePair()
    {
        var crime = Crime.WithHistory(Some.Linked(Crime, "CR/0", "8L", "Harassment", "2025-12-01T09:00:00+00:00", null));

        Assert.Equal(BehaviourState.SeenInLinkedCrime, Behaviours.StateOf('R', crime, Some.Context));
        Assert.Equal(BehaviourState.NotStated, Behaviours.StateOf('F', crime, Some.Context));
    }
}
