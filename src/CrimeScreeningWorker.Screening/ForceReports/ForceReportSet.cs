using System.Collections.Immutable;
using System.Text;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>The reports that forces are asked for: each a page, and a CSV file for each of its tables, with a page that leads to them.</summary>
public sealed class ForceReportSet(ScreeningDatabase database, ScopeOptions scope)
{
    /// <summary>The page that leads to the others.</summary>
    public const string Index = "index.html";

    /// <summary>Reads the store and writes every file into the folder, which is made when it is missing: all of them or none.</summary>
    /// <returns>What each report says, with its page, in the order of the index.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="OutputException">The files cannot be written.</exception>
    public async Task<IReadOnlyList<ForceReportSummary>> WriteAsync(ForceReportRequest request, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var crimes = await new ForceReportStore(database).ReadAsync(request, cancellationToken);
        var reports = Of(crimes, request, scope);
        var full = Path.GetFullPath(folder);
        try
        {
            using var output = new OutputFolder(full);
            foreach (var report in reports)
            {
                foreach (var table in report.Tables)
                {
                    var csv = output.Create(FileOf(report, table));
                    csv.Write(Csv.Row([.. table.Columns]));
                    foreach (var row in table.Rows) csv.Write(Csv.Row([.. row]));
                }

                output.Create(FileOf(report)).Write(Encoding.UTF8.GetBytes(ToHtml(report, crimes, request)));
            }

            // Last, so that it leads nowhere that is not there.
            output.Create(Index).Write(Encoding.UTF8.GetBytes(Write(html => ForceReportIndex.Write(html, reports, request))));
            output.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The reports cannot be written into '{full}': {e.GetType().Name}.", e);
        }

        return [.. reports.Select(report => new ForceReportSummary(FileOf(report), report.Title, report.Sentence, [.. report.Tables.Select(table => FileOf(report, table))]))];
    }

    /// <summary>Every report of the crimes, a plain function of them.</summary>
    internal static ImmutableArray<ForceReport> Of(ForceCrimes crimes, ForceReportRequest request, ScopeOptions scope)
    {
        var tally = new Tally(crimes, request, scope);
        return
        [
            DailyMeeting.Of(tally), ProblemProfile.Of(tally), LearningThemes.Of(tally), FlagAuditReport.Of(tally), OrdersAndAdvocates.Of(tally),
            RepeatPeopleReport.Of(tally), SectionsReport.Of(tally),
        ];
    }

    internal static string ToHtml(ForceReport report, ForceCrimes crimes, ForceReportRequest request) =>
        Write(html => new ForceReportPage(html, report, request, crimes.OfPeriod.Length).Write());

    internal static string FileOf(ForceReport report) => report.Name + ".html";

    internal static string FileOf(ForceReport report, ForceTable table) => $"{report.Name}.{table.Id}.csv";

    private static string Write(Action<HtmlWriter> write)
    {
        var text = new StringWriter { NewLine = "\n" };
        write(new HtmlWriter(text));
        return text.ToString();
    }
}

/// <summary>A report that was written.</summary>
/// <param name="Page">Its file, within the folder.</param>
/// <param name="Sentence">Counts; no crime and no person.</param>
/// <param name="Tables">Its CSV files, within the folder.</param>
public sealed record ForceReportSummary(string Page, string Title, string Sentence, IReadOnlyList<string> Tables);
