using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class TargetTests(OneForce force) : IClassFixture<OneForce>
{
    [Fact]
    public void Judge_EveryAnswerRight_ReachesWhateverIsMeasured()
    {
        var targets = ReportOf(yes: 1, no: 0).Targets;

        // In a force that is more than 30 % stalking no order finds enough in the first 30 %.
        Assert.All(targets.Where(t => t is { Reached: not null, Figure: not "recall at 30 % read" }), t => Assert.True(t.Reached, t.Figure));
        Assert.Contains(targets, t => t.Reached == true);
    }

    [Fact]
    public void Judge_EveryAnswerWrong_ReachesNoRanking()
    {
        var targets = ReportOf(yes: 0, no: 1).Targets;

        Assert.All(
            targets.Where(t => t.Figure.StartsWith("PR-AUC", StringComparison.Ordinal) || t.Figure.StartsWith("recall", StringComparison.Ordinal)),
            t => Assert.Equal(false, t.Reached));
        Assert.Equal(false, targets.Single(t => t.Figure == "Brier").Reached);
    }

    [Theory]
    [InlineData(0.95, false, true)]
    [InlineData(0.94, false, false)]
    [InlineData(0.95, true, true)]
    [InlineData(0.96, true, false)]
    public void Judge_AtTheBound_IsReached(double measured, bool isCeiling, bool reached) =>
        Assert.Equal(reached, new Target("figure", 0.95, isCeiling, Report: _ => measured).Judge(ReportOf(1, 0)).Reached);

    [Fact]
    public void Judge_OneDesignFallsShort_IsNotReached()
    {
        var report = ReportOf(1, 0);
        var target = new Target("figure", 0.5, Design: d => d == report.ForceLeftOut ? 0.6 : 0.4);

        Assert.Equal(new TargetResult("figure", 0.5, IsCeiling: false, 0.6, 0.4, Reached: false), target.Judge(report));
    }

    [Fact]
    public void Judge_NothingMeasured_SaysSo() => Assert.Null(new Target("figure", 0.5, Report: _ => null).Judge(ReportOf(1, 0)).Reached);

    private EvaluationReport ReportOf(double yes, double no)
    {
        var splits = force.TwoSplits(yes, no);
        var precision = new Figure(yes, yes, 0);
        return new EvaluationReport(
            DesignFigures.Of("forces", splits, force.Corpus), DesignFigures.Of("folds", splits, force.Corpus), Contrast: null, [], [],
            UncertaintyFigures.Of(splits, force.Corpus, seed: 1, draws: 2), LinkFigures.Of(force.Corpus),
            new SuggestionFigures(1, precision, precision, precision, precision));
    }
}
