using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>What is still missed, by the random sample from below the threshold.</summary>
internal sealed partial class ReportPage
{
    private void WriteMissed()
    {
        if (report.Missed is not { } missed) return;
        var all = missed.All;
        if (all.Share.Sampled == 0)
        {
            html.Line($"""<section><h2>What is still missed</h2><p class="lead">Nothing can be said yet: of {Count(missed.Drawn)} crimes drawn by chance from below the threshold nobody has answered one.</p></section>""");
            return;
        }

        BeginSection(
            "What is still missed",
            $"Of {all.Unread:#,0} crimes that nobody was to read, {all.Missed.Expected:#,0} may be stalking (95 %: {all.Missed.Low:#,0} to {all.Missed.High:#,0}), beside {Count(all.Found)} that reading found. " +
            $"That rests on {Count(all.Share.Sampled)} answers of the random sample, {Count(all.Share.Found)} of them stalking; {Count(missed.ReviewsToHalve ?? 0)} more would halve the range.");
        var months = missed.Months.Where(month => month.Recall is not null).ToList();
        if (months.Count > 0) WriteRecallByMonth(months);
        if (missed.Recall.Count > 0) WriteRecallByReviews(missed);
        EndSection();
    }

    private void WriteRecallByMonth(List<MissedEstimate> months)
    {
        var newest = months[^1];
        BeginFigure(
            "Recall by month of recording",
            $"Of the stalking recorded in {Month(newest.From!.Value)}, {Percent(newest.Recall!.Value.Expected)} was found (95 %: {Percent(newest.Recall.Value.Low)} to {Percent(newest.Recall.Value.High)}).");
        var plot = new Plot(html, PlotScale.Of("Month of recording", [.. months.Select(month => ShortMonth(month.From!.Value))]), PlotScale.Percent("Share of stalking that was found"));
        plot.Begin(
            "missed-months", "Recall by month",
            $"{string.Join("; ", months.Select(m => $"{Month(m.From!.Value)}: {Percent(m.Recall!.Value.Expected)}, from {Percent(m.Recall.Value.Low)} to {Percent(m.Recall.Value.High)}"))}.");
        foreach (var (i, month) in months.Index()) plot.Whisker("one", i, month.Recall!.Value.Low, month.Recall.Value.High);
        plot.Line("one", months.Select((month, i) => ((double)i, month.Recall!.Value.Expected)));
        foreach (var (i, month) in months.Index()) plot.Dot("one", i, month.Recall!.Value.Expected, 5);
        plot.End();
        html.Line($"""<p class="note">Upright lines: 95 %. With few answers a month they are long, and a fall within them is no fall.</p>""");
        EndFigure(
            ["Month", "Found", "Answers of the sample", "Of them stalking", "Missed", "Recall"],
            months.Select(m => (string[])
            [
                Month(m.From!.Value), Count(m.Found), Count(m.Share.Sampled), Count(m.Share.Found),
                $"{Number(m.Missed.Expected, "0.#")} ({Number(m.Missed.Low, "0.#")} to {Number(m.Missed.High, "0.#")})",
                $"{Percent(m.Recall!.Value.Expected)} ({Percent(m.Recall.Value.Low)} to {Percent(m.Recall.Value.High)})",
            ]));
    }

    private void WriteRecallByReviews(MissedReport missed)
    {
        var points = missed.Recall;
        BeginFigure(
            "Recall against reviews",
            $"By their probabilities the first {Count(points[^1].Capacity)} crimes of the order should hold {Percent(points[^1].Expected)} of the stalking{(points[^1].Measured is { } m ? $"; by what people answered they hold {Percent(m)}" : "")}.");
        var plot = new Plot(html, PlotScale.UpTo("Reviews, from the top of the order", points[^1].Capacity), PlotScale.Percent("Share of stalking"));
        plot.Begin(
            "missed-reviews", "Recall against reviews, expected and measured",
            $"{string.Join("; ", points.Select(p => $"{p.Capacity} reviews: expected {Percent(p.Expected)}{(p.Measured is { } measured ? $", measured {Percent(measured)}" : "")}"))}.");
        foreach (var point in points) plot.Whisker("one", point.Capacity, point.Low, point.High);
        plot.Line("one", points.Select(point => ((double)point.Capacity, point.Expected)).Prepend((0, 0)));
        var measuredPoints = points.Where(point => point.Measured is not null).ToList();
        plot.Line("two", measuredPoints.Select(point => ((double)point.Capacity, point.Measured!.Value)).Prepend((0, 0)));
        foreach (var point in points) plot.Dot("one", point.Capacity, point.Expected);
        foreach (var point in measuredPoints) plot.Diamond("two", point.Capacity, point.Measured!.Value);
        plot.End();
        WriteKey(("one", "expected by the probabilities, nine in ten"), ("two", "measured by the answers, the sample standing for the unread"));
        EndFigure(
            ["Reviews", "Expected", "Nine in ten", "Measured", "Of these answered"],
            points.Select(p => (string[])
            [
                Count(p.Capacity), Percent(p.Expected), $"{Percent(p.Low)} to {Percent(p.High)}", p.Measured is { } measured ? Percent(measured) : "–", Count(p.Read),
            ]));
    }
}
