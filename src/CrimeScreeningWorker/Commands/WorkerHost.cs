using System.Text.Json;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using CrimeScreeningWorker.Service;
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
    private const string OwnFile = "crime-screening.json";
    private const string EnvironmentPrefix = "CRIMESCREENING_";

    public static IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Configure(builder.Configuration);
        AddPath(builder.Services, builder.Configuration, LogStyle.Command);
        return builder.Build();
    }

    /// <summary>
    /// Begins to load the text model and the recording rules, on a core of its own, while the caller goes on to the rule book: a small extract
    /// waits for little else.
    /// </summary>
    public static void LoadAhead(IServiceProvider services)
    {
        // What is wrong with them is said where they are used: nothing is kept of an attempt that failed.
        _ = Task.Run(() =>
        {
            services.GetRequiredService<LoadedTextModel>();
            services.GetRequiredService<RecordingRules>();
        });
    }

    /// <summary>Clock, logs and the steps of the path in their order.</summary>
    public static void AddPath(IServiceCollection services, IConfiguration configuration, LogStyle style)
    {
        Log.Logger = CreateLogger(configuration, style);
        services.AddLogging().AddSerilog(dispose: false);
        services.AddSingleton(TimeProvider.System);
        services.AddPathFiles().AddSources().AddLinkage().AddScoring().AddTriage().AddReviewOptions().AddAudit();
        services.AddSingleton<RunOrigins>().AddSingleton<ScreeningRun>().AddSingleton<BackscanRun>();
    }

    /// <summary>The configuration, for what is needed before a host is built.</summary>
    /// <exception cref="OptionsValidationException">A configuration file is no JSON.</exception>
    public static IConfigurationRoot Configuration()
    {
        var configuration = new ConfigurationManager();
        Configure(configuration);
        return configuration;
    }

    /// <summary>One options class from the configuration, for commands that need no host.</summary>
    public static T Options<T>(string section) where T : class, new()
    {
        return Configuration().GetSection(section).Get<T>() ?? new T();
    }

    // The rule book, the recording rules and the model are files that people change: they are read, and found wanting, at start.
    private static IServiceCollection AddPathFiles(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<PathFilesOptions>().BindConfiguration(PathFilesOptions.Section);
        services.AddSingleton<IValidateOptions<PathFilesOptions>, PathFilesOptionsValidator>();
        services.AddSingleton(p => FactBook.LoadBoth(PathFiles.Resolve(FilesOf(p).RuleBook), PathFiles.Resolve(FilesOf(p).FactBook)));
        services.AddSingleton(p => p.GetRequiredService<FactBook>().Rules);
        services.AddSingleton(p => RecordingRules.Load(PathFiles.Resolve(FilesOf(p).RecordingRules)));
        services.AddSingleton(p => TextModelFolder.Load(PathFiles.ModelFolder(FilesOf(p).Model)));
        return services;

        static PathFilesOptions FilesOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<PathFilesOptions>>().Value;
    }

    // The folder of the program first, then the current one, then the environment: nothing is needed, everything can be set.
    public static void Configure(IConfigurationBuilder configuration)
    {
        try
        {
            Add(configuration);
        }
        catch (InvalidDataException e)
        {
            var line = (e.GetBaseException() as JsonException)?.LineNumber + 1;
            throw new OptionsValidationException(
                "configuration", typeof(PathFilesOptions), [$"A configuration file is no JSON{(line is null ? "" : $", line {line}")}: {Path.GetFullPath(OwnFile)}"]);
        }
    }

    private static void Add(IConfigurationBuilder configuration) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.GetFullPath(OwnFile), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix);

    // Standard output belongs to the command; logs go to standard error, and to a rolling file when one is configured.
    // Of a service it is the log: the journal and every collector read JSON from there.
    private static Serilog.Core.Logger CreateLogger(IConfiguration configuration, LogStyle style)
    {
        var logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).Enrich.FromLogContext();
        if (configuration["Logs:File"] is { Length: > 0 } file)
            logger.WriteTo.File(new RenderedCompactJsonFormatter(), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 30);
        if (style == LogStyle.Service) return logger.WriteTo.Console(new RenderedCompactJsonFormatter()).CreateLogger();
        return logger.WriteTo.Console(
            standardErrorFromLevel: LogEventLevel.Verbose, restrictedToMinimumLevel: LogEventLevel.Warning,
            outputTemplate: "{Level:u3} {Message:lj}{NewLine}").CreateLogger();
    }
}

[OptionsValidator]
internal sealed partial class PathFilesOptionsValidator : IValidateOptions<PathFilesOptions>;

internal enum LogStyle
{
    /// <summary>Warnings for a person, on standard error.</summary>
    Command,

    /// <summary>Everything as JSON, on standard output.</summary>
    Service,
}
