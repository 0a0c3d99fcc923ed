using System.CommandLine;
using System.Diagnostics;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>screen</c>: one run now over a crime extract.</summary>
internal static class ScreenCommand
{
    public static Command Create()
    {
        var source = new Option<string>("--source")
        {
            Description = "The crime extract (docs/crime-extract.md): a CSV file with a header, or the name of a source of the configuration.",
            HelpName = "FILE.csv|NAME",
            Required = true,
        };
        var (store, output, asOf, json) = (CommonOptions.Store(), CommonOptions.Out(), CommonOptions.AsOf(), CommonOptions.Json());
        var command = new Command(
            "screen",
            "Screen a crime extract now: take in what is new or changed, link it, score it and write the queue. " +
            "Ends with 3 when rows had to be set aside.") { source, store, output, asOf, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(source), parsed.GetValue(store), parsed.GetValue(output)!, parsed.GetValue(asOf), parsed.GetValue(json),
            showList: false, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(
        string source, string? store, string folder, DateTimeOffset? asOf, bool json, bool showList, CancellationToken cancellationToken)
    {
        using var host = WorkerHost.Build();
        WorkerHost.LoadAhead(host.Services);
        var location = host.Services.GetRequiredService<ConfiguredStores>().Find(store);
        var run = host.Services.GetRequiredService<ScreeningRun>();
        var watch = Stopwatch.StartNew();
        var (summary, list) = await RunProgressBar.ShowAsync(
            shown: !json, progress => run.ScreenAsync(source, location, Path.GetFullPath(folder), asOf, progress, cancellationToken));
        if (json)
        {
            await Console.Out.WriteAsync(RunJson.Of(summary));
        }
        else
        {
            if (showList) QueueTable.Write(list);
            if (summary.Counts is { New: 0, Changed: 0, Quarantined: 0 } and { Read: > 0 })
                Console.WriteLine("Nothing new: the store has every record of this extract already.");
            Console.WriteLine($"Files in {Path.GetFullPath(folder)}: triage.html, triage.csv, scores.csv, suggestions.csv, quarantine.csv, run.json");
            Console.WriteLine(RunPace.Of(summary.Counts.Read, watch.Elapsed));
            Console.WriteLine(MorningSentence.Of(summary.Counts));
        }

        return summary.Counts.Quarantined > 0 ? ExitCode.Quarantined : ExitCode.Done;
    }
}
