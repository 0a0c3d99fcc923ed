using System.CommandLine;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>evaluate</c>: how much stalking the path finds on records whose people it never saw.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Cross-validate on the labelled corpus: each force left out in turn, and five folds by people. DIR: another corpus than the shipped one.",
            HelpName = "DIR",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var errors = new Option<bool>("--errors") { Description = "List every miss and false alarm at 40 % read, with its parts." };
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Say how well the worker ranks records of forces and people that it never saw.") { corpus, errors, json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(corpus), parsed.GetValue(errors), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? folder, bool errors, bool json, CancellationToken cancellationToken)
    {
        var inputs = await TrainingInputs.LoadAsync(folder, cancellationToken);
        var corpus = inputs.Corpus;
        var evaluation = new CorpusEvaluation(corpus, inputs.Book, TrainingInputs.Options);
        var progress = json ? null : new StepProgress(inputs.Forces.Count + 10);
        var leftOut = evaluation.LeaveOneForceOut(inputs.Forces, progress, cancellationToken);
        var folds = evaluation.FiveFold(inputs.Forces, TrainingInputs.Options.Seed, progress, cancellationToken);
        var contrast = evaluation.ContrastPairs(TrainingInputs.Options.Seed, progress, cancellationToken);
        var report = new EvaluationReport(
            DesignFigures.Of("each force left out in turn", leftOut, corpus),
            DesignFigures.Of("five folds by people", folds, corpus),
            contrast.Count > 0 ? ContrastFigures.Of(contrast, corpus) : null,
            LinkFigures.Of(corpus),
            SuggestionFigures.Of(leftOut, folds, corpus, inputs.Book, inputs.RecordingRules, inputs.FewestWords));
        if (json) Report.WriteJson(report);
        else EvaluationTables.Write(report);
        if (errors)
        {
            ErrorReport.Write("Misses and false alarms, each force left out in turn", ErrorList.Stalking(leftOut, folds, corpus), corpus);
            ErrorReport.Write("High risk", ErrorList.HighRisk(leftOut, folds, corpus), corpus);
            ErrorReport.Write("Contrast pairs", ErrorList.WrongPairs(contrast, corpus), corpus);
        }

        return ExitCode.Done;
    }
}
