using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Tests.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Retraining;

public sealed class ThresholdChooserTests(OneForce force) : IClassFixture<OneForce>
{
    private List<Outcome> Outcomes(Func<Outcome, Outcome> change) =>
        [.. force.TwoSplits(yes: 0.8, no: 0.2).SelectMany(s => s.Outcomes).Select(change)];

    private bool IsOnline(Outcome o) => force.Corpus.Records[o.Record].Label.Online;

    [Fact]
    public void Choose_OrderedOutcomes_PartsYesFromNo()
    {
        var chosen = ThresholdChooser.Choose(Outcomes(o => o), force.Corpus);

        Assert.Equal(0.8, chosen.Online);
        Assert.Equal(0.5, chosen.Section4A);
    }

    // A third is stalking: the threshold that parts it from the rest would leave no room for what another force tells in other words.
    [Fact]
    public void Choose_StalkingWellApart_StillReadsTwoInFive()
    {
        var outcomes = Outcomes(o => o with { Probability = o.Probability > 0.5 ? 0.9 : 0.1 + (o.Record * 0.001) });

        var chosen = ThresholdChooser.Choose(outcomes, force.Corpus);

        Assert.InRange(outcomes.Count(o => o.Probability >= chosen.Review) / (double)outcomes.Count, 0.4, 0.41);
        Assert.InRange(chosen.Unlikely, 0.1, chosen.Review);
        Assert.True(chosen.Likely >= chosen.Review);
    }

    [Fact]
    public void Choose_OnlineThresholdsAboutAsGood_TakesTheMiddleOfThem()
    {
        // True ones spread from 0.8 up in steps; of some hundred, one lost costs less than what tells two thresholds apart.
        var n = 0;
        var outcomes = Outcomes(o => IsOnline(o) ? o with { Online = 0.8 + (n++ * 0.001) } : o);

        var chosen = ThresholdChooser.Choose(outcomes, force.Corpus).Online;

        Assert.InRange(chosen, 0.801, 0.81);
    }

    [Fact]
    public void Choose_HighRisk_KeepsThePrecision()
    {
        var outcomes = Outcomes(o => o with { HighRisk = force.Corpus.Records[o.Record].Label.HighRisk ? 0.6 : o.Record % 9 == 0 ? 0.7 : 0.1 });

        var threshold = ThresholdChooser.Choose(outcomes, force.Corpus).HighRisk;

        var said = outcomes.Where(o => o.HighRisk >= threshold).ToList();
        var precision = said.Count == 0 ? 1 : said.Average(o => force.Corpus.Records[o.Record].Label.HighRisk ? 1.0 : 0);
        Assert.True(precision >= 0.7, $"{precision:0.00} at {threshold:0.000}");
    }
}
