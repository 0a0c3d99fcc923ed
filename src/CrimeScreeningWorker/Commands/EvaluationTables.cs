using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints an evaluation as tables: mean, and in brackets the worst split.</summary>
internal static class EvaluationTables
{
    public static void Write(EvaluationReport report)
    {
        Write(report.ForceLeftOut, "worst force");
        Write(report.FiveFolds, "worst fold");
        if (report.Contrast is { } contrast)
        {
            var table = NewTable($"Contrast pairs: the half that is stalking ranked higher, pairs not trained on ({contrast.Pairs} pairs)", "kind", "pairs", "right");
            foreach (var (kind, count) in contrast.ByKind) table.AddRow(Markup.Escape(kind), $"{count.Pairs}", $"{count.Right}");
            table.AddRow("all", $"{contrast.Pairs}", Number(contrast.RankedRight));
            table.AddRow("text alone", $"{contrast.Pairs}", Number(contrast.TextRankedRight));
            Report.Out.Write(table);
        }

        var links = NewTable("Links", "what", "figure");
        links.AddRow("records that need history", $"{report.Links.NeedHistory}");
        links.AddRow("of them joined to an earlier record", $"{report.Links.NeedHistoryLinked} ({Number((double)report.Links.NeedHistoryLinked / report.Links.NeedHistory)})");
        foreach (var (basis, count) in report.Links.ByBasis) links.AddRow($"links by {basis}", $"{count}");
        Report.Out.Write(links);

        var suggestions = NewTable("Suggestions and queue on forces left out, thresholds chosen on the others", "figure", "mean (worst force)");
        suggestions.AddRow($"precision of {report.Suggestions.Suggested} suggestions with an action", Cell(report.Suggestions.Precision));
        suggestions.AddRow("share of the stalking that they cover", Cell(report.Suggestions.Recall));
        suggestions.AddRow("share of records at or above the review threshold", Cell(report.Suggestions.Queued));
        suggestions.AddRow("share of the stalking among them", Cell(report.Suggestions.QueueRecall));
        Report.Out.Write(suggestions);
    }

    /// <summary>Stalking below the 40 % read, and look-alikes among the first 20 %, by reference and score; no word of the narrative.</summary>
    public static void WriteErrors(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        foreach (var split in splits)
        {
            var ranked = split.Outcomes.OrderByDescending(o => o.Probability).ToList();
            var read = (int)Math.Round(0.4 * ranked.Count, MidpointRounding.AwayFromZero);
            var early = (int)Math.Round(0.2 * ranked.Count, MidpointRounding.AwayFromZero);
            foreach (var (outcome, rank) in ranked.Select((o, i) => (o, i + 1)))
            {
                var stalking = corpus.Records[outcome.Record].Label.Stalking;
                var error = stalking && rank > read ? "MISS" : !stalking && rank <= early ? "FALSE" : null;
                if (error is null) continue;
                Report.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{error} {split.Name} {corpus.Records[outcome.Record].Crime.Key.CrimeReference} rank {rank} of {ranked.Count} p={outcome.Probability:0.000} text={outcome.Text:0.000} rules={outcome.Rules:0.0}"));
                Report.Out.WriteLine("  " + string.Join(", ", outcome.Parts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Part} {c.LogOdds:+0.00;-0.00}"))));
            }
        }
    }

    private static void Write(DesignFigures design, string worst)
    {
        var table = NewTable(
            $"{design.Design}: mean ({worst}) over {design.Splits.Length}",
            "method", "PR-AUC", "recall 10 %", "20 %", "30 %", "40 %", "WSS@95", "Brier", "calibration error");
        foreach (var m in design.Methods)
        {
            table.AddRow(
                m.Method, Cell(m.PrAuc), Cell(m.RecallAt10), Cell(m.RecallAt20), Cell(m.RecallAt30), Cell(m.RecallAt40), Cell(m.WorkSavedAt95),
                m.Brier is null ? "-" : Cell(m.Brier), m.CalibrationError is null ? "-" : Cell(m.CalibrationError));
        }

        Report.Out.Write(table);
        var splits = NewTable("this worker, split by split", "split", "PR-AUC", "recall 40 %");
        for (var i = 0; i < design.Splits.Length; i++)
            splits.AddRow(design.Splits[i], Number(design.PrAucBySplit[i]), Number(design.RecallAt40BySplit[i]));
        splits.AddRow("spread", Number(design.Methods[0].PrAuc.Spread), Number(design.Methods[0].RecallAt40.Spread));
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

    private static Table NewTable(string title, params string[] columns)
    {
        var table = new Table { Border = Report.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii, Title = new TableTitle(Markup.Escape(title)) };
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static string Cell(Figure figure) => $"{Number(figure.Mean)} ({Number(figure.Worst)})";

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
