using System.CommandLine;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>export</c>: the files for all that a store holds, whatever runs made it.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var (store, output, json) = (CommonOptions.Store(), CommonOptions.Out(), CommonOptions.Json());
        var command = new Command("export", "Write the same files for all that the store holds now, whatever runs made it.") { store, output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var host = WorkerHost.Build();
            var folder = Path.GetFullPath(parsed.GetValue(output)!);
            var (summary, _) = await host.Services.GetRequiredService<ScreeningRun>()
                .ExportAsync(host.Services.GetRequiredService<ConfiguredStores>().Find(parsed.GetValue(store)), folder, cancellationToken);
            if (parsed.GetValue(json)) await Console.Out.WriteAsync(RunJson.Of(summary));
            else Console.WriteLine($"Files in {folder}: {summary.Counts.InScope:N0} crimes in scope, {summary.Counts.Queued:N0} queued.");
            return ExitCode.Done;
        });
        return command;
    }
}
