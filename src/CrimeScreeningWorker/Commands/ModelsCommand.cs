using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>models</c>: which model a store is screened with, which was, and how another becomes it.</summary>
internal static class ModelsCommand
{
    private const int UsualDays = 28;

    public static Command Create() => new("models", "The models of a store: which is live, which was, and how another earns its place (docs/promotion.md).")
    {
        List(), Show(), Live(), Add(), Export(), Compare(), Promote(), RollBack(), Shadow(),
    };

    private static Command List()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("list", "The models that the store keeps, which one is live, and what became of each.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var (models, events) = (await desk.Registry.ReadAsync(cancellationToken), await desk.Registry.ReadEventsAsync(cancellationToken));
            var live = await desk.Registry.FindLiveAsync(at: null, cancellationToken);
            var configured = desk.Live.Configured.ModelVersion;
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(models, events, live, configured));
            else ModelTables.Write(models, events, live, configured);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var (model, store, json) = (Model(), CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("show", "What a model is, what it was measured at when it was made, and all that became of it.") { model, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var (path, _) = await desk.FindAsync(parsed.GetRequiredValue(model), cancellationToken);
            var events = (await desk.Registry.ReadEventsAsync(cancellationToken)).Where(e => e.Version == path.ModelVersion || e.LiveBefore == path.ModelVersion).ToList();
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(path, events));
            else ModelTables.Write(path, events);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Live()
    {
        var on = new Option<DateOnly?>("--on")
        {
            Description = "The day, such as 2026-03-03, by the clock of Europe/London. Default: now.",
            HelpName = "DATE",
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                result.AddError("--on needs a day such as 2026-03-03.");
                return null;
            },
        };
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("live", "Which model was live on a day, by whose word, and which one the runs of that day say they used.") { on, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var answer = await LiveOn.ReadAsync(desk.Database, desk.Registry, desk.Live.Configured.ModelVersion, parsed.GetValue(on), desk.Clock.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(answer));
            else ModelTables.Write(answer);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Add()
    {
        var (folder, person, note) = (new Argument<string>("folder") { Description = "A model folder, as train writes it.", HelpName = "DIR" }, Person(), Note(required: false));
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("add", "Keep a model in the store, byte for byte. It does not become live by that.") { folder, person, note, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var path = desk.Live.Paths.Of(TextModelFolder.Load(Path.GetFullPath(parsed.GetRequiredValue(folder))));
            var added = await desk.Registry.AddAsync(path.Model, parsed.GetRequiredValue(person)!, parsed.GetValue(note) ?? "", desk.Clock.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(new { version = path.ModelVersion, added });
            else Console.WriteLine(added ? $"The store keeps the model {path.ModelVersion}." : $"The store had the model {path.ModelVersion} already.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Export()
    {
        var (model, store, json) = (Model(), CommonOptions.Store(), CommonOptions.Json());
        var output = new Option<string>("--out") { Description = "The model folder to write.", HelpName = "DIR", Required = true };
        var command = new Command("export", "Write a model of the store into a folder, byte for byte.") { model, output, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            try
            {
                TextModelFolder.Write(await desk.Registry.LoadAsync(parsed.GetRequiredValue(model), cancellationToken), folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new OutputException($"{folder} cannot be written: {e.GetType().Name}.", e);
            }

            if (parsed.GetValue(json)) Report.WriteJson(new { folder });
            else Console.WriteLine($"Folder {folder}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Compare()
    {
        var (model, store, json) = (Model(), CommonOptions.Store(), CommonOptions.Json());
        var command = new Command(
            "compare", "Put a model before the gate, beside the live one, on what people decided about people whom neither has seen. Nothing is written. " +
            "Ends with 1 when the gate refuses it.") { model, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var (challenger, _) = await desk.FindAsync(parsed.GetRequiredValue(model), cancellationToken);
            var champion = await desk.Live.OfAsync(desk.Database, cancellationToken);
            var gate = await desk.CompareAsync(champion, challenger, cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(champion.ModelVersion, challenger.ModelVersion, gate));
            else ModelTables.Write(champion.ModelVersion, challenger.ModelVersion, gate);
            return gate.Accepted ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Promote()
    {
        var (model, person, note) = (Model(), Person(), Note(required: true));
        var despite = new Option<string?>("--despite") { Description = "Promote it though the gate refuses it, for this reason; both are kept for good.", HelpName = "REASON" };
        NotEmpty(despite);
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command(
            "promote", "Put a model before the gate and, where the gate lets it in, make it the live one from the next run on. What the gate said is kept. " +
            "Ends with 1 when the gate refuses it.") { model, person, note, despite, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var (who, why) = (parsed.GetRequiredValue(person)!, parsed.GetRequiredValue(note)!);
            var (challenger, isKept) = await desk.FindAsync(parsed.GetRequiredValue(model), cancellationToken);
            if (!isKept) await desk.Registry.AddAsync(challenger.Model, who, why, desk.Clock.GetUtcNow(), cancellationToken);
            var champion = await desk.Live.OfAsync(desk.Database, cancellationToken);
            if (champion.ModelVersion == challenger.ModelVersion) throw new StoreException($"The model {challenger.ModelVersion} is live already.");
            var gate = await desk.CompareAsync(champion, challenger, cancellationToken);
            var promoted = gate.Accepted || parsed.GetValue(despite) is not null;
            if (promoted) await desk.Registry.PromoteAsync(challenger.ModelVersion, champion.Model, gate, who, why, parsed.GetValue(despite), desk.Clock.GetUtcNow(), cancellationToken);
            else await desk.Registry.RefuseAsync(challenger.ModelVersion, champion.ModelVersion, gate, who, why, desk.Clock.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json))
            {
                Report.WriteJson(new { promoted, gate = ModelShapes.Of(champion.ModelVersion, challenger.ModelVersion, gate) });
            }
            else
            {
                ModelTables.Write(champion.ModelVersion, challenger.ModelVersion, gate);
                Console.WriteLine(promoted ? $"The model {challenger.ModelVersion} is live from the next run on." : $"The model {champion.ModelVersion} stays live.");
            }

            return promoted ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command RollBack()
    {
        var (person, note, store, json) = (Person(), Note(required: true), CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("rollback", "Make the model live again that was before this one; again, and it goes one further back.") { person, note, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var entry = await desk.Registry.RollBackAsync(parsed.GetRequiredValue(person)!, parsed.GetRequiredValue(note)!, desk.Clock.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(entry));
            else Console.WriteLine($"The model {entry.Version} is live again from the next run on; it was {entry.LiveBefore}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Shadow()
    {
        var (model, store, json) = (Model(), CommonOptions.Store(), CommonOptions.Json());
        var days = new Option<int>("--days") { Description = $"Crimes recorded in so many days back from now. Default {UsualDays}.", HelpName = "N", DefaultValueFactory = _ => UsualDays };
        days.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 36_500)) result.AddError("--days is a number from 1 to 36500.");
        });
        var output = new Option<string?>("--out") { Description = "Write every change into a file: crime references, priorities and places, no word of a narrative.", HelpName = "FILE.csv" };
        var command = new Command("shadow", "Which crimes would enter the list, leave it or move in it, were this model live. Nothing is written to the store.") { model, days, output, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var desk = await Desk.OpenAsync(parsed.GetValue(store), cancellationToken);
            var (challenger, _) = await desk.FindAsync(parsed.GetRequiredValue(model), cancellationToken);
            var champion = await desk.Live.OfAsync(desk.Database, cancellationToken);
            var since = desk.Clock.GetUtcNow().AddDays(-parsed.GetValue(days));
            var report = await new ShadowRun(desk.Database, desk.Scope, desk.Live.Paths, desk.Clock).CompareAsync(champion, challenger, since, cancellationToken);
            if (parsed.GetValue(output) is { } file) await ShadowFile.WriteAsync(report, Path.GetFullPath(file), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(ModelShapes.Of(report));
            else ModelTables.Write(report);
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Model() => new("model")
    {
        Description = "A version that the store keeps (models list), or a model folder.",
        HelpName = "VERSION|DIR",
    };

    private static Option<string?> Person()
    {
        var person = new Option<string?>("--as") { Description = "Who does it, by name. It is kept for good.", HelpName = "NAME", Required = true };
        NotEmpty(person);
        return person;
    }

    private static Option<string?> Note(bool required)
    {
        var note = new Option<string?>("--note") { Description = "Why. It is kept for good.", HelpName = "TEXT", Required = required };
        NotEmpty(note);
        return note;
    }

    private static void NotEmpty(Option<string?> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{option.Name} must not be empty.");
    });

    /// <summary>What every one of the commands works with.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly IHost host;

        private Desk(IHost host, ScreeningDatabase database)
        {
            (this.host, Database, Registry, Live) = (host, database, new ModelRegistry(database), host.Services.GetRequiredService<LiveModel>());
        }

        public ScreeningDatabase Database { get; }

        public ModelRegistry Registry { get; }

        public LiveModel Live { get; }

        public TimeProvider Clock => host.Services.GetRequiredService<TimeProvider>();

        public ScreeningScope Scope => host.Services.GetRequiredService<ScreeningScope>();

        public static async Task<Desk> OpenAsync(string? store, CancellationToken cancellationToken)
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(store));
            await database.CheckAsync(cancellationToken);
            return new Desk(WorkerHost.Build(), database);
        }

        /// <returns>The model, and whether the store keeps it.</returns>
        public async Task<(ScoringPath Path, bool IsKept)> FindAsync(string model, CancellationToken cancellationToken)
        {
            if ((await Registry.ReadAsync(cancellationToken)).Any(kept => kept.Version == model))
                return (Live.Paths.Of(await Registry.LoadAsync(model, cancellationToken)), true);
            if (model == Live.Configured.ModelVersion) return (Live.Configured, false);
            if (!Directory.Exists(model)) throw new ModelException("The store keeps no model of that version, and there is no such folder: see models list.");
            return (Live.Paths.Of(TextModelFolder.Load(Path.GetFullPath(model))), false);
        }

        public async Task<GateReport> CompareAsync(ScoringPath champion, ScoringPath challenger, CancellationToken cancellationToken)
        {
            var corpus = await LabelledCorpus.LoadAsync(
                PathFiles.Resolve(WorkerHost.Options<PathFilesOptions>(PathFilesOptions.Section).Corpus), Clock, cancellationToken);
            var shipped = LearntCrimes.Of(corpus.Records.Select(record => record.Crime.Key));
            var options = host.Services.GetRequiredService<IOptions<GateOptions>>().Value;
            return await new GateRun(Database, Scope, Live.Paths, shipped, options, Clock).CompareAsync(champion, challenger, cancellationToken);
        }

        public void Dispose() => host.Dispose();
    }
}
