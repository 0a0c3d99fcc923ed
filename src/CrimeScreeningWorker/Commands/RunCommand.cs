using System.CommandLine;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.WindowsServices;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>run</c>: the service; with <c>--once</c>, one night of it now, for a scheduler of one's own.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var store = CommonOptions.Store();
        var once = new Option<bool>("--once") { Description = "Do one night now, publish it and end, instead of waiting for the schedule." };
        var command = new Command(
            "run",
            "Run as a service: screen the configured source each night, publish the queue, answer on a health endpoint. " +
            "Its settings are in crime-screening.json (docs/operations.md).") { store, once };
        command.SetAction((parsed, cancellationToken) =>
        {
            // Windows starts a service in its own system folder; the settings lie beside the program there.
            if (WindowsServiceHelpers.IsWindowsService()) Directory.SetCurrentDirectory(AppContext.BaseDirectory);
            return RunAsync(CommonOptions.FindStore(parsed.GetValue(store)), parsed.GetValue(once), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(StoreLocation store, bool once, CancellationToken cancellationToken)
    {
        await using var app = ServiceHost.Build(store);
        // Before anything starts, so that a wrong setting is one message and no half-started service.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (once)
        {
            Telemetry.Listen(app.Services);
            return await app.Services.GetRequiredService<NightlyJob>().RunAsync(scheduled: null, cancellationToken);
        }

        // A rule book or model that cannot be used is found at start and not at half past four.
        app.Services.GetRequiredService<ScreeningRun>();
        await RefuseNewerStoreAsync(app.Services.GetRequiredService<ScreeningDatabase>(), cancellationToken);
        await ServiceHost.RunAsync(app, cancellationToken);
        return ExitCode.Done;
    }

    /// <summary>A store that is merely away is waited for by the service itself.</summary>
    /// <exception cref="StoreException">An old program must not sit on a store that it can do nothing with.</exception>
    private static async Task RefuseNewerStoreAsync(ScreeningDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await database.ReadPendingScriptsAsync(cancellationToken);
        }
        catch (StoreException e) when (!e.IsOfNewerVersion)
        {
            // The health endpoints will say so until it can be used.
        }
    }
}
