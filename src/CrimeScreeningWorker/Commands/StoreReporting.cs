using System.Globalization;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>evaluate --store</c>: how the list and its readers do, by what people decided.</summary>
internal static class StoreReporting
{
    public static async Task<int> RunAsync(string? store, string? page, bool json, CancellationToken cancellationToken)
    {
        var database = new ScreeningDatabase(CommonOptions.FindStore(store));
        await database.CheckAsync(cancellationToken);
        using var host = WorkerHost.Build();
        var live = host.Services.GetRequiredService<LiveModel>();
        var path = await live.OfAsync(database, cancellationToken);
        var report = await new StoreReport(
            database, WorkerHost.Options<MonitoringOptions>(MonitoringOptions.Section), WorkerHost.Options<ScopeOptions>(ScopeOptions.Section),
            WorkerHost.Options<ReviewOptions>(ReviewOptions.Section).Capacity).MakeAsync(
            path.Scoring.Thresholds.Review, path.ModelVersion, live.Paths.RuleBookVersion,
            host.Services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        if (page is not null) ReportFiles.Write(report, page);
        if (json) Console.Out.Write(ReportFiles.ToJson(report));
        else Write(report);
        if (page is not null && !json) ReportOptions.Tell(page);
        return ExitCode.Done;
    }

    private static void Write(ReportData report)
    {
        var watching = report.Watching!;
        Report.Out.WriteLine(watching.Sentence);
        Report.Out.WriteLine(report.Basis);
        var drift = EvaluationTables.NewTable("Scores by month", "month", "crimes", "mean", "stability index", "effect", "verdict");
        foreach (var d in report.Drift) drift.AddRow(Month(d.Month), $"{d.Count}", Number(d.Mean), Number(d.StabilityIndex), Number(d.Effect), Markup.Escape($"{d.Verdict}"));
        var agreement = EvaluationTables.NewTable("People and the machine", "month", "decisions", "agreed", "overridden", "shown rightly", "hardly read", "median minutes");
        foreach (var a in watching.Agreement)
        {
            agreement.AddRow(
                Month(a.Month), $"{a.Decisions}", Number(a.Agreed.Share), Number(a.Overridden.Share), Number(a.ShownRightly.Share), Number(a.HardlyRead.Share),
                Number(a.MedianTime?.TotalMinutes));
        }

        var worth = EvaluationTables.NewTable("Indicators that cost most", "indicator", "decided", "precision", "found alone", "shown alone", "minutes alone");
        foreach (var w in watching.Worth.Take(10)) worth.AddRow(w.Code, $"{w.Precision.Of}", Number(w.Precision.Share), $"{w.FoundAlone}", $"{w.ShownAlone}", Number(w.Minutes));
        foreach (var table in (Table[])[drift, agreement, worth])
            if (table.Rows.Count > 0) Report.Out.Write(table);
        MissedTables.Write(report.Missed!);
    }

    private static string Month(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    private static string Number(double? value) => EvaluationTables.Number(value);
}
