using System.Globalization;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>
/// A report as one page: pictures first, their numbers under each. One file without script or network, made to be read on a telephone and to be
/// printed on A4. A part without content is left out.
/// </summary>
internal sealed partial class ReportPage(HtmlWriter html, ReportData report)
{
    internal static readonly string StyleSheet = PageHead.StyleSheet("report-page.css");

    public void Write()
    {
        PageHead.Open(html, report.Title, StyleSheet, hasDark: true);
        html.Line($"""</head>""");
        html.Line($"""<body>""");
        html.Line($"""<a class="skip" href="#report">Skip to the figures</a>""");
        html.Line($"""<div class="page">""");
        WriteHeader();
        html.Line($"""<main id="report">""");
        WriteMissed();
        WriteRanking();
        WriteGroups();
        WriteDrift();
        WriteWatching();
        WriteLimits();
        html.Line($"""</main>""");
        html.Line($"""<footer><p>People decide; the list only orders the reading. This page names no crime and no person. The same numbers as JSON lie beside it.</p></footer>""");
        html.Line($"""</div>""");
        html.Line($"""</body>""");
        html.Line($"""</html>""");
    }

    private void WriteHeader()
    {
        html.Line($"""<header class="masthead">""");
        html.Line($"""<p class="service">Stalking screening</p>""");
        html.Line($"""<h1>{report.Title}</h1>""");
        if (report.Watching is { } watching)
            html.Line($"""<p class="sentence {(watching.NeedsPerson ? "needs" : "")}">{watching.Sentence}</p>""");
        html.Line($"""<p>{report.Basis}</p>""");
        html.Write($"""<p class="soft">Model: {report.Model}. Rule book: {report.RuleBook}.""");
        if (report.MadeAt is { } at) html.Write($""" Made on {BritishTime.DayAndClock(at)}.""");
        html.Line($"""</p>""");
        if (report.KeyFigures.Length > 0)
        {
            html.Line($"""<ul class="keys">""");
            foreach (var key in report.KeyFigures) html.Line($"""<li><strong>{key.Value}</strong> {key.Meaning}</li>""");
            html.Line($"""</ul>""");
        }

        html.Line($"""</header>""");
    }

    private void WriteLimits()
    {
        if (report.Limits.Length == 0) return;
        html.Line($"""<section><h2>What these figures cannot say</h2><ul class="limits">""");
        foreach (var limit in report.Limits) html.Line($"""<li>{limit}</li>""");
        html.Line($"""</ul></section>""");
    }

    private void BeginSection(string title, string lead)
    {
        html.Line($"""<section><h2>{title}</h2>""");
        if (lead.Length > 0) html.Line($"""<p class="lead">{lead}</p>""");
        html.Line($"""<div class="figures">""");
    }

    private void EndSection() => html.Line($"""</div></section>""");

    /// <param name="finding">What the picture shows, in a sentence.</param>
    private void BeginFigure(string title, string finding) =>
        html.Line($"""<figure><figcaption><h3>{title}</h3><p>{finding}</p></figcaption>""");

    private void WriteKey(params (string Style, string Words)[] series)
    {
        html.Line($"""<ul class="key">""");
        foreach (var (style, words) in series)
            html.Line($"""<li><svg viewBox="0 0 34 12" aria-hidden="true"><line class="line {style}" x1="1" x2="33" y1="6" y2="6"/></svg> {words}</li>""");
        html.Line($"""</ul>""");
    }

    /// <summary>The numbers of a picture, folded away until somebody wants them.</summary>
    private void EndFigure(string[] columns, IEnumerable<string[]> rows)
    {
        html.Line($"""<details><summary>The numbers</summary><table><thead><tr>""");
        foreach (var column in columns) html.Write($"""<th scope="col">{column}</th>""");
        html.Line($"""</tr></thead><tbody>""");
        foreach (var row in rows)
        {
            html.Write($"""<tr><th scope="row">{row[0]}</th>""");
            foreach (var cell in row.Skip(1)) html.Write($"""<td>{cell}</td>""");
            html.Line($"""</tr>""");
        }

        html.Line($"""</tbody></table></details></figure>""");
    }

    /// <summary>A share with its interval, in words and as a line from 0 to 1.</summary>
    private void WriteInterval(Proportion share)
    {
        if (share.Of == 0)
        {
            html.Write($"""<span class="soft">none</span>""");
            return;
        }

        html.Write($"""<span class="share"><strong>{Percent(share.Share)}</strong> <span class="soft">{100 * share.Low:0} to {100 * share.High:0}</span></span>""");
        html.Write($"""<svg class="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" x="0" y="0" width="100" height="12"/>""");
        html.Write($"""<rect class="range" x="{100 * share.Low:0.#}" y="3.5" width="{Math.Max(0.8, 100 * (share.High - share.Low)):0.#}" height="5"/>""");
        html.Write($"""<rect class="at" x="{Math.Clamp((100 * share.Share) - 0.9, 0, 98.2):0.#}" y="0" width="1.8" height="12"/></svg>""");
    }

    private static string Percent(double share) => CorpusReport.Percent(share);

    private static string Number(double value, string format = "0.00") => double.IsNaN(value) ? "–" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Month(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    private static string ShortMonth(DateOnly month) => month.ToString("MMM yy", CultureInfo.InvariantCulture);
}
