using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Operations;

/// <summary>Looks at all that a night needs, each thing for itself, so that one fault does not hide the next.</summary>
internal static class Doctor
{
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(StoreLocation store, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        var configuration = WorkerHost.Configuration();
        services.AddSingleton<IConfiguration>(configuration);
        WorkerHost.AddPath(services, configuration, LogStyle.Command);
        services.AddNights(store);
        await using var provider = services.BuildServiceProvider();

        var findings = new List<Finding> { Configuration(provider) };
        var sound = findings[0].State != FindingState.Failed;
        findings.Add(MachineChecks.TimeZone());
        findings.AddRange(Files(provider));
        findings.AddRange(await StoreChecks.ExamineAsync(new ScreeningDatabase(store), provider.GetRequiredService<TimeProvider>(), cancellationToken));
        if (store.Dialect == StoreDialect.Sqlite) findings.Add(MachineChecks.Disk("store disk", Path.GetDirectoryName(store.Path)!));
        if (!sound) return findings;

        var publishing = provider.GetRequiredService<IOptions<PublishingOptions>>().Value;
        findings.Add(await SourceAsync(provider, cancellationToken));
        findings.Add(Output(provider.GetRequiredService<RunFolders>().Root));
        findings.Add(MachineChecks.Disk("output disk", Path.GetFullPath(publishing.Folder)));
        findings.Add(publishing.HeartbeatUrl is null
            ? Finding.Warning("heartbeat", "none is configured.", "Set Publishing:HeartbeatUrl, so that something outside notices a night that did not happen.")
            : Finding.Good("heartbeat", $"{publishing.HeartbeatUrl.Host} is called after every good night."));
        findings.Add(await LiveModelAsync(provider, store, cancellationToken));
        findings.Add(await NightsAsync(provider, store, cancellationToken));
        return findings;
    }

    private static Finding Configuration(IServiceProvider provider)
    {
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            var schedule = new NightSchedule(provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Schedule);
            var next = schedule.Next(provider.GetRequiredService<TimeProvider>().GetUtcNow());
            return Finding.Good("configuration", $"sound; the next run starts {(next is { } at ? BritishTime.DayAndClock(at) : "never")}.");
        }
        catch (OptionsValidationException e)
        {
            return Finding.Failed("configuration", string.Join(" ", e.Failures), "Mend it in crime-screening.json or the environment.");
        }
        catch (AggregateException e)
        {
            return Finding.Failed(
                "configuration", string.Join(" ", e.InnerExceptions.OfType<OptionsValidationException>().SelectMany(inner => inner.Failures)),
                "Mend it in crime-screening.json or the environment.");
        }
        catch (InvalidOperationException e)
        {
            // The binder's own: it names the key and the type that was expected.
            return Finding.Failed("configuration", e.Message, "Mend it in crime-screening.json or the environment.");
        }
    }

    private static IEnumerable<Finding> Files(IServiceProvider provider)
    {
        yield return Load(
            "rule book", "Mend it and try rules test, or restore the shipped one.",
            () => $"{provider.GetRequiredService<RuleBook>().Indicators.Count} indicators, all examples hold ({provider.GetRequiredService<RuleBook>().Version}).");
        yield return Load(
            "recording rules", "Mend the file, or restore the shipped one.", () => $"version {provider.GetRequiredService<RecordingRules>().Version}.");
        yield return Load(
            "model", "Restore the shipped model folder, or set Files:Model to one that is whole.",
            () => $"{provider.GetRequiredService<LoadedTextModel>().Manifest.Version}, every file as its manifest says.");
    }

    private static async Task<Finding> LiveModelAsync(IServiceProvider provider, StoreLocation store, CancellationToken cancellationToken)
    {
        try
        {
            var live = provider.GetRequiredService<LiveModel>();
            var path = await live.OfAsync(new ScreeningDatabase(store), cancellationToken);
            return Finding.Good("live model", path == live.Configured ? "the configured one: none was promoted." : $"{path.ModelVersion}, promoted, every file as its manifest says.");
        }
        catch (Exception e) when (NightFailure.MessageOf(e) is { } message)
        {
            return Finding.Failed("live model", message, "Go back to the model before it (models rollback), or promote one that this program can use.");
        }
    }

    private static Finding Load(string check, string advice, Func<string> load)
    {
        try
        {
            return Finding.Good(check, load());
        }
        catch (Exception e) when (NightFailure.MessageOf(e) is { } message)
        {
            return Finding.Failed(check, message, advice);
        }
    }

    private static async Task<Finding> SourceAsync(IServiceProvider provider, CancellationToken cancellationToken)
    {
        var name = provider.GetRequiredService<IOptions<ServiceOptions>>().Value.Source;
        try
        {
            using var source = provider.GetRequiredService<ConfiguredSources>().Find(name);
            await source.OpenAsync(cancellationToken);
            return Finding.Good("source", $"{name} can be read.");
        }
        catch (Exception e) when (NightFailure.MessageOf(e) is { } message)
        {
            // The extract may simply not have come yet: a warning by day, and the run itself says so by night.
            return Finding.Warning("source", message, "See that the extract is there by the time of the schedule, and that this user may read it.");
        }
    }

    private static Finding Output(string folder)
    {
        try
        {
            OutputWriter.Check(folder);
            return Finding.Good("output folder", $"{folder} can be written.");
        }
        catch (OutputException e)
        {
            return Finding.Failed("output folder", e.Message, "Give the service's user the right to write there, or set Publishing:Folder.");
        }
    }

    private static async Task<Finding> NightsAsync(IServiceProvider provider, StoreLocation store, CancellationToken cancellationToken)
    {
        var options = provider.GetRequiredService<IOptions<ServiceOptions>>().Value;
        try
        {
            if ((await new ScreeningDatabase(store).ReadPendingScriptsAsync(cancellationToken)).Count > 0) return Finding.Good("nights", "nothing has run yet.");
            var lastGood = await new Screening.Runs.RunLedger(new ScreeningDatabase(store)).FindLastGoodAsync(options.Source, cancellationToken);
            if (lastGood is null) return Finding.Warning("nights", $"no run over {options.Source} has succeeded yet.", "See runs list.");
            var missed = new NightSchedule(options.Schedule).CountSince(lastGood.StartedAt, provider.GetRequiredService<TimeProvider>().GetUtcNow());
            var last = $"the last good run was {lastGood.RunId}: {MorningSentence.Of(lastGood.Counts)}";
            return missed == 0
                ? Finding.Good("nights", last + ".")
                : Finding.Warning("nights", $"{last}; {missed} have been missed since.", "See runs list and the log; one run covers all that were missed.");
        }
        catch (StoreException e)
        {
            return Finding.Failed("nights", e.Message, "Mend the store first.");
        }
    }
}
