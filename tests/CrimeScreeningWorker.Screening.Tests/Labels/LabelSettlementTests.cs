using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Tests.Labels;

public sealed class LabelSettlementTests
{
    private const StalkingAnswer Yes = StalkingAnswer.Yes, No = StalkingAnswer.No, Unsure = StalkingAnswer.Unsure;

    private static readonly DateTimeOffset Morning = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Settle_OnePerson_CountsWithTheWayItWasChosen()
    {
        var settled = LabelSettlement.Settle([Say(1, "Ann", Yes) with { Sample = LabelSample.Random, SelectionWeight = 4.5 }]).Settled!;

        Assert.Equal((true, LabelSample.Random, 4.5, "Ann", 1, false), (settled.Stalking, settled.Sample, settled.Weight, settled.By, settled.Opinions, settled.Adjudicated));
    }

    [Fact]
    public void Settle_SamePersonAgain_NewestCountsByTimeNotByArrival()
    {
        var outcome = LabelSettlement.Settle([Say(1, "Ann", Yes, hour: 5), Say(2, "ann", No, hour: 3)]);

        Assert.Equal((true, 1), (outcome.Settled!.Stalking, outcome.Settled.Opinions));
        Assert.Equal([1L], outcome.Opinions.Select(l => l.Id));
    }

    [Fact]
    public void Settle_TwoDisagree_IsAConflictAndNotSettled()
    {
        var outcome = LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No)]);

        Assert.Null(outcome.Settled);
        Assert.Equal(["Ann", "Ben"], outcome.Conflict!.Opinions.Select(l => l.By));
    }

    [Fact]
    public void Settle_OneOfTwoComesRound_IsSettled()
    {
        var settled = LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Say(3, "Ann", No)]).Settled!;

        Assert.Equal((false, 2), (settled.Stalking, settled.Opinions));
    }

    [Fact]
    public void Settle_ThirdPersonAdjudicates_SettlesIt()
    {
        var settled = LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Rule(3, "Cat", No)]).Settled!;

        Assert.Equal((false, "Cat", true), (settled.Stalking, settled.By, settled.Adjudicated));
    }

    [Fact]
    public void Settle_OneOfTheTwoAdjudicates_SettlesNothing() =>
        Assert.NotNull(LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Rule(3, "ANN", Yes)]).Conflict);

    [Fact]
    public void Settle_AdjudicatorThinksAgain_NewestRulingCounts() =>
        Assert.True(LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Rule(3, "Cat", No), Rule(4, "Cat", Yes)]).Settled!.Stalking);

    [Fact]
    public void Settle_SomebodyDisagreesAfterTheRuling_IsAConflictAgain()
    {
        var outcome = LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Rule(3, "Cat", No), Say(4, "Dan", Yes)]);

        Assert.Equal(["Cat", "Dan"], outcome.Conflict!.Opinions.Select(l => l.By));
    }

    [Fact]
    public void Settle_UnsureBesideAnAnswer_LeavesTheAnswer()
    {
        Assert.True(LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", Unsure)]).Settled!.Stalking);
        var alone = LabelSettlement.Settle([Say(1, "Ann", Unsure)]);
        Assert.Equal((null, null, 1), (alone.Settled, alone.Conflict, alone.Opinions.Length));
    }

    [Fact]
    public void Settle_TakenBack_LeavesNothingOfThePersonEvenWhatCameBefore()
    {
        var outcome = LabelSettlement.Settle([Say(1, "Ann", No), Say(2, "Ann", Yes), TakeBack(3, "Ben", corrects: 2)]);

        Assert.Equal((null, null), (outcome.Settled, outcome.Conflict));
        Assert.Empty(outcome.Opinions);
    }

    [Fact]
    public void Settle_RulingTakenBack_OpensTheConflictAgain() =>
        Assert.NotNull(LabelSettlement.Settle([Say(1, "Ann", Yes), Say(2, "Ben", No), Rule(3, "Cat", No), TakeBack(4, "Cat", corrects: 3)]).Conflict);

    [Fact]
    public void Settle_ReadByChanceAndThenAgain_KeepsTheFirstChance()
    {
        var settled = LabelSettlement.Settle([Say(1, "Ann", No) with { Sample = LabelSample.Random, SelectionWeight = 20 }, Say(2, "Ben", No)]).Settled!;

        Assert.Equal((LabelSample.Random, 20.0), (settled.Sample, settled.Weight));
    }

    [Fact]
    public void FirstOpinions_SecondThoughtsAndSlips_CountAsTheyWereMeantFirst()
    {
        var opinions = LabelSettlement.FirstOpinions(
            [Say(1, "Ann", Yes), Say(2, "Ben", Yes), TakeBack(3, "Ben", corrects: 2, "undone"), Say(4, "Ben", No), Say(5, "Ann", No), Rule(6, "Cat", No)]);

        Assert.Equal([(1L, Yes), (4L, No)], opinions.Select(l => (l.Id, l.Stalking!.Value)));
    }

    [Fact]
    public void Agreement_BlindAndSeenPairs_StandApart()
    {
        IReadOnlyList<Label>[] crimes =
        [
            [Blind(Say(1, "Ann", Yes)), Blind(Say(2, "Ben", Yes))],
            [Blind(Say(3, "Ben", No)), Blind(Say(4, "Ann", Yes))],
            [Blind(Say(5, "Ann", No)), Blind(Say(6, "Ben", No))],
            [Blind(Say(7, "Ann", Unsure)), Blind(Say(8, "Ben", No))],
            [Blind(Say(9, "Ann", Yes)), Say(10, "Cat", No)],
            [Say(11, "Ann", Yes)],
        ];

        var report = LabelAgreement.Of(crimes);

        Assert.Equal(5, report.Crimes);
        var pair = Assert.Single(report.Blind.Pairs);
        Assert.Equal(("Ann", "Ben", 1, 1, 0, 1, 1), (pair.First, pair.Second, pair.BothYes, pair.OnlyFirst, pair.OnlySecond, pair.BothNo, pair.Unsure));
        Assert.Equal((3, 0.4), (pair.Agreement.Count, Math.Round(pair.Agreement.Kappa!.Value, 12)));
        Assert.Equal((3, 1), (report.Blind.Overall.Count, report.Blind.Unsure));
        Assert.Equal(("Ann", "Cat", 1), (Assert.Single(report.Seen.Pairs).First, report.Seen.Pairs[0].Second, report.Seen.Pairs[0].OnlyFirst));
    }

    private static Label Say(long id, string by, StalkingAnswer answer, int? hour = null) =>
        new(id, new CrimeKey("GLO", "A"), answer, by, "coordinator", Morning.AddHours(hour ?? id)) { Rubric = "console-1", Source = LabelSource.Review };

    private static Label Rule(long id, string by, StalkingAnswer answer) => Say(id, by, answer) with { Source = LabelSource.Adjudication };

    private static Label TakeBack(long id, string by, long corrects, string reason = "reversed") =>
        Say(id, by, No) with { Stalking = null, Corrects = corrects, Reason = reason };

    private static Label Blind(Label label) => label with { Blind = true };
}
