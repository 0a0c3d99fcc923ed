using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class UncertaintyFiguresTests(OneForce force) : IClassFixture<OneForce>
{
    /// <summary>The worker is right of all but every seventh record, the text alone of none.</summary>
    private IReadOnlyList<SplitOutcomes> NearlyRight() =>
    [
        .. force.TwoSplits(yes: 0.9, no: 0.1).Select(s => s with
        {
            Outcomes = [.. s.Outcomes.Select(o => o with { Probability = o.Record % 7 == 0 ? 1 - o.Probability : o.Probability, Text = 1 - o.Probability })],
        }),
    ];

    [Fact]
    public void Of_SameSeed_IsTheSame() =>
        Assert.Equal(
            UncertaintyFigures.Of(NearlyRight(), force.Corpus, seed: 3, draws: 50), UncertaintyFigures.Of(NearlyRight(), force.Corpus, seed: 3, draws: 50));

    [Fact]
    public void Of_OtherSeed_DrawsOtherPeople() =>
        Assert.NotEqual(
            UncertaintyFigures.Of(NearlyRight(), force.Corpus, seed: 3, draws: 50), UncertaintyFigures.Of(NearlyRight(), force.Corpus, seed: 4, draws: 50));

    [Fact]
    public void Of_NearlyRight_LiesInsideItsRange()
    {
        var figures = UncertaintyFigures.Of(NearlyRight(), force.Corpus, seed: 3, draws: 200);

        Assert.InRange(figures.PrAuc.Value, figures.PrAuc.Low, figures.PrAuc.High);
        Assert.True(figures.PrAuc.Low < figures.PrAuc.High);
        Assert.True(figures.PrAucGain.Low > 0);
    }

    [Fact]
    public void Of_TextAsGoodAsTheWorker_GainsNothingInAnyDraw()
    {
        var same = NearlyRight().Select(s => s with { Outcomes = [.. s.Outcomes.Select(o => o with { Text = o.Probability })] }).ToList();

        var figures = UncertaintyFigures.Of(same, force.Corpus, seed: 3, draws: 50);

        Assert.Equal(new Interval(0, 0, 0), figures.PrAucGain);
        Assert.Equal(new Interval(0, 0, 0), figures.RecallAt40Gain);
    }

    [Fact]
    public void Of_OnePersonsRecords_AreDrawnTogether()
    {
        // All records of one person: every draw is the whole again, so there is no range.
        var group = force.Corpus.Groups.Index().Where(g => force.Corpus.IsJudged[g.Index] && force.Corpus.Records[g.Index].Label.Stalking)
            .GroupBy(g => g.Item).First(g => g.Count() > 1).Key;
        var one = NearlyRight().Select(s => s with { Outcomes = [.. s.Outcomes.Where(o => force.Corpus.Groups[o.Record] == group)] }).ToList();

        var figures = UncertaintyFigures.Of(one, force.Corpus, seed: 3, draws: 20);

        Assert.Equal(figures.PrAuc.Low, figures.PrAuc.High);
    }
}
