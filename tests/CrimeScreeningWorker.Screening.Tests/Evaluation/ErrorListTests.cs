using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class ErrorListTests(OneForce force) : IClassFixture<OneForce>
{
    [Fact]
    public void Stalking_EveryAnswerRight_ListsAtMostWhatFillsTheRoom()
    {
        var right = force.TwoSplits(yes: 0.9, no: 0.1);

        var thresholds = force.TwoSplits(yes: 0.9, no: 0.5);

        Assert.All(ErrorList.Stalking(right, thresholds, force.Corpus), e => Assert.Equal<ErrorKind>([ErrorKind.FalseAlarmAtCapacity], e.Kinds));
    }

    [Fact]
    public void Stalking_EveryAnswerWrong_ListsEveryStalkingAsAMiss()
    {
        var splits = force.TwoSplits(yes: 0.1, no: 0.9);
        var thresholds = force.TwoSplits(yes: 0.6, no: 0.4);

        var errors = ErrorList.Stalking(splits, thresholds, force.Corpus);

        var stalking = splits.SelectMany(s => s.Outcomes).Select(o => o.Record).Where(i => force.Corpus.Records[i].Label.Stalking).Order();
        Assert.Equal(stalking, errors.Where(e => e.Kinds.Contains(ErrorKind.MissAtReview)).Select(e => e.Record).Order());
        Assert.Contains(errors, e => e.Kinds.SequenceEqual([ErrorKind.FalseAlarmAtCapacity, ErrorKind.FalseAlarmAtReview]));
    }

    [Fact]
    public void Stalking_SomeMissed_StandsFromTheLeastLikelyOn()
    {
        var splits = force.TwoSplits(yes: 0.1, no: 0.9)
            .Select(s => s with { Outcomes = [.. s.Outcomes.Select(o => o with { Probability = o.Probability + (o.Record / 10_000.0) })] }).ToList();

        var misses = ErrorList.Stalking(splits, force.TwoSplits(yes: 0.6, no: 0.4), force.Corpus)
            .Where(e => e.Split == splits[0].Name && force.Corpus.Records[e.Record].Label.Stalking).Select(e => e.Probability).ToList();

        Assert.True(misses.Count > 1);
        Assert.Equal(misses.Order(), misses);
    }

    [Fact]
    public void HighRisk_AnswersTheWrongWayRound_ListsMissesAndFalseAlarms()
    {
        var errors = ErrorList.HighRisk(force.TwoSplits(yes: 0.1, no: 0.9), force.TwoSplits(yes: 0.6, no: 0.4), force.Corpus);

        Assert.All(errors, e => Assert.Equal<ErrorKind>(
            force.Corpus.Records[e.Record].Label.HighRisk ? [ErrorKind.HighRiskMiss] : [ErrorKind.HighRiskFalseAlarm], e.Kinds));
        Assert.Contains(errors, e => e.Kinds.Contains(ErrorKind.HighRiskMiss));
        Assert.Contains(errors, e => e.Kinds.Contains(ErrorKind.HighRiskFalseAlarm));
    }

    [Fact]
    public void WrongPairs_CorpusWithoutPairs_ListsNothing() => Assert.Empty(ErrorList.WrongPairs(force.TwoSplits(0.1, 0.9), force.Corpus));
}
