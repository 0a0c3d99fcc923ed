using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace CrimeScreeningWorker.Commands;

/// <summary>Builds the generic host for a command: configuration, logs, and the steps of the path in their order.</summary>
internal static class WorkerHost
{
    private const string EnvironmentPrefix = "CRIMESCREENING_";

    public static IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder.Configuration);
        Log.Logger = CreateLogger(builder.Configuration);
        builder.Services.AddSerilog(dispose: false);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPathFiles().AddSources().AddLinkage().AddScoring().AddTriage();
        builder.Services.AddSingleton<ScreeningRun>();
        return builder.Build();
    }

    /// <summary>One options class from the configuration, for commands that need no host.</summary>
    public static T Options<T>(string section) where T : class, new()
    {
        var configuration = new ConfigurationManager();
        Configure(configuration);
        return configuration.GetSection(section).Get<T>() ?? new T();
    }

    // The rule book, the recording rules and the model are files that people change: they are read, and found wanting, at start.
    private static IServiceCollection AddPathFiles(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<PathFilesOptions>().BindConfiguration(PathFilesOptions.Section);
        services.AddSingleton<IValidateOptions<PathFilesOptions>, PathFilesOptionsValidator>();
        services.AddSingleton(p => RuleBook.Load(PathFiles.Resolve(FilesOf(p).RuleBook)));
        services.AddSingleton(p => RecordingRules.Load(PathFiles.Resolve(FilesOf(p).RecordingRules)));
        services.AddSingleton(p => TextModelFolder.Load(PathFiles.ModelFolder(FilesOf(p).Model)));
        return services;

        static PathFilesOptions FilesOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<PathFilesOptions>>().Value;
    }

    // The folder of the program first, then the current one, then the environment: nothing is needed, everything can be set.
    private static void Configure(IConfigurationBuilder configuration) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.GetFullPath("crime-screening.json"), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix);

    // Standard output belongs to the command; logs go to standard error, and to a rolling file when one is configured.
    private static Serilog.Core.Logger CreateLogger(IConfiguration configuration)
    {
        var logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).Enrich.FromLogContext();
        if (configuration["Logs:File"] is { Length: > 0 } file)
            logger.WriteTo.File(new CompactJsonFormatter(), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 30);
        return logger.WriteTo.Console(
            standardErrorFromLevel: LogEventLevel.Verbose, restrictedToMinimumLevel: LogEventLevel.Warning,
            outputTemplate: "{Level:u3} {Message:lj}{NewLine}").CreateLogger();
    }
}

[OptionsValidator]
internal sealed partial class PathFilesOptionsValidator : IValidateOptions<PathFilesOptions>;
