using System.Globalization;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Pictures of the reports as inline SVG. Each has a title and a description; no series is told from another by colour alone.</summary>
internal sealed class ForceCharts(HtmlWriter html)
{
    private const double Width = 440, NameWidth = 190, Row = 24, ValueWidth = 44;
    private const int LongestName = 27;

    private static readonly string[] Styles = ["one", "two", "three", "four"];

    /// <param name="id">Of the page, once.</param>
    public void Write(ForceChart chart, string id)
    {
        html.Line($"""<figure><figcaption><h3>{chart.Title}</h3><p>{chart.Finding}</p></figcaption>""");
        if (chart is MonthChart months) Write(months, id);
        else if (chart is BarChart bars) Write(bars, id);
        html.Line($"""</figure>""");
    }

    private void Write(MonthChart chart, string id)
    {
        var highest = chart.Series.SelectMany(series => series.Values).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Max();
        var plot = new Plot(
            html, PlotScale.Of("Month of recording", [.. chart.Months.Select(Tally.Month)]),
            chart.IsShare ? PlotScale.Percent(chart.Label) : PlotScale.UpTo(chart.Label, Math.Max(highest, 5)));
        plot.Begin(id + "-chart", chart.Title, Describe(chart));
        for (var s = 0; s < chart.Series.Length; s++)
        {
            var (series, style) = (chart.Series[s], Styles[s]);
            // Side by side, so that one interval does not cover the other.
            var aside = (s - ((chart.Series.Length - 1) / 2.0)) * 0.08;
            for (var i = 0; i < series.Intervals.Length; i++) plot.Whisker(style, i + aside, series.Intervals[i].Low, series.Intervals[i].High);
            plot.Line(style, series.Values.Select((value, i) => (X: i + aside, Y: value)).Where(point => !double.IsNaN(point.Y)));
            for (var i = 0; i < series.Values.Length; i++) plot.Dot(style, i + aside, series.Values[i]);
        }

        plot.End();
        if (chart.Series.Length == 1) return;
        html.Line($"""<ul class="key">""");
        for (var s = 0; s < chart.Series.Length; s++)
            html.Line($"""<li><svg viewBox="0 0 34 12" aria-hidden="true"><line class="line {Styles[s]}" x1="1" x2="33" y1="6" y2="6"/></svg> {chart.Series[s].Name}</li>""");
        html.Line($"""</ul>""");
    }

    private void Write(BarChart chart, string id)
    {
        var highest = Math.Max(1, chart.Bars.Select(bar => bar.Value).DefaultIfEmpty(0).Max());
        var height = (chart.Bars.Length * Row) + 4;
        html.Line($"""<svg class="plot bars" viewBox="0 0 {Width:0} {height:0}" role="img" aria-labelledby="{id}-chart-title {id}-chart-text">""");
        html.Line($"""<title id="{id}-chart-title">{chart.Title}</title><desc id="{id}-chart-text">{string.Join("; ", chart.Bars.Select(bar => $"{bar.Name}: {Number(bar.Value)}"))}.</desc>""");
        for (var i = 0; i < chart.Bars.Length; i++)
        {
            var ((name, value), top) = (chart.Bars[i], i * Row);
            var wide = value / highest * (Width - NameWidth - ValueWidth);
            html.Write($"""<text class="name" x="{NameWidth - 8:0}" y="{top + 16:0}" text-anchor="end">{Short(name)}</text>""");
            html.Write($"""<rect class="bar one" x="{NameWidth:0}" y="{top + 4:0}" width="{Math.Max(wide, value > 0 ? 1 : 0):0.#}" height="{Row - 8:0}"/>""");
            html.Line($"""<text x="{NameWidth + wide + 6:0.#}" y="{top + 16:0}">{Number(value)}</text>""");
        }

        html.Line($"""<line class="axis" x1="{NameWidth:0}" x2="{NameWidth:0}" y1="0" y2="{height:0}"/></svg>""");
    }

    private static string Describe(MonthChart chart) => string.Join(
        "; ", chart.Series.Select(series => $"{series.Name}: {string.Join(", ", chart.Months.Zip(series.Values, (month, value) => $"{Tally.Month(month)} {(double.IsNaN(value) ? "nothing" : chart.IsShare ? Tally.Percent(value) + " %" : Number(value))}"))}")) + ".";

    // The table under the picture has it whole.
    private static string Short(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1).TrimEnd(), "…");

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
