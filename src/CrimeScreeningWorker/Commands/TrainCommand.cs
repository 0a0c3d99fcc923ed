using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Screening.Retraining;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>train</c>: a model folder from the labelled corpus.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var corpus = new Option<string?>("--corpus") { Description = "A labelled corpus instead of the shipped one.", HelpName = "DIR" };
        var output = new Option<string>("--out") { Description = "The model folder to write.", HelpName = "DIR", Required = true };
        var created = new Option<DateOnly?>("--created")
        {
            Description = "Day written into the manifest, 2026-11-22. Left out, the same corpus and rule book always give the same bytes.",
            HelpName = "DATE",
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                result.AddError("--created needs a day such as 2026-11-22.");
                return null;
            },
        };
        var json = CommonOptions.Json();
        var command = new Command("train", "Train the text model and the scoring model from the labelled corpus and write a model folder.")
        {
            corpus, output, created, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(corpus), parsed.GetRequiredValue(output), parsed.GetValue(created), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? corpus, string output, DateOnly? created, bool json, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var inputs = await TrainingInputs.LoadAsync(corpus, cancellationToken);
        var training = new ModelTraining(inputs.Corpus, inputs.Book, TrainingInputs.Options);
        var manifest = training.Run(Path.GetFullPath(output), created, json ? null : new StepProgress(6), cancellationToken);
        var seconds = Math.Round(watch.Elapsed.TotalSeconds, 1);
        var megabytes = Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024);
        if (json)
        {
            Report.WriteJson(new
            {
                model_version = manifest.Version,
                narratives = manifest.TrainingSet.Narratives,
                stalking = manifest.TrainingSet.Stalking,
                manifest.Metrics,
                seconds,
                peak_megabytes = megabytes,
            });
        }
        else
        {
            foreach (var (name, value) in manifest.Metrics) Console.WriteLine($"{name,-32} {value:0.000}");
            Console.WriteLine(
                $"Model {manifest.Version} from {manifest.TrainingSet.Narratives} narratives, {manifest.TrainingSet.Stalking} of them stalking, " +
                $"in {seconds} seconds and at most {megabytes} MB. Folder {Path.GetFullPath(output)}");
        }

        return ExitCode.Done;
    }
}
