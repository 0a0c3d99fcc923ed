using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Tests.Monitoring;

public sealed class ScoreDriftTests
{
    [Fact]
    public void ByMonth_ScoresMoveDown_DriftsFromTheMonthTheyMove()
    {
        var figures = ScoreDrift.ByMonth(
            [.. Enumerable.Range(1, 5).SelectMany(m => SomeMonitored.Month(m, 300, power: 1)), .. SomeMonitored.Month(6, 300, power: 2.5)], SomeMonitored.Options);

        Assert.Equal(
            [DriftVerdict.Baseline, DriftVerdict.Baseline, DriftVerdict.Baseline, DriftVerdict.Steady, DriftVerdict.Steady, DriftVerdict.Drifted],
            figures.Select(f => f.Verdict));
        Assert.True(figures[^1].StabilityIndex > 0.2);
        Assert.True(figures[^1].MeanDifference < -0.15);
        Assert.True(figures[^1].Effect < -0.5);
        Assert.InRange(figures[^1].JensenShannon, 0.02, 1);
    }

    [Fact]
    public void ByMonth_FewerThanTheMinimum_SaysNothingHoweverFarTheyMoved()
    {
        var figures = ScoreDrift.ByMonth(
            [.. Enumerable.Range(1, 3).SelectMany(m => SomeMonitored.Month(m, 300, power: 1)), .. SomeMonitored.Month(4, 199, power: 8)], SomeMonitored.Options);

        Assert.Equal(DriftVerdict.TooFew, figures[^1].Verdict);
        Assert.True(figures[^1].StabilityIndex > 1);
    }

    [Fact]
    public void ByMonth_BaselineOfFewerThanTheMinimum_SaysNothing()
    {
        var figures = ScoreDrift.ByMonth(
            [.. Enumerable.Range(1, 3).SelectMany(m => SomeMonitored.Month(m, 60, power: 1)), .. SomeMonitored.Month(4, 500, power: 8)], SomeMonitored.Options);

        Assert.Equal(DriftVerdict.TooFew, figures[^1].Verdict);
    }

    [Fact]
    public void ByMonth_NewModelThatScoresOtherwise_IsNotComparedWithTheOldOne()
    {
        var figures = ScoreDrift.ByMonth(
            [
                .. Enumerable.Range(1, 4).SelectMany(m => SomeMonitored.Month(m, 300, power: 1)),
                .. Enumerable.Range(5, 4).SelectMany(m => SomeMonitored.Month(m, 300, power: 3, model: "m2")),
            ],
            SomeMonitored.Options);

        Assert.DoesNotContain(figures, f => f.Verdict == DriftVerdict.Drifted);
        Assert.Equal(["m1", "m1", "m1", "m1", "m2", "m2", "m2", "m2"], figures.Select(f => f.Model));
    }

    /// <summary>The reason for the default bounds: 2,000 months with nothing changed, at the smallest counts that are spoken of.</summary>
    [Fact]
    public void Compare_NothingChangedAtTheMinimumCount_AlarmsInFewerThanOneOfAThousandMonths()
    {
        var chance = new Random(7);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => chance.NextDouble())];

        var figures = Enumerable.Range(0, 2_000).Select(_ => ScoreDrift.Compare(default, "m", Draw(600), Draw(200), SomeMonitored.Options)).ToList();

        Assert.InRange(figures.Count(f => f.Verdict == DriftVerdict.Drifted), 0, 1);
        Assert.InRange(figures.Average(f => f.StabilityIndex), -0.01, 0.01);
    }

    [Fact]
    public void Compare_SameSample_IsNoDifference()
    {
        double[] scores = [.. Enumerable.Range(0, 500).Select(i => i / 500.0)];

        var figure = ScoreDrift.Compare(default, "m", scores, scores, SomeMonitored.Options);

        Assert.Equal(0, figure.JensenShannon, 12);
        Assert.Equal(0, figure.Effect, 12);
        Assert.Equal(DriftVerdict.Steady, figure.Verdict);
    }

    [Fact]
    public void Compare_AllScoresEqual_IsSteady() =>
        Assert.Equal(
            DriftVerdict.Steady, ScoreDrift.Compare(default, "m", Enumerable.Repeat(0.3, 400).ToList(), Enumerable.Repeat(0.3, 400).ToList(), SomeMonitored.Options).Verdict);
}
