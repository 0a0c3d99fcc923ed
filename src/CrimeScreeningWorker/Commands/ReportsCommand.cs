using System.CommandLine;
using System.Text;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>reports card</c>, <c>reports transparency</c> and <c>reports weekly</c>: what is to be said of the worker to others.</summary>
internal static class ReportsCommand
{
    private const string TransparencySection = "Transparency";

    public static Command Create() => new("reports", "The model's card, its transparency record, what the weekly reports said, and the reports that forces are asked for.") { Card(), Transparency(), Weekly(), ForceReportsCommand.Create() };

    private static Command Card()
    {
        var (store, figures, file) = (Store(), Figures(), OutFile());
        var command = new Command("card", "The card of the model as it is set up, as Markdown.") { store, figures, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Write(ModelCard.Write(await FactsAsync(parsed.GetValue(store), parsed.GetValue(figures), cancellationToken)), parsed.GetValue(file));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Transparency()
    {
        var (store, figures, file, json) = (Store(), Figures(), OutFile(), CommonOptions.Json());
        var command = new Command(
            "transparency",
            "The record in the fields of the Algorithmic Transparency Recording Standard, as Markdown. What only the force can say stands open until " +
            $"it is in the settings, under {TransparencySection} by the number of the field.") { store, figures, file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = WorkerHost.Configuration().GetSection(TransparencySection).Get<Dictionary<string, string>>() ?? [];
            TransparencyRecord record;
            try
            {
                record = TransparencyRecord.Of(await FactsAsync(parsed.GetValue(store), parsed.GetValue(figures), cancellationToken), given);
            }
            catch (ArgumentException e) when (e.ParamName == "given")
            {
                throw new OptionsValidationException(TransparencySection, typeof(TransparencyRecord), [$"{TransparencySection}: {e.Message}"]);
            }

            if (parsed.GetValue(json)) Report.WriteJson(record.Fields);
            else Write(record.ToMarkdown(), parsed.GetValue(file));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Weekly()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("weekly", "What the weekly reports of the service said, newest first.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store)));
            await database.CheckAsync(cancellationToken);
            var weeks = await new MonitoringStore(database).ReadWeeksAsync(limit: 52, cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(weeks);
            else if (weeks.Count == 0) Console.Out.WriteLine("No weekly report has been made.");
            else foreach (var week in weeks) Console.Out.WriteLine($"{week.Week:yyyy-MM-dd}  {week.Sentence}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<ModelFacts> FactsAsync(string? store, string? figures, CancellationToken cancellationToken)
    {
        using var host = WorkerHost.Build();
        var services = host.Services;
        var (live, monitoring) = (services.GetRequiredService<LiveModel>(), WorkerHost.Options<MonitoringOptions>(MonitoringOptions.Section));
        var (path, book) = (live.Configured, live.Paths.Book);
        ReportData? watched = null;
        if (store is not null)
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(store));
            await database.CheckAsync(cancellationToken);
            path = await live.OfAsync(database, cancellationToken);
            watched = await new StoreReport(
                database, monitoring, WorkerHost.Options<ScopeOptions>(ScopeOptions.Section), WorkerHost.Options<ReviewOptions>(ReviewOptions.Section).Capacity).MakeAsync(
                path.Scoring.Thresholds.Review, path.ModelVersion, book.Version, services.GetRequiredService<TimeProvider>().GetUtcNow(), cancellationToken);
        }

        return new ModelFacts(
            path.Model.Manifest, path.Scoring.Thresholds, book, WorkerHost.Options<ScopeOptions>(ScopeOptions.Section), WorkerHost.Options<ReviewOptions>(ReviewOptions.Section), monitoring,
            figures is null ? null : ReportFiles.Read(figures), watched);
    }

    private static void Write(string text, string? file)
    {
        if (file is null)
        {
            Console.Out.Write(text);
            return;
        }

        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} cannot be written: {e.GetType().Name}.", e);
        }

        Console.Out.WriteLine($"Written: {file}");
    }

    private static Option<string?> Store()
    {
        var store = CommonOptions.Store();
        store.Description = "Put in how the list and its readers do in this store. Default: leave that out.";
        return store;
    }

    private static Option<string?> Figures() => new("--figures")
    {
        Description = "Put in the figures that evaluate --corpus --out wrote beside its page.",
        HelpName = "FILE.json",
    };

    private static Option<string?> OutFile() => new("--out") { Description = "Write into a file instead of to standard output.", HelpName = "FILE.md" };
}
