using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>How people and the machine work together, and what each indicator brings and costs.</summary>
internal sealed partial class ReportPage
{
    private const int MostIndicators = 25;

    private void WriteWatching()
    {
        if (report.Watching is not { } watching) return;
        WriteAgreement(watching);
        WriteRates(watching);
        WriteWorth(watching);
    }

    private void WriteAgreement(MonitoringReport watching)
    {
        if (watching.Agreement.Length == 0) return;
        // A month of a few decisions, such as one that has just begun, is drawn and not spoken of.
        var newest = watching.Agreement.LastOrDefault(a => a.Decisions >= report.Bounds.MinimumDecisions) ?? watching.Agreement[^1];
        string Filled(AgreementFigure a, string style) => a.Decisions < report.Bounds.MinimumDecisions ? "hollow " + style : style;
        BeginSection("People and the machine", $"{Count(watching.Agreement.Sum(a => a.Decisions))} decisions in {Count(watching.Agreement.Length)} {(watching.Agreement.Length == 1 ? "month" : "months")}.");
        var months = PlotScale.Of("Month of the decision", [.. watching.Agreement.Select(a => ShortMonth(a.Month))]);
        BeginFigure(
            "Agreement and overrides",
            $"In {Month(newest.Month)} people and the machine agreed in {Percent(newest.Agreed.Share)} of their decisions; of what it had listed, {Percent(newest.Overridden.Share)} was found not to be stalking.");
        var plot = new Plot(html, months, PlotScale.Percent("Share of decisions"));
        plot.Begin("agreement", "Agreement and overrides by month", $"{string.Join("; ", watching.Agreement.Select(a => $"{Month(a.Month)}: agreed {Percent(a.Agreed.Share)}, overridden {Percent(a.Overridden.Share)}, of {a.Decisions} decisions"))}.");
        foreach (var (i, a) in watching.Agreement.Index())
        {
            plot.Whisker("one", i - 0.06, a.Agreed.Low, a.Agreed.High);
            plot.Whisker("two", i + 0.06, a.Overridden.Low, a.Overridden.High);
        }

        plot.Line("one", watching.Agreement.Select((a, i) => (i - 0.06, a.Agreed.Share)).Where(p => !double.IsNaN(p.Share)));
        plot.Line("two", watching.Agreement.Select((a, i) => (i + 0.06, a.Overridden.Share)).Where(p => !double.IsNaN(p.Share)));
        foreach (var (i, a) in watching.Agreement.Index())
        {
            plot.Dot(Filled(a, "one"), i - 0.06, a.Agreed.Share);
            plot.Dot(Filled(a, "two"), i + 0.06, a.Overridden.Share);
        }

        plot.End();
        WriteKey(("one", "agreed"), ("two", "listed, and found not to be stalking"));
        html.Line($"""<p class="note">Hollow: fewer than {report.Bounds.MinimumDecisions} decisions. Upright lines: 95 % intervals.</p>""");
        EndFigure(
            ["Month", "Decisions", "Agreed", "Blind", "Seen", "Overridden", "Shown rightly", "Stalking below the list", "Unsure"],
            watching.Agreement.Select(a => (string[])
            [
                Month(a.Month), Count(a.Decisions), Percent(a.Agreed.Share), Percent(a.AgreedBlind.Share), Percent(a.AgreedSeen.Share),
                Percent(a.Overridden.Share), Percent(a.ShownRightly.Share), $"{a.FoundBelow.Count} of {a.FoundBelow.Of}", Count(a.Unsure),
            ]));

        var timed = watching.Agreement.Where(a => a.MedianTime is not null).ToList();
        if (timed.Count > 0)
        {
            var spoken = timed.LastOrDefault(a => a.Month == newest.Month) ?? timed[^1];
            months = PlotScale.Of("Month of the decision", [.. timed.Select(a => ShortMonth(a.Month))]);
            BeginFigure("Time on an item", $"Half of the decisions of {Month(spoken.Month)} took less than {Minutes(spoken.MedianTime)} minutes; {Percent(spoken.HardlyRead.Share)} came within {report.Bounds.HardlyRead.TotalSeconds:0} seconds.");
            plot = new Plot(html, months, PlotScale.UpTo("Minutes from opening to decision", timed.Max(a => a.UpperQuartileTime!.Value.TotalMinutes)));
            plot.Begin("time", "Time on an item by month", $"Median and quartiles. {string.Join("; ", timed.Select(a => $"{Month(a.Month)}: {Minutes(a.MedianTime)} minutes, from {Minutes(a.LowerQuartileTime)} to {Minutes(a.UpperQuartileTime)}"))}.");
            foreach (var (i, a) in timed.Index()) plot.Whisker("one", i, a.LowerQuartileTime!.Value.TotalMinutes, a.UpperQuartileTime!.Value.TotalMinutes);
            plot.Line("one", timed.Select((a, i) => ((double)i, a.MedianTime!.Value.TotalMinutes)));
            foreach (var (i, a) in timed.Index()) plot.Dot(Filled(a, "one"), i, a.MedianTime!.Value.TotalMinutes, 5);
            plot.End();
            html.Line($"""<p class="note">Dots: the median. Upright lines: half of all decisions.</p>""");
            EndFigure(
                ["Month", "Timed", "Lower quartile", "Median", "Upper quartile", "Hardly read"],
                timed.Select(a => (string[])
                [
                    Month(a.Month), Count(a.HardlyRead.Of), Minutes(a.LowerQuartileTime), Minutes(a.MedianTime), Minutes(a.UpperQuartileTime), Percent(a.HardlyRead.Share),
                ]));
        }

        EndSection();
    }

    private void WriteRates(MonitoringReport watching)
    {
        var last = watching.Indicators.Select(i => i.Month).DefaultIfEmpty().Max();
        var newest = watching.Indicators.Where(i => i.Month == last && i.Verdict is not (DriftVerdict.Baseline or DriftVerdict.TooFew))
            .OrderByDescending(i => Math.Abs(i.Effect)).ThenBy(i => i.Code, StringComparer.Ordinal).Take(10).ToList();
        if (newest.Count == 0) return;
        html.Line($"""<section><h2>Indicators that fire more or less often</h2>""");
        html.Line($"""<p class="lead">{Month(last)} beside the first {report.Bounds.BaselineMonths} months, the ten that moved most. A person is asked to look from an effect of {Number(report.Bounds.IndicatorEffect)} on.</p>""");
        html.Line($"""<table class="groups wide"><caption class="hidden">Rates of indicators</caption><thead><tr><th scope="col">Indicator</th><th scope="col">Before</th><th scope="col">{Month(last)}</th></tr></thead><tbody>""");
        foreach (var rate in newest)
        {
            html.Write($"""<tr><th scope="row">{rate.Code} <small>effect {Number(rate.Effect, "+0.00;-0.00")}, {InWords(rate.Verdict)}</small></th><td>""");
            WriteInterval(rate.Baseline);
            html.Write($"""</td><td>""");
            WriteInterval(rate.Rate);
            html.Line($"""</td></tr>""");
        }

        html.Line($"""</tbody></table></section>""");
    }

    private void WriteWorth(MonitoringReport watching)
    {
        if (watching.Worth.Length == 0) return;
        html.Line($"""<section><h2>What each indicator brings and costs</h2>""");
        html.Line($"""<p class="lead">Told from decided crimes. “Alone” means that without it the crime would have stayed under the review threshold. Those that cost most minutes first{(watching.Worth.Length > MostIndicators ? $"; {MostIndicators} of {watching.Worth.Length}, the rest in the JSON" : "")}.</p>""");
        html.Line($"""<table class="groups wide"><caption class="hidden">Precision, finds and cost of each indicator</caption><thead><tr><th scope="col">Indicator</th><th scope="col">Stalking, of decided crimes with it</th><th scope="col">Found alone</th><th scope="col">Minutes lost alone</th></tr></thead><tbody>""");
        foreach (var worth in watching.Worth.Take(MostIndicators))
        {
            html.Write($"""<tr><th scope="row">{worth.Code} <small>{worth.Precision.Of} decided</small></th><td>""");
            WriteInterval(worth.Precision);
            html.Line($"""</td><td>{worth.FoundAlone} of {worth.ShownAlone}</td><td>{Number(worth.Minutes, "0")}</td></tr>""");
        }

        html.Line($"""</tbody></table></section>""");
    }

    private static string Minutes(TimeSpan? time) => time is { } known ? Number(known.TotalMinutes, "0.#") : "–";
}
