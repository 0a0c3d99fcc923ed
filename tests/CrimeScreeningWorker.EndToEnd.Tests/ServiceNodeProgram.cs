using System.Globalization;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>
/// The service as <c>run</c> starts it, but by a clock that stands elsewhere: <c>dotnet CrimeScreeningWorker.EndToEnd.Tests.dll SECONDS</c>; with <c>once</c>,
/// as <c>run --once</c>. So a test
/// meets half past four, a change Sunday, or a node that is five minutes ahead, whenever it runs.
/// </summary>
internal static class ServiceNodeProgram
{
    public static async Task<int> Main(string[] args)
    {
        var ahead = TimeSpan.FromSeconds(double.Parse(args[0], CultureInfo.InvariantCulture));
        await using var app = ServiceHost.Build(CommonOptions.FindStore(null), new ClockAhead(ahead));
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        if (args is [_, "once"]) return await app.Services.GetRequiredService<NightlyJob>().RunAsync(scheduled: null, CancellationToken.None);
        app.Services.GetRequiredService<ScreeningRun>();
        await ServiceHost.RunAsync(app, CancellationToken.None);
        await Serilog.Log.CloseAndFlushAsync();
        return 0;
    }

    private sealed class ClockAhead(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
