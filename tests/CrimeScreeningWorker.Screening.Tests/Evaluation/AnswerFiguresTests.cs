using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class AnswerFiguresTests(OneForce force) : IClassFixture<OneForce>
{
    [Fact]
    public void Of_EveryAnswerRight_IsOneThroughout()
    {
        var figures = AnswerFigures.Of(force.TwoSplits(yes: 0.9, no: 0.1), force.Corpus);

        Assert.All(
            [
                figures.SectionAccuracy, figures.OnlinePrAuc, figures.OnlineF1, figures.OnlineAtThreshold, figures.BreachF1,
                figures.HighRiskPrAuc, figures.HighRiskRecall, figures.HighRiskRecallAtThreshold, figures.HighRiskPrecisionAtThreshold,
            ],
            figure => Assert.Equal((1, 1), (figure.Mean, figure.Worst)));
    }

    [Fact]
    public void Of_RightOrderBelowEvenOdds_IsFoundByTheChosenThresholdAlone()
    {
        var figures = AnswerFigures.Of(force.TwoSplits(yes: 0.4, no: 0.1), force.Corpus);

        Assert.Equal(1, figures.OnlinePrAuc.Mean);
        Assert.Equal(0, figures.OnlineF1.Mean);
        Assert.Equal(1, figures.OnlineAtThreshold.Mean);
    }

    [Fact]
    public void Of_ThresholdFromOtherSplits_IsNotTheOneThatWouldSuitThisSplit()
    {
        // Each half is in the right order, but one half's yes is the other half's no: what is chosen on the one fails on the other.
        var high = force.TwoSplits(yes: 0.9, no: 0.6);
        var low = force.TwoSplits(yes: 0.5, no: 0.2);

        var figures = AnswerFigures.Of([high[0], low[1]], force.Corpus);

        Assert.Equal(1, figures.HighRiskRecall.Mean);
        Assert.Equal(0, figures.HighRiskRecallAtThreshold.Worst);
        Assert.True(figures.HighRiskPrecisionAtThreshold.Worst < 0.7);
    }

    [Fact]
    public void Of_SectionSaidTheWrongWayRound_IsNeverRight()
    {
        var figures = AnswerFigures.Of(force.TwoSplits(yes: 0.1, no: 0.9), force.Corpus);

        Assert.Equal(0, figures.SectionAccuracy.Mean);
    }
}
