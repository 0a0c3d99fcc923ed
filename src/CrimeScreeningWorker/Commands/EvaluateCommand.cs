using System.CommandLine;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Reports;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>evaluate</c>: how much stalking the path finds on records whose people it never saw.</summary>
internal static class EvaluateCommand
{
    private const string Stalking = "stalking", HighRisk = "high-risk", Pairs = "pairs", Links = "links", Everything = "all";

    public static Command Create()
    {
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Cross-validate on the labelled corpus: each force left out in turn, and five folds by people. DIR: another corpus than the shipped one.",
            HelpName = "DIR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var store = CommonOptions.Store();
        store.Description = "Instead of the corpus, judge by what people decided in this store: as for the other commands.";
        var seeds = new Option<int>("--seeds")
        {
            Description = "How often the people are dealt out into five folds. The spread is over these.",
            DefaultValueFactory = _ => 5,
            HelpName = "N",
        };
        seeds.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var n) && n is < 1 or > 20) result.AddError("--seeds needs a number from 1 to 20.");
        });
        var errors = new Option<string?>("--errors")
        {
            Description = "Instead of the figures list what was wrong, with its parts, its label and its words: stalking, high-risk, pairs, links or all. " +
                "For developers: it prints narratives of the corpus.",
            HelpName = "KIND",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var page = ReportOptions.Page();
        errors.AcceptOnlyFromAmong(Stalking, HighRisk, Pairs, Links, Everything);
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Say how well the worker ranks records of forces and people that it never saw.") { corpus, store, seeds, errors, page, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(store) is not null && (result.GetResult(corpus) ?? result.GetResult(errors)) is not null)
                result.AddError("--store goes with neither --corpus nor --errors.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetResult(store) is not null) return await StoreReporting.RunAsync(parsed.GetValue(store), parsed.GetValue(page), parsed.GetValue(json), cancellationToken);
            var inputs = await TrainingInputs.LoadAsync(parsed.GetValue(corpus), cancellationToken);
            var run = new EvaluationRun(
                inputs.Corpus, inputs.Forces, inputs.Book, inputs.RecordingRules, inputs.FewestWords, TrainingInputs.Options);
            if (parsed.GetResult(errors) is null) WriteFigures(run, inputs, parsed.GetValue(seeds), parsed.GetValue(json), parsed.GetValue(page), cancellationToken);
            else WriteErrors(run, inputs.Corpus, parsed.GetValue(errors) ?? Everything, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static void WriteFigures(EvaluationRun run, TrainingInputs inputs, int seeds, bool json, string? page, CancellationToken cancellationToken)
    {
        var progress = json ? null : new StepProgress(run.StepsOf(seeds) + (page is null ? 0 : run.StepsFromLess));
        var result = run.Execute(seeds, progress, cancellationToken);
        // Before anything is printed: a page that cannot be written is an error, and then nothing was said.
        if (page is not null)
        {
            var learning = run.LearnFromLess(result.LeftOut, progress, cancellationToken);
            ReportFiles.Write(
                CorpusReport.Of(result, learning, inputs.Corpus, inputs.Book.Version, WorkerHost.Options<MonitoringOptions>(MonitoringOptions.Section)), page);
        }

        if (json) Report.WriteJson(result.Report);
        else EvaluationTables.Write(result.Report);
        if (page is not null && !json) ReportOptions.Tell(page);
    }

    private static void WriteErrors(EvaluationRun run, PreparedCorpus corpus, string kind, CancellationToken cancellationToken)
    {
        if (kind is Links or Everything) ErrorListing.Write(LinkFigures.Errors(corpus), corpus);
        if (kind is Links) return;
        var found = run.Errors(progress: null, cancellationToken);
        if (kind is Stalking or Everything) ErrorListing.Write("Misses and false alarms, each force left out in turn", found.Stalking, corpus);
        if (kind is HighRisk or Everything)
        {
            ErrorListing.Write("High risk, each force left out in turn", found.HighRisk, corpus);
            ErrorListing.Write(found.Indicators);
        }

        if (kind is Pairs or Everything) ErrorListing.Write("Contrast pairs in the wrong order, both halves", found.WrongPairs, corpus);
    }
}
