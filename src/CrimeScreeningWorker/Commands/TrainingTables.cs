using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Retraining;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>What <c>train</c> shows a person and gives to a script.</summary>
internal static class TrainingTables
{
    private const int MostErrors = 10;

    public static void Write(TrainingSet set, TrainedModel model, string folder, string? errorsFile, double seconds, long megabytes)
    {
        if (set.Counts is { } counts)
        {
            var corpus = set.Learnt.Count(i => set.Labels[i] is null);
            Console.WriteLine(
                $"{counts.Labels} labels of the store: {counts.Settled} crimes settled, {set.Learnt.Count - corpus} of them learnt from beside {corpus} records of the corpus; " +
                $"{set.People.Count} of people who are kept for the gate, {set.Later.Count} later ones of other people.");
            Console.WriteLine(
                $"Left out: {counts.Conflicts} crimes in conflict, {counts.Unsure} unsure or taken back, {counts.NotHeld} that the store does not hold, {counts.KeptOut} labels of reviewers far from expectation.");
            foreach (var reviewer in set.KeptOut) Console.WriteLine(reviewer.Reason);
        }

        if (!model.Curve.IsEmpty) Report.Out.Write(CurveOf(model));
        if (!model.Errors.IsEmpty) Report.Out.Write(ErrorsOf(model));
        if (model.Errors.Length > MostErrors || errorsFile is not null)
            Console.WriteLine($"{model.Errors.Length} labels that models of other people would answer otherwise{(errorsFile is null ? "" : $", in {errorsFile}")}.");
        foreach (var (name, value) in model.Manifest.Metrics) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {value:0.000}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Model {model.Manifest.Version} from {model.Manifest.TrainingSet.Narratives} narratives, {model.Manifest.TrainingSet.Stalking} of them stalking, " +
            $"in {seconds} seconds and at most {megabytes} MB. Folder {folder}"));
    }

    public static object ShapeOf(TrainingSet set, TrainedModel model, string? errorsFile, double seconds, long megabytes) => new
    {
        model_version = model.Manifest.Version,
        narratives = model.Manifest.TrainingSet.Narratives,
        stalking = model.Manifest.TrainingSet.Stalking,
        learnt = set.Learnt.Count,
        held_out = set.People.Count,
        later = set.Later.Count,
        labels = set.Counts,
        kept_out = set.KeptOut.Select(LabelShapes.Of),
        model.Manifest.Metrics,
        model.Thresholds,
        learning_curve = model.Curve,
        label_errors = model.Errors.Length,
        label_errors_file = errorsFile,
        seconds,
        peak_megabytes = megabytes,
    };

    private static Table CurveOf(TrainedModel model)
    {
        var table = EvaluationTables.NewTable("What more labels brought", "records", "PR-AUC", "lowest", "highest", "recall at 40 %", "lowest", "highest");
        foreach (var p in model.Curve)
        {
            table.AddRow([
                p.Records.ToString(CultureInfo.InvariantCulture),
                .. ((double[])[p.PrAuc, p.PrAucLowest, p.PrAucHighest, p.RecallAt40, p.RecallAt40Lowest, p.RecallAt40Highest]).Select(v => EvaluationTables.Number(v)),
            ]);
        }

        return table;
    }

    private static Table ErrorsOf(TrainedModel model)
    {
        var table = EvaluationTables.NewTable("Where label and model disagree most", "crime", "where", "label", "probability", "by");
        foreach (var error in model.Errors.Take(MostErrors))
        {
            table.AddRow(
                Markup.Escape($"{error.Crime.ForceCode}/{error.Crime.CrimeReference}"), Markup.Escape(error.Where), error.Stalking ? "stalking" : "not stalking",
                EvaluationTables.Number(error.Probability), Markup.Escape(error.By ?? "-"));
        }

        return table;
    }
}
