using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening.ForceReports;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>reports forces</c>: the reports that forces are asked for, as pages and CSV files.</summary>
internal static class ForceReportsCommand
{
    private const int MostMonths = 120;

    public static Command Create()
    {
        var (store, output, asOf, json) = (CommonOptions.Store(), CommonOptions.Out(), CommonOptions.AsOf(), CommonOptions.Json());
        output.DefaultValueFactory = _ => "./reports";
        asOf.Description = "The moment the reports are made for, with offset (2026-03-14T05:00:00Z); crimes recorded later are left out. Default: now.";
        var months = new Option<int>("--months")
        {
            Description = "Calendar months that are looked back on, the present one among them.",
            DefaultValueFactory = _ => 12,
            HelpName = "N",
        };
        months.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !int.TryParse(token.Value, CultureInfo.InvariantCulture, out var n) || n is < 1 or > MostMonths))
                result.AddError($"--months needs a number from 1 to {MostMonths}.");
        });
        var force = new Option<string?>("--force") { Description = "Only the crimes of this force. Default: all of the store.", HelpName = "CODE" };
        var command = new Command(
            "forces",
            "The reports that forces are asked for: daily management meeting, problem profile, learning themes, flag audit, orders and advocates, repeat " +
            "suspects and victims, sections 2A and 4A. A page each, with a CSV file for every table.") { store, output, asOf, months, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store)));
            await database.CheckAsync(cancellationToken);
            var folder = parsed.GetValue(output)!;
            var request = new ForceReportRequest(
                parsed.GetValue(asOf) ?? TimeProvider.System.GetUtcNow(), parsed.GetValue(months), parsed.GetValue(force)?.Trim(),
                WorkerHost.Options<TriageOptions>(TriageOptions.Section).Marking);
            var reports = await new ForceReportSet(database, WorkerHost.Options<ScopeOptions>(ScopeOptions.Section)).WriteAsync(request, folder, cancellationToken);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(reports);
                return ExitCode.Done;
            }

            foreach (var report in reports) Console.Out.WriteLine($"{report.Title}: {report.Sentence}");
            Console.Out.WriteLine($"Written: {Path.Combine(folder, ForceReportSet.Index)}, {reports.Count} reports and {reports.Sum(report => report.Tables.Count)} tables.");
            return ExitCode.Done;
        });
        return command;
    }
}
