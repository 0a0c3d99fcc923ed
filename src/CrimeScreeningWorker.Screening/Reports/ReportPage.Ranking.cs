namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>How well the scores order the records and how true they are.</summary>
internal sealed partial class ReportPage
{
    private static readonly string[] Compared = ["two", "three", "four", "five"];

    private void WriteRanking()
    {
        if (report.Ranking is not { } ranking) return;
        BeginSection(
            "How much is found, and at what price",
            $"At the review threshold the list shows {Percent(ranking.ShareListed)} of the records. It holds {Percent(ranking.Listed.Recall)} of the stalking, and {Percent(ranking.Listed.Precision)} of what it shows is stalking.");
        WriteRecallByCapacity(ranking);
        WritePrecisionRecall(ranking);
        WriteReliability(ranking);
        WriteLearning();
        EndSection();
    }

    private void WriteRecallByCapacity(RankingPicture ranking)
    {
        var worker = ranking.RecallByCapacity[0].Recall;
        var others = ranking.RecallByCapacity.Skip(1).Take(ranking.RecallByCapacity.Length - 3).ToList();
        BeginFigure("Recall against capacity", $"Reading the first 20 % of the records finds {Percent(worker[20])} of the stalking, the first 40 % finds {Percent(worker[40])}.");
        var plot = new Plot(html, PlotScale.Percent("Records read, most likely first"), PlotScale.Percent("Stalking found"));
        plot.Begin(
            "capacity", "Recall against capacity",
            $"Share of the stalking found by share of the records read. This worker finds {Percent(worker[10])} in the first 10 %, {Percent(worker[20])} in 20 %, {Percent(worker[30])} in 30 % and {Percent(worker[40])} in 40 %. Reading in any order finds as much as it reads.");
        plot.Line("perfect", Points(ranking.RecallByCapacity[^2]));
        plot.Line("random", [(0, 0), (1, 1)]);
        foreach (var (i, other) in others.Index().Reverse()) plot.Line(Compared[Math.Min(i, Compared.Length - 1)], Points(other));
        plot.Line("one", Points(ranking.RecallByCapacity[0]));
        plot.Dot("one", 0.4, worker[40], radius: 5);
        plot.Words(0.4, worker[40], 8, 18, "start", $"{Percent(worker[40])} at 40 %");
        plot.End();
        WriteKey([("one", "this worker"), .. others.Select((other, i) => (Compared[Math.Min(i, Compared.Length - 1)], other.Method)), ("perfect", "perfect order"), ("random", "any order")]);
        EndFigure(
            ["Read", .. ranking.RecallByCapacity.Select(curve => curve.Method)],
            Enumerable.Range(1, 10).Select(tenth => (string[])[$"{10 * tenth} %", .. ranking.RecallByCapacity.Select(curve => Percent(curve.Recall[10 * tenth]))]));

        static IEnumerable<(double, double)> Points(RecallCurve curve) => curve.Recall.Select((recall, i) => (i / 100.0, recall));
    }

    private void WritePrecisionRecall(RankingPicture ranking)
    {
        BeginFigure(
            "Precision and recall",
            $"Area under the curve (PR-AUC) {Number(ranking.PrAuc, "0.000")}; at the review threshold precision {Percent(ranking.Listed.Precision)}, recall {Percent(ranking.Listed.Recall)}.");
        var plot = new Plot(html, PlotScale.Percent("Recall: stalking found"), PlotScale.Percent("Precision: shown that is stalking"));
        plot.Begin(
            "precision", "Precision and recall",
            $"Precision at each recall, all records together. The area under the curve is {Number(ranking.PrAuc, "0.000")}. The operating point, the review threshold, lies at recall {Percent(ranking.Listed.Recall)} and precision {Percent(ranking.Listed.Precision)}. Reading in any order has a precision of {Percent(ranking.Stalking)}.");
        plot.Bound(ranking.Stalking, "reading in any order");
        plot.Line("one", ranking.PrecisionRecall.Select(p => (p.Recall, p.Precision)));
        plot.Diamond("point", ranking.Listed.Recall, ranking.Listed.Precision);
        plot.Words(ranking.Listed.Recall, ranking.Listed.Precision, -12, 5, "end", "review threshold");
        plot.End();
        EndFigure(
            ["Recall at least", "Precision", "Probability from"],
            new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1 }.Select(recall => ranking.PrecisionRecall.First(p => p.Recall >= recall - 1e-9) is var p
                ? (string[])[Percent(recall), Percent(p.Precision), Number(p.Threshold, "0.000")] : []));
    }

    private void WriteReliability(RankingPicture ranking)
    {
        BeginFigure("Are the probabilities true?", $"On average a probability is {Number(100 * ranking.CalibrationError, "0.#")} points from the share that is stalking (calibration error); Brier score {Number(ranking.Brier, "0.000")}.");
        var plot = new Plot(html, PlotScale.Percent("Probability said"), PlotScale.Percent("Share that is stalking"));
        plot.Begin(
            "reliability", "Reliability",
            $"Share that is stalking by the probability said, for {ranking.Reliability.Length} tenths of the scale with 95 % intervals. True probabilities lie on the diagonal. {string.Join("; ", ranking.Reliability.Select(bin => $"said {Percent(bin.Predicted)}, true {Percent(bin.Observed.Share)}"))}.");
        plot.Line("random", [(0, 0), (1, 1)]);
        var most = ranking.Reliability.Max(bin => bin.Records);
        foreach (var bin in ranking.Reliability) plot.Whisker("one", bin.Predicted, bin.Observed.Low, bin.Observed.High);
        foreach (var bin in ranking.Reliability) plot.Dot("one", bin.Predicted, bin.Observed.Share, 3 + (5 * Math.Sqrt((double)bin.Records / most)));
        plot.End();
        html.Line($"""<p class="note">The larger the dot, the more records. Upright lines: 95 % intervals.</p>""");
        EndFigure(
            ["Probability", "Records", "Mean said", "Stalking", "95 % interval"],
            ranking.Reliability.Select(bin => (string[])
            [
                $"{Number(bin.From, "0.0")} to {Number(bin.To, "0.0")}", Count(bin.Records), Percent(bin.Predicted), Percent(bin.Observed.Share),
                $"{Percent(bin.Observed.Low)} to {Percent(bin.Observed.High)}",
            ]));
    }
}
