using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>A report as one file without script or network: a picture first where there is one, its numbers under it, the CSV file beside it.</summary>
/// <param name="crimes">How many the report was made from.</param>
internal sealed class ForceReportPage(HtmlWriter html, ForceReport report, ForceReportRequest request, int crimes)
{
    /// <summary>So many lines of one side can be two high each.</summary>
    private const int FewLines = 20;

    private const int MostReferences = 50;

    private const int NarrowColumns = 3, ShortCell = 12;

    private static readonly string StyleSheet = ReportPage.StyleSheet + PageHead.StyleSheet("force-report-page.css");

    public void Write()
    {
        WriteHead(html, report.Title, !report.OneSide ? "force" : report.Tables[0].Rows.Length <= FewLines ? "force one-side few" : "force one-side");
        html.Line($"""<header class="masthead"><p class="service">Stalking screening <span class="marking">{request.Marking}</span></p>""");
        html.Line($"""<h1>{report.Title}</h1><p class="sentence">{report.Sentence}</p>""");
        html.Line($"""<p>{Period(request)} {Wording.Count(crimes, "crime", "crimes")} of the store, those outside the scope included{(report.Older == 0 ? "" : $"; and {Tally.Cell(report.Older)} recorded earlier")}. For: {report.For}. <a href="{ForceReportSet.Index}">All reports</a></p></header>""");
        html.Line($"""<main id="report">""");
        foreach (var table in report.Tables) WriteTable(table);
        html.Line($"""<section class="cannot-say"><h2>What this page cannot say</h2><ul class="limits">""");
        foreach (var limit in report.Limits) html.Line($"""<li>{limit}</li>""");
        html.Line($"""</ul></section></main>""");
        WriteFoot(html);
    }

    public static void WriteHead(HtmlWriter html, string title, string style)
    {
        PageHead.Open(html, $"{title} · Stalking screening", StyleSheet, hasDark: true);
        html.Line($"""</head>""");
        html.Line($"""<body class="{style}">""");
        html.Line($"""<a class="skip" href="#report">Skip to the report</a>""");
        html.Line($"""<div class="page">""");
    }

    public static void WriteFoot(HtmlWriter html)
    {
        html.Line($"""<footer><p>People decide; the list only orders the reading. This page holds no narrative and no name; it says nothing of anybody's guilt.</p></footer>""");
        html.Line($"""</div>""");
        html.Line($"""</body>""");
        html.Line($"""</html>""");
    }

    /// <summary>Crimes of which force and time.</summary>
    public static string Period(ForceReportRequest request) =>
        $"{(request.Force is { } force ? $"Force {force}, crimes" : "Crimes")} recorded from {BritishTime.Day(ForceReportStore.Since(request))} to {BritishTime.DayAndClock(request.AsOf)}.";

    private void WriteTable(ForceTable table)
    {
        var id = $"{report.Name}-{table.Id}";
        html.Line($"""<section aria-labelledby="{id}"><h2 id="{id}">{table.Title}</h2>""");
        if (table.Lead.Length > 0) html.Line($"""<p class="lead">{table.Lead}</p>""");
        if (table.Rows.IsEmpty)
        {
            html.Line($"""<p class="lead">{table.Empty}</p></section>""");
            return;
        }

        var columns = table.Columns.Length - table.FileColumns;
        // Such a table stands beside its picture where the page is wide.
        var isNarrow = columns <= NarrowColumns && table.Rows.All(row => row.Take(columns).Skip(1).All(cell => cell.Length <= ShortCell));
        if (table.Chart is { } chart)
        {
            html.Line($"""<div class="{(isNarrow ? "beside" : "")}">""");
            new ForceCharts(html).Write(chart, id);
        }

        html.Line($"""<div class="scroll" tabindex="0" role="region" aria-labelledby="{id}"><table class="{(IsWords(table, columns) ? "words" : "numbers")} {(isNarrow ? "narrow" : "")}"><caption class="hidden">{table.Title}</caption><thead><tr>""");
        foreach (var column in table.Columns.Take(columns)) html.Write($"""<th scope="col">{column}</th>""");
        html.Line($"""</tr></thead><tbody>""");
        foreach (var row in table.Rows.Take(table.PageRows))
        {
            html.Write($"""<tr><th scope="row">{row[0]}</th>""");
            for (var i = 1; i < columns; i++) html.Write($"""<td class="{(row[i].Length <= ShortCell ? "short" : "long")}">{row[i]}</td>""");
            html.Line($"""</tr>""");
        }

        html.Line($"""</tbody></table></div>""");
        if (table.Chart is not null) html.Line($"""</div>""");
        WriteRest(table);
        html.Line($"""<p class="note"><a href="{ForceReportSet.FileOf(report, table)}">{(table.Rows.Length > table.PageRows ? $"All {Tally.Cell(table.Rows.Length)} as CSV" : "As CSV")}</a></p></section>""");
    }

    private void WriteRest(ForceTable table)
    {
        var rest = table.Rows.Length - table.PageRows;
        if (rest <= 0) return;
        html.Write($"""<p class="rest">{Tally.Cell(rest)} more""");
        // On the page of the meeting nothing is left out: what has no line of its own stands with its reference, as far as the side reaches.
        if (report.OneSide)
        {
            html.Write($""", by reference: {string.Join(", ", table.Rows.Skip(table.PageRows).Take(MostReferences).Select(row => row[0]))}""");
            if (rest > MostReferences) html.Write($"""; and {Tally.Cell(rest - MostReferences)} for which this side has no room""");
        }
        else
        {
            html.Write($""" in the file""");
        }

        html.Line($""".</p>""");
    }

    // Counts are read down a column and stand to the right; words do not.
    private static bool IsWords(ForceTable table, int columns) =>
        table.Rows.Take(20).Any(row => row.Take(columns).Skip(1).Any(cell => cell.Length > 0 && char.IsLetter(cell[0]) && cell is not (SmallCounts.Hidden or "not known" or "low number")));
}
