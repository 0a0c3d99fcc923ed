using System.Text;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>Trains the whole path on the labelled corpus and writes a model folder.</summary>
public sealed class ModelTraining(PreparedCorpus corpus, RuleBook book, PathOptions options)
{
    /// <summary>
    /// Cross-validates for the thresholds and the figures of the card, then trains on everything. The same corpus, rule book and options
    /// always write the same bytes.
    /// </summary>
    /// <param name="createdOn">Goes into the manifest; null leaves it out.</param>
    public TextModelManifest Run(string folder, DateOnly? createdOn, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var forces = corpus.Records.Select(r => r.File).Where(f => f != LabelledCorpus.ContrastFile).Distinct(StringComparer.Ordinal).ToList();
        var folds = new CorpusEvaluation(corpus, book, options).FiveFold(forces, options.Seed, progress, cancellationToken);
        var thresholds = ThresholdChooser.Choose([.. folds.SelectMany(f => f.Outcomes)], corpus);
        var everything = Enumerable.Range(0, corpus.Records.Count).ToList();
        var text = LearntText.Learn(corpus, everything, [], book, options, cancellationToken);
        var path = TrainedPath.Train(corpus, everything, text.Logits, book, options);
        progress?.Report("all records");
        var scoring = new ScoringModel(book.Version, path.Stalking, path.Online, path.HighRisk, path.Section4A, thresholds);
        var figures = DesignFigures.Of("five folds by people", folds, corpus);
        var ours = figures.Methods[0];
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["five_fold.pr_auc"] = Rounded(ours.PrAuc.Mean),
            ["five_fold.pr_auc_spread"] = Rounded(ours.PrAuc.Spread),
            ["five_fold.recall_at_30"] = Rounded(ours.RecallAt30.Mean),
            ["five_fold.recall_at_40"] = Rounded(ours.RecallAt40.Mean),
            ["five_fold.wss_at_95"] = Rounded(ours.WorkSavedAt95.Mean),
            ["five_fold.brier"] = Rounded(ours.Brier!.Mean),
            ["five_fold.calibration_error"] = Rounded(ours.CalibrationError!.Mean),
            ["five_fold.text_alone_pr_auc"] = Rounded(figures.Methods[1].PrAuc.Mean),
        };
        return TextModelFolder.Save(folder, text.Model, createdOn, metrics, new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [ScoringModel.FileName] = Encoding.UTF8.GetBytes(scoring.ToJson()),
        });
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
