using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What a figure should reach.</summary>
/// <param name="IsCeiling">The figure is an error: it should be at most the bound.</param>
/// <param name="Design">The figure in one design of splits; null where the designs do not differ in it.</param>
/// <param name="Report">The figure of the whole report, for one that belongs to no design.</param>
internal sealed record Target(
    string Figure, double Bound, bool IsCeiling = false, Func<DesignFigures, double>? Design = null, Func<EvaluationReport, double?>? Report = null)
{
    /// <summary>All that the worker is held to, in one place.</summary>
    public static ImmutableArray<Target> All { get; } =
    [
        new("PR-AUC", 0.95, Design: d => d.Worker.PrAuc.Mean),
        new("PR-AUC, worst force", 0.93, Report: r => r.ForceLeftOut.Worker.PrAuc.Worst),
        new("recall at 30 % read", 0.86, Design: d => d.Worker.RecallAt30.Mean),
        new("recall at 40 % read", 0.97, Design: d => d.Worker.RecallAt40.Mean),
        new("recall at 40 % read, worst force", 0.95, Report: r => r.ForceLeftOut.Worker.RecallAt40.Worst),
        new("recall at 40 %, needs history", 0.93, Design: d => d.RecallAt40Of(DesignFigures.NeedsHistory).Mean),
        new("recall at 40 %, breaches", 0.95, Design: d => d.RecallAt40Of(DesignFigures.Breach).Mean),
        new("recall at 40 %, high risk", 0.95, Design: d => d.RecallAt40Of(DesignFigures.HighRisk).Mean),
        new("recall at 40 %, 8R", 0.93, Design: d => d.RecallAt40Of(DesignFigures.MaliciousCommunications).Mean),
        new("WSS@95", 0.50, Design: d => d.Worker.WorkSavedAt95.Mean),
        new("precision of suggestions with an action", 0.85, Report: r => r.Suggestions.Precision.Mean),
        new("Brier", 0.08, IsCeiling: true, Design: d => d.Worker.Brier!.Mean),
        new("calibration error, 10 bins", 0.05, IsCeiling: true, Design: d => d.Worker.CalibrationError!.Mean),
        new("section accuracy on stalking", 0.80, Design: d => d.Answers.SectionAccuracy.Mean),
        new("online F1", 0.90, Design: d => d.Answers.OnlineF1.Mean),
        new("breach F1", 0.93, Design: d => d.Answers.BreachF1.Mean),
        new("high-risk recall at precision 0.7", 0.85, Design: d => d.Answers.HighRiskRecall.Mean),
        new("link precision", 0.99, Report: r => r.Links.All.Precision),
        new("link recall on series", 0.95, Report: r => r.Links.All.Recall),
        new("contrast pairs in the right order", 0.85, Report: r => r.Contrast?.RankedRight),
    ];

    public TargetResult Judge(EvaluationReport report)
    {
        double? leftOut = Design is null ? Report!(report) : Design(report.ForceLeftOut);
        double? folds = Design is null ? null : Design(report.FiveFolds);
        var known = new[] { leftOut, folds }.OfType<double>().Where(v => !double.IsNaN(v)).ToList();
        return new TargetResult(Figure, Bound, IsCeiling, leftOut, folds, known.Count == 0 ? null : known.All(Reaches));
    }

    private bool Reaches(double value) => IsCeiling ? value <= Bound : value >= Bound;
}

/// <summary>A target with what was measured.</summary>
/// <param name="LeftOut">With each force left out, or over the whole corpus for a figure that belongs to no design; null where it is not measured.</param>
/// <param name="FiveFolds">Mean over the folds; null for a figure that belongs to no design.</param>
/// <param name="Reached">In every design that measures it; null where none does.</param>
public sealed record TargetResult(string Figure, double Bound, bool IsCeiling, double? LeftOut, double? FiveFolds, bool? Reached);
