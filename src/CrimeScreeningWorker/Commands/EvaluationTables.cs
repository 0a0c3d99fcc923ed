using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints an evaluation as tables, the targets first: mean, and in brackets the worst split.</summary>
internal static class EvaluationTables
{
    public static void Write(EvaluationReport report)
    {
        Write(report.Targets);
        Write(report.ForceLeftOut, "worst force");
        Write(report.FiveFolds, "worst fold");
        PartTables.Write(report);
        if (report.Contrast is { } contrast) Write(contrast);
        Write(report.Links);
        Write(report.Suggestions);
    }

    public static Table NewTable(string title, params string[] columns)
    {
        var table = new Table { Border = Report.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii, Title = new TableTitle(Markup.Escape(title)) };
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    public static string Cell(Figure figure) => $"{Number(figure.Mean)} ({Number(figure.Worst)})";

    public static string Number(double? value) => value is null or double.NaN ? "-" : value.Value.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Write(IReadOnlyList<TargetResult> targets)
    {
        var reached = targets.Count(t => t.Reached == true);
        var table = NewTable($"Targets: {reached} of {targets.Count} reached", "figure", "target", "force left out", "five folds", "reached");
        foreach (var t in targets)
        {
            table.AddRow(
                Markup.Escape(t.Figure), (t.IsCeiling ? "at most " : "") + t.Bound.ToString("0.00", CultureInfo.InvariantCulture), Number(t.LeftOut),
                Number(t.FiveFolds), t.Reached switch { true => "yes", false => "NO", null => "-" });
        }

        Report.Out.Write(table);
    }

    private static void Write(DesignFigures design, string worst)
    {
        var seeds = design.Splits.Select(s => s.Seed).Distinct().Count();
        var over = seeds == 1 ? $"{design.Splits.Length}" : $"{design.Splits.Length / seeds}, with {seeds} seeds";
        var table = NewTable(
            $"{design.Design}: mean ({worst}) over {over}",
            "method", "PR-AUC", "recall 10 %", "20 %", "30 %", "40 %", "WSS@95", "Brier", "calibration error");
        foreach (var m in design.Methods)
        {
            table.AddRow(
                m.Method, Cell(m.PrAuc), Cell(m.RecallAt10), Cell(m.RecallAt20), Cell(m.RecallAt30), Cell(m.RecallAt40), Cell(m.WorkSavedAt95),
                m.Brier is null ? "-" : Cell(m.Brier), m.CalibrationError is null ? "-" : Cell(m.CalibrationError));
        }

        Report.Out.Write(table);
        var splits = NewTable("this worker, split by split", "split", "PR-AUC", "recall 40 %");
        foreach (var s in design.Splits.GroupBy(s => seeds == 1 ? s.Name : $"seed {s.Seed}", StringComparer.Ordinal))
            splits.AddRow(s.Key, Number(s.Average(x => x.PrAuc)), Number(s.Average(x => x.RecallAt40)));
        splits.AddRow("spread", Number(design.Worker.PrAuc.Spread), Number(design.Worker.RecallAt40.Spread));
        Report.Out.Write(splits);
        var groups = NewTable("Recall at 40 % read, by group", "group", "records", "mean (worst)");
        foreach (var group in design.Groups) groups.AddRow(group.Group, $"{group.Records}", Cell(group.RecallAt40));
        Report.Out.Write(groups);
        var (a, answers) = (design.Answers, NewTable("The other answers", "figure", "mean (worst)", "threshold chosen on the other splits"));
        answers.AddRow("section accuracy on stalking", Cell(a.SectionAccuracy), "");
        answers.AddRow("online PR-AUC", Cell(a.OnlinePrAuc), "");
        answers.AddRow("online F1", Cell(a.OnlineF1), Cell(a.OnlineAtThreshold));
        answers.AddRow("breach F1", Cell(a.BreachF1), "");
        answers.AddRow("high-risk PR-AUC", Cell(a.HighRiskPrAuc), "");
        answers.AddRow("high-risk recall at precision 0.7", Cell(a.HighRiskRecall), Cell(a.HighRiskRecallAtThreshold));
        answers.AddRow("high-risk precision", "", Cell(a.HighRiskPrecisionAtThreshold));
        Report.Out.Write(answers);
    }

    private static void Write(ContrastFigures contrast)
    {
        var table = NewTable($"Contrast pairs: the half that is stalking ranked higher, pairs not trained on ({contrast.Pairs} pairs)", "kind", "pairs", "right");
        foreach (var (kind, count) in contrast.ByKind) table.AddRow(Markup.Escape(kind), $"{count.Pairs}", $"{count.Right}");
        table.AddRow("all", $"{contrast.Pairs}", Number(contrast.RankedRight));
        table.AddRow("text alone", $"{contrast.Pairs}", Number(contrast.TextRankedRight));
        table.AddRow("ML.NET as it comes", $"{contrast.Pairs}", Number(contrast.StandardRankedRight));
        Report.Out.Write(table);
    }

    private static void Write(LinkFigures links)
    {
        var table = NewTable("Links", "what", "figure");
        table.AddRow("records that need history", $"{links.NeedHistory}");
        table.AddRow("of them joined to an earlier record", $"{links.NeedHistoryLinked} ({Number((double)links.NeedHistoryLinked / links.NeedHistory)})");
        foreach (var (basis, count) in links.ByBasis) table.AddRow($"links by {basis}", $"{count}");
        Report.Out.Write(table);
        var series = NewTable(
            "Links against the series of the corpus: two records count once", "force", "taken for one course of conduct", "precision", "twos of a series", "recall",
            "records of a series", "reached");
        foreach (var file in (SeriesFigures[])[.. links.Files, links.All])
        {
            series.AddRow(
                Markup.Escape(file.File), $"{file.Joined}", Number(file.Precision), $"{file.InSeries}", Number(file.Recall), $"{file.Records}",
                Number((double)file.Reached / file.Records));
        }

        Report.Out.Write(series);
    }

    private static void Write(SuggestionFigures s)
    {
        var table = NewTable("Suggestions and queue on forces left out, thresholds chosen on the others", "figure", "mean (worst force)");
        table.AddRow($"precision of {s.Suggested} suggestions with an action", Cell(s.Precision));
        table.AddRow("share of the stalking that they cover", Cell(s.Recall));
        table.AddRow("share of records at or above the review threshold", Cell(s.Queued));
        table.AddRow("share of the stalking among them", Cell(s.QueueRecall));
        Report.Out.Write(table);
    }
}
