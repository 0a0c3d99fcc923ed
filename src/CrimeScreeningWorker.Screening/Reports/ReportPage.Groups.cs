using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>Groups, what more labels would bring, and drift.</summary>
internal sealed partial class ReportPage
{
    private void WriteGroups()
    {
        if (report.Groups.Length == 0) return;
        var lower = report.Groups.Where(g => g.Verdict == GroupVerdict.Lower).ToList();
        var said = report.Groups.Count(g => g.Verdict != GroupVerdict.TooFew);
        html.Line($"""<section><h2>Does it find stalking alike for everybody?</h2>""");
        html.Write($"""<p class="lead">Of {said} groups with cases enough, """);
        if (lower.Count == 0) html.Write($"""none is found less often than the others beyond chance. """);
        else html.Write($"""{lower.Count} {(lower.Count == 1 ? "is" : "are")} found less often than the others beyond chance: {string.Join("; ", lower.Select(g => $"{g.Dimension.ToLowerInvariant()}, {g.Group}"))}. """);
        var alarms = report.Groups.Where(g => g.AlarmVerdict == GroupVerdict.Higher).ToList();
        if (alarms.Count > 0) html.Write($"""More false alarms than the others: {string.Join("; ", alarms.Select(g => $"{g.Dimension.ToLowerInvariant()}, {g.Group}"))}. """);
        html.Line($"""False alarms are the share of the records that are not stalking and are listed all the same. Bars run from 0 to 100 %, with 95 % intervals. What the law protects is read for this comparison alone and never by the worker.</p>""");
        html.Line($"""<div class="figures">""");
        foreach (var dimension in report.Groups.GroupBy(g => g.Dimension, StringComparer.Ordinal))
        {
            html.Line($"""<table class="groups"><caption>{dimension.Key}</caption>""");
            html.Line($"""<thead><tr><th scope="col">Group</th><th scope="col">Stalking found</th><th scope="col">False alarms</th></tr></thead><tbody>""");
            foreach (var group in dimension) WriteGroup(group);
            html.Line($"""</tbody></table>""");
        }

        html.Line($"""</div></section>""");
    }

    private void WriteGroup(GroupComparison group)
    {
        html.Write($"""<tr class="{(group.Verdict == GroupVerdict.TooFew ? "few" : "")}"><th scope="row">{group.Group} <small>{group.Stalking} stalking of {group.Records}</small>""");
        if (group.Verdict == GroupVerdict.Lower) html.Write($"""<small class="flag">▼ less often than the others</small>""");
        if (group.Verdict == GroupVerdict.Higher) html.Write($"""<small>▲ more often than the others</small>""");
        if (group.Verdict == GroupVerdict.TooFew) html.Write($"""<small>too few cases to say</small>""");
        html.Write($"""</th><td>""");
        WriteInterval(group.Found);
        html.Write($"""</td><td>""");
        WriteInterval(group.FalseAlarms);
        if (group.AlarmVerdict == GroupVerdict.Higher) html.Write($"""<small class="flag">▲ more than the others</small>""");
        html.Line($"""</td></tr>""");
    }

    private void WriteLearning()
    {
        if (report.Learning.Length == 0) return;
        var (first, last) = (report.Learning[0], report.Learning[^1]);
        BeginFigure(
            "What more labels would bring",
            first == last
                ? $"Trained on {Count(last.Records)} records the worker reaches a PR-AUC of {Number(last.PrAuc, "0.000")}; the corpus is too small for less."
                : $"Trained on {Count(first.Records)} records the worker reaches a PR-AUC of {Number(first.PrAuc, "0.000")}, on {Count(last.Records)} one of {Number(last.PrAuc, "0.000")}.");
        var lowest = Math.Floor(5 * report.Learning.Min(p => Math.Min(p.PrAucLowest, p.RecallAt40Lowest))) / 5;
        var across = PlotScale.UpTo("Records trained on", last.Records);
        var plot = new Plot(html, across, new PlotScale("On forces never seen (%)", lowest, 1, [.. Enumerable.Range(0, 6).Select(t => lowest + (t * (1 - lowest) / 5))], "0"));
        plot.Begin(
            "learning", "Learning curve",
            $"Recall when 40 % is read, and area under the precision-recall curve, by the number of records trained on, with the worst and the best force. {string.Join("; ", report.Learning.Select(p => $"{p.Records} records: recall {Percent(p.RecallAt40)}, area {Number(p.PrAuc, "0.000")}"))}.");
        // Side by side, so that one interval does not cover the other.
        var aside = (across.To - across.From) * 0.008;
        foreach (var p in report.Learning)
        {
            plot.Whisker("one", p.Records - aside, p.PrAucLowest, p.PrAucHighest);
            plot.Whisker("two", p.Records + aside, p.RecallAt40Lowest, p.RecallAt40Highest);
        }

        plot.Line("two", report.Learning.Select(p => (p.Records + aside, p.RecallAt40)));
        plot.Line("one", report.Learning.Select(p => (p.Records - aside, p.PrAuc)));
        foreach (var p in report.Learning)
        {
            plot.Dot("one", p.Records - aside, p.PrAuc);
            plot.Dot("two", p.Records + aside, p.RecallAt40);
        }

        plot.End();
        WriteKey(("one", "area under the precision-recall curve"), ("two", "recall when 40 % is read"));
        html.Line($"""<p class="note">Upright lines run from the worst to the best force.</p>""");
        EndFigure(
            ["Records", "PR-AUC", "Worst force", "Recall at 40 %", "Worst force"],
            report.Learning.Select(p => (string[])
                [Count(p.Records), Number(p.PrAuc, "0.000"), Number(p.PrAucLowest, "0.000"), Percent(p.RecallAt40), Percent(p.RecallAt40Lowest)]));
    }

    private void WriteDrift()
    {
        if (report.Drift.Length == 0) return;
        var judged = report.Drift.Count(d => d.Verdict is not (DriftVerdict.TooFew or DriftVerdict.Baseline));
        var drifted = report.Drift.Count(d => d.Verdict == DriftVerdict.Drifted);
        BeginSection(
            "Do the scores drift?",
            judged == 0
                ? $"No month after the first {report.Bounds.BaselineMonths} has {Count(report.Bounds.MinimumCount)} crimes, under which nothing is said."
                : $"{(drifted == 0 ? "None" : Count(drifted))} of {Count(judged)} months with crimes enough {(drifted is 0 or 1 ? "has" : "have")} drifted from the first {report.Bounds.BaselineMonths}.");
        var months = PlotScale.Of("Month in which the crimes were recorded", [.. report.Drift.Select(d => ShortMonth(d.Month))]);
        BeginFigure("Mean score by month", $"The mean probability is the share of stalking that the worker expects: {Percent(report.Drift[0].Mean)} in {Month(report.Drift[0].Month)}, {Percent(report.Drift[^1].Mean)} in {Month(report.Drift[^1].Month)}.");
        var plot = new Plot(html, months, PlotScale.Percent("Mean probability"));
        plot.Begin("mean", "Mean score by month", $"{string.Join("; ", report.Drift.Select(d => $"{Month(d.Month)}: {Percent(d.Mean)} over {d.Count} crimes"))}.");
        foreach (var model in report.Drift.Index().GroupBy(d => d.Item.Model, StringComparer.Ordinal)) plot.Line("one", model.Select(d => ((double)d.Index, d.Item.Mean)));
        foreach (var (i, month) in report.Drift.Index()) plot.Dot(StyleOf(month.Verdict), i, month.Mean, 5);
        plot.End();
        html.Line($"""<p class="note">Hollow: too few crimes, or a month that the others are compared with.</p>""");
        EndFigure(
            ["Month", "Crimes", "Mean", "Difference", "Effect (d)"],
            report.Drift.Select(d => (string[])[Month(d.Month), Count(d.Count), Percent(d.Mean), Number(d.MeanDifference, "+0.000;-0.000"), Number(d.Effect, "+0.00;-0.00")]));

        BeginFigure("Stability of the scores", $"A person is asked to look from {Number(report.Bounds.DriftIndex)} on, and never for fewer than {Count(report.Bounds.MinimumCount)} crimes.");
        var highest = Math.Max(report.Bounds.DriftIndex * 1.3, report.Drift.Select(d => d.StabilityIndex).Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Max());
        plot = new Plot(html, months, PlotScale.UpTo("Population stability index", highest, report.Drift.Select(d => d.StabilityIndex).Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Min()));
        plot.Begin("stability", "Stability of the scores by month", $"Population stability index, less what chance gives. {string.Join("; ", report.Drift.Select(d => $"{Month(d.Month)}: {Number(d.StabilityIndex)}, {InWords(d.Verdict)}"))}.");
        foreach (var (i, month) in report.Drift.Index()) plot.Bar(StyleOf(month.Verdict), i, month.StabilityIndex);
        plot.Bound(report.Bounds.DriftIndex, "a person should look");
        plot.End();
        EndFigure(
            ["Month", "Crimes", "Stability index", "Jensen-Shannon", "Verdict"],
            report.Drift.Select(d => (string[])[Month(d.Month), Count(d.Count), Number(d.StabilityIndex, "0.000"), Number(d.JensenShannon, "0.000"), InWords(d.Verdict)]));
        EndSection();
    }

    private static string StyleOf(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Drifted => "point",
        DriftVerdict.Baseline or DriftVerdict.TooFew => "hollow",
        _ => "one",
    };

    private static string InWords(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Baseline => "compared with",
        DriftVerdict.TooFew => "too few to say",
        DriftVerdict.Watch => "worth watching",
        DriftVerdict.Drifted => "drifted",
        _ => "steady",
    };
}
