using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>The page that leads to the reports, each with its sentence.</summary>
internal static class ForceReportIndex
{
    public static void Write(HtmlWriter html, ImmutableArray<ForceReport> reports, ForceReportRequest request)
    {
        ForceReportPage.WriteHead(html, "Reports", "force");
        html.Line($"""<header class="masthead"><p class="service">Stalking screening <span class="marking">{request.Marking}</span></p><h1>Reports</h1>""");
        html.Line($"""<p>{ForceReportPage.Period(request)}</p></header>""");
        html.Line($"""<main id="report"><ul class="reports">""");
        foreach (var report in reports)
            html.Line($"""<li><h2><a href="{ForceReportSet.FileOf(report)}">{report.Title}</a></h2><p>{report.Sentence}</p><p class="soft">For: {report.For}</p></li>""");
        html.Line($"""</ul></main>""");
        ForceReportPage.WriteFoot(html);
    }
}
