using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>train</c>: a model folder from labelled records.</summary>
internal static class TrainCommand
{
    private const string LabelErrorsFile = "label-errors.csv";

    public static Command Create()
    {
        var corpus = new Option<string?>("--corpus") { Description = "A labelled corpus instead of the shipped one.", HelpName = "DIR" };
        var store = new Option<string?>("--store")
        {
            Description = "Learn from what people decided in this store too: sqlite:PATH, postgresql://USER@HOST/DATABASE, or the name of a store of the configuration.",
            HelpName = "STORE",
        };
        var without = new Option<bool>("--without-corpus") { Description = "With --store: leave the labelled corpus out. It alone says what is online and what is a high risk." };
        var until = Day("--until", "With --store: learn from no label of this day or later, and print how the model does on those.");
        var heldOut = Number("--held-out", "With --store: share of the people who are kept for the gate.", HeldOut.DefaultShare, 0, 0.9);
        var seed = new Option<int>("--seed") { Description = "With --store: who is kept for the gate. Models that are to be compared need the same.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var heaviest = Number("--heaviest-weight", "With --store: crimes that one label stands for at most.", new TrainingChoice().HeaviestWeight, 1, 1_000_000);
        var curve = new Option<bool>("--learning-curve") { Description = "Print what ever more of the labels brought. Takes nearly as long again." };
        var errors = new Option<string?>("--label-errors")
        {
            Description = $"Write the labels that the model disagrees with: references, no narrative. Default with --store: {LabelErrorsFile} in the model folder.",
            HelpName = "FILE.csv",
        };
        var output = new Option<string>("--out") { Description = "The model folder to write.", HelpName = "DIR", Required = true };
        var created = Day("--created", "Day written into the manifest, 2026-11-22. Left out, the same records and rule book always give the same bytes.");
        var json = CommonOptions.Json();
        var command = new Command("train", "Train the text model and the scoring model, from the labelled corpus and from what people decided, and write a model folder (docs/retraining.md).")
        {
            corpus, store, without, until, heldOut, seed, heaviest, curve, errors, output, created, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(store) is not null) return;
            foreach (var option in (Option[])[without, until, heldOut, seed, heaviest])
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} needs --store.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!PlainArithmetic.IsOn) return await PlainArithmetic.RunAgainAsync(cancellationToken);
            var watch = Stopwatch.StartNew();
            var folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            var place = parsed.GetValue(store);
            var shipped = parsed.GetValue(without) ? null : await TrainingInputs.LoadAsync(parsed.GetValue(corpus), cancellationToken);
            var choice = new TrainingChoice(
                parsed.GetValue(heldOut), parsed.GetValue(seed), parsed.GetValue(until) is { } day ? BritishTime.StartOf(day) : null, parsed.GetValue(heaviest));
            var (set, book) = place is null
                ? (TrainingSet.Of(shipped!.Corpus), shipped.Book)
                : await TrainingInputs.LoadStoreAsync(CommonOptions.FindStore(place), cancellationToken) is var (cases, own) ? (TrainingSet.Of(shipped?.Corpus, cases, choice), own) : default;
            var training = new ModelTraining(set, book, TrainingInputs.Options);
            var isJson = parsed.GetValue(json);
            var steps = training.Steps(parsed.GetValue(curve));
            var model = training.Run(folder, parsed.GetValue(created), parsed.GetValue(curve), isJson ? null : new StepProgress(steps), cancellationToken);
            var file = parsed.GetValue(errors) ?? (place is null ? null : Path.Combine(folder, LabelErrorsFile));
            if (file is not null) LabelErrors.Write(model.Errors, Path.GetFullPath(file));
            var seconds = Math.Round(watch.Elapsed.TotalSeconds, 1);
            var megabytes = Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024);
            if (isJson) Report.WriteJson(TrainingTables.ShapeOf(set, model, file, seconds, megabytes));
            else TrainingTables.Write(set, model, folder, file, seconds, megabytes);
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name} needs a day such as 2026-11-22.");
            return null;
        },
    };

    private static Option<double> Number(string name, string description, double usual, double least, double most)
    {
        var option = new Option<double>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} Default {usual}."),
            DefaultValueFactory = _ => usual,
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && !(value >= least && value <= most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {least} to {most}."));
        });
        return option;
    }
}
