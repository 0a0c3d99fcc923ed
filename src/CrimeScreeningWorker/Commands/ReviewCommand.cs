using System.CommandLine;
using System.Net.Sockets;
using CrimeScreeningWorker.ReviewConsole;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>review</c>: the console in which people decide on what the nights found.</summary>
internal static class ReviewCommand
{
    public static Command Create()
    {
        var (store, urls) = (CommonOptions.Store(), Urls());
        var command = new Command("review", "Open the review console in a browser: today's list, the case pages and the data-integrity desk (docs/console.md).")
        {
            store, urls,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await ServeAsync(CommonOptions.FindStore(parsed.GetValue(store)), Settings(parsed.GetValue(urls)), clock: null, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    public static Option<string?> Urls() => new("--urls")
    {
        Description = $"Where the console listens, several parted by semicolons. Default: Console:Urls of the configuration, or {ConsoleOptions.DefaultUrl}.",
        HelpName = "URLS",
    };

    /// <param name="settings">Stand above the configuration.</param>
    /// <param name="clock">Null: the machine's.</param>
    public static WebApplication Build(StoreLocation store, IReadOnlyDictionary<string, string?> settings, TimeProvider? clock = null) =>
        ConsoleHost.Build(store, builder =>
        {
            WorkerHost.Configure(builder.Configuration);
            builder.Configuration.AddInMemoryCollection(settings);
            WorkerHost.AddPath(builder.Services, builder.Configuration, LogStyle.Service);
            if (clock is not null) builder.Services.AddSingleton(clock);
        });

    /// <summary>Serves the console until it is told to stop.</summary>
    /// <exception cref="OptionsValidationException">It may not listen as it was told to, or the address is taken.</exception>
    public static async Task ServeAsync(
        StoreLocation store, IReadOnlyDictionary<string, string?> settings, TimeProvider? clock, CancellationToken cancellationToken)
    {
        await using var app = Build(store, settings, clock);
        await app.Services.GetRequiredService<ScreeningDatabase>().PrepareAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is SocketException or AddressInUseException)
        {
            throw new OptionsValidationException(
                ConsoleOptions.Section, typeof(ConsoleOptions), [$"{ConsoleOptions.Section}:Urls: {string.Join(' ', app.Urls)} is taken by another program: choose another port."]);
        }

        Console.WriteLine($"The review console is open at {string.Join(' ', app.Urls)} (Ctrl+C ends it).");
        await app.WaitForShutdownAsync(cancellationToken);
    }

    public static Dictionary<string, string?> Settings(string? urls) =>
        urls is null ? [] : new(StringComparer.OrdinalIgnoreCase) { [$"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Urls)}"] = urls };
}
