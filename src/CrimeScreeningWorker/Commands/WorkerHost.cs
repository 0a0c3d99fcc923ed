using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Formatting.Compact;

namespace CrimeScreeningWorker.Commands;

/// <summary>Builds the generic host for a command: configuration, logs, and the steps of the path in their order.</summary>
internal static class WorkerHost
{
    private const string EnvironmentPrefix = "CRIMESCREENING_";

    /// <summary>The host with every step registered, none of them started.</summary>
    public static IHost Build(Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder.Configuration);
        Log.Logger = CreateLogger(builder.Configuration);
        builder.Services.AddSerilog(dispose: false);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPathFiles().AddSources().AddLinkage().AddIndicators().AddTextModel().AddScoring().AddSuggestions().AddStorage().AddTriage();
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>One options class from the configuration, for commands that need no host.</summary>
    public static T Options<T>(string section) where T : class, new()
    {
        var configuration = new ConfigurationManager();
        Configure(configuration);
        return configuration.GetSection(section).Get<T>() ?? new T();
    }

    // The folder of the program first, then the current one, then the environment: nothing is needed, everything can be set.
    private static void Configure(IConfigurationBuilder configuration) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.GetFullPath("crime-screening.json"), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix);

    // Standard output belongs to the command; logs go to standard error, and to a rolling file when one is configured.
    private static Serilog.Core.Logger CreateLogger(IConfiguration configuration)
    {
        var logger = new LoggerConfiguration()
            .ReadFrom.Configuration(configuration)
            .Enrich.FromLogContext();
        if (configuration["Logging:File"] is { Length: > 0 } file)
            logger.WriteTo.File(new CompactJsonFormatter(), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 30);
        return logger.WriteTo.Console(
            standardErrorFromLevel: Serilog.Events.LogEventLevel.Verbose,
            restrictedToMinimumLevel: Serilog.Events.LogEventLevel.Warning,
            outputTemplate: "{Level:u3} {Message:lj}{NewLine}").CreateLogger();
    }
}
