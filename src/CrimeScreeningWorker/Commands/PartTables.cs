using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Scoring;
using Spectre.Console;
using static CrimeScreeningWorker.Commands.EvaluationTables;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints what each part of the worker brings, how honest the probabilities are and how far the figures could be chance.</summary>
internal static class PartTables
{
    public static void Write(EvaluationReport report)
    {
        var whole = report.Ablations[0];
        Write(report.Ablations, "without", a => [Cell(a.PrAuc), Cell(a.RecallAt30), Cell(a.RecallAt40), Cell(a.NeedsHistoryRecallAt40), Number(a.PairsRight),
            Cell(a.HighRiskRecall), Cell(a.Brier), Cell(a.SectionAccuracy)], "The worker without each part, each force left out in turn: mean (worst force)");
        Write(report.Ablations.Skip(1), "without", a => [Change(a.PrAuc, whole.PrAuc), Change(a.RecallAt30, whole.RecallAt30), Change(a.RecallAt40, whole.RecallAt40),
            Change(a.NeedsHistoryRecallAt40, whole.NeedsHistoryRecallAt40), Change(a.PairsRight - whole.PairsRight), Change(a.HighRiskRecall, whole.HighRiskRecall),
            Change(a.Brier, whole.Brier), Change(a.SectionAccuracy, whole.SectionAccuracy)], "Change against the whole worker: mean (worst force)");

        var bins = NewTable("Reliability on forces left out, all together", "probability", "records", "predicted", "observed");
        foreach (var bin in report.Reliability)
            bins.AddRow(string.Create(CultureInfo.InvariantCulture, $"{bin.From:0.0} to {bin.To:0.0}"), $"{bin.Records}", Number(bin.Predicted), Number(bin.Observed));
        Report.Out.Write(bins);

        var u = report.Uncertainty;
        var chance = NewTable($"Range in 95 of 100 draws of people, forces left out, all together ({u.Draws} draws)", "figure", "value", "from", "to");
        foreach (var (name, i) in new[]
        {
            ("PR-AUC", u.PrAuc), ("recall at 40 %", u.RecallAt40), ("PR-AUC, more than text alone", u.PrAucGain), ("recall at 40 %, more than text alone", u.RecallAt40Gain),
        })
            chance.AddRow(name, Number(i.Value), Number(i.Low), Number(i.High));
        Report.Out.Write(chance);
    }

    private static void Write(IEnumerable<AblationFigures> rows, string head, Func<AblationFigures, string[]> cells, string title)
    {
        var table = NewTable(title, head, "PR-AUC", "recall 30 %", "40 %", "needs history", "pairs", "high risk", "Brier", "section");
        foreach (var row in rows) table.AddRow([NameOf(row.Without), .. cells(row)]);
        Report.Out.Write(table);
    }

    private static string NameOf(ScoringPart part) => part switch
    {
        ScoringPart.None => "nothing: the whole",
        ScoringPart.TextModel => "text model",
        ScoringPart.Indicators => "rule book",
        ScoringPart.Attribution => "who and whether",
        ScoringPart.History => "other records",
        ScoringPart.Fields => "fields",
        ScoringPart.Breadth => "breadth, denied",
        ScoringPart.Acts => "acts of a pair",
        ScoringPart.Prior => "book's weights",
        ScoringPart.Calibration => "calibration",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a part."),
    };

    private static string Change(Figure without, Figure whole) => $"{Change(without.Mean - whole.Mean)} ({Change(without.Worst - whole.Worst)})";

    private static string Change(double? difference) =>
        difference is null or double.NaN ? "-" : difference.Value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
