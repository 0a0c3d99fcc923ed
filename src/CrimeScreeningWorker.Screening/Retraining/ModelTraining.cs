using System.Collections.Immutable;
using System.Text;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>What a training made.</summary>
/// <param name="Curve">What ever more of the labels brought; empty where it was not asked for.</param>
/// <param name="Errors">Labels that the models of the folds disagree with.</param>
/// <param name="Thresholds">As in the model.</param>
public sealed record TrainedModel(
    TextModelManifest Manifest, ScoringThresholds Thresholds, ImmutableArray<LearningPoint> Curve, ImmutableArray<LabelError> Errors);

/// <summary>Trains the whole path on labelled records and writes a model folder.</summary>
/// <param name="options">Of a small training; <see cref="TrainingPlan"/> says what a large one has.</param>
public sealed class ModelTraining(TrainingSet set, RuleBook book, PathOptions options)
{
    private readonly TrainingPlan plan = TrainingPlan.For(set.Learnt.Count, options);

    /// <summary>Lines that the progress of a training has.</summary>
    public int Steps(bool curve) => plan.Folds + 1 + (curve ? plan.CurveFolds * LearningCurve.Shares.Length : 0);

    /// <summary>
    /// Cross-validates for the thresholds and the figures of the card, then trains on everything that is to be learnt from. The same records, rule book
    /// and options always write the same bytes.
    /// </summary>
    /// <param name="createdOn">Goes into the manifest; null leaves it out.</param>
    /// <param name="curve">Draw the learning curve, which takes nearly as long again.</param>
    /// <exception cref="ModelException">Too little to learn from.</exception>
    public TrainedModel Run(string folder, DateOnly? createdOn, bool curve, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var corpus = set.Corpus;
        var evaluation = new CorpusEvaluation(corpus, book, plan.Path, set.Context);
        var among = set.Learnt.Where(i => corpus.Records[i].File != LabelledCorpus.ContrastFile).ToList();
        Check(among);
        var splits = evaluation.Folds(among, plan.Folds, plan.Path.Seed);
        var folds = evaluation.Judge(evaluation.Learn(splits, beside: false, progress, cancellationToken), ScoringPart.None, cancellationToken, explain: false);
        var outcomes = folds.SelectMany(f => f.Outcomes).ToList();
        var thresholds = ThresholdChooser.Choose(outcomes, corpus);
        var points = curve
            ? LearningCurve.Of(evaluation, [.. splits.Take(plan.CurveFolds)], [.. folds.Take(plan.CurveFolds)], corpus, progress, cancellationToken)
            : [];
        var text = LearntText.Learn(corpus, set.Learnt, Others(), book, plan.Path, cancellationToken);
        var path = TrainedPath.Train(corpus, set.Learnt, text.Logits, book, plan.Path);
        progress?.Report("all records");
        var scoring = new ScoringModel(book.Version, path.Stalking, path.Online, path.HighRisk, path.Section4A, thresholds);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { [ScoringModel.FileName] = Encoding.UTF8.GetBytes(scoring.ToJson()) };
        if (set.Counts is not null) files[LearntCrimes.FileName] = LearntCrimes.Of(set.Learnt.Select(i => corpus.Records[i].Crime.Key)).ToBytes();
        var metrics = Metrics(folds);
        AddUnseen(metrics, "held_out", set.People, path, text.Logits);
        AddUnseen(metrics, "later", set.Later, path, text.Logits);
        var manifest = TextModelFolder.Save(folder, text.Model, createdOn, metrics, files);
        return new TrainedModel(manifest, thresholds, points, LabelErrors.Of(set, outcomes));
    }

    private void Check(List<int> among)
    {
        var stalking = among.Count(i => set.Corpus.Records[i].Label.Stalking);
        var whole = among.Count(i => !set.Corpus.Records[i].Label.StalkingOnly);
        if (whole == 0)
            throw new ModelException("None of the records says whether there is an online element or a high risk, so these answers cannot be learnt: train with the corpus.");
        if (Math.Min(stalking, among.Count - stalking) < plan.Folds * plan.Path.InnerFolds)
            throw new ModelException($"{stalking} of {among.Count} records to learn from are stalking: too few of one kind for {plan.Folds} folds by people.");
    }

    private List<int> Others()
    {
        var learnt = set.Learnt.ToHashSet();
        return [.. Enumerable.Range(0, set.Corpus.Records.Count).Where(i => !learnt.Contains(i))];
    }

    private SortedDictionary<string, double> Metrics(IReadOnlyList<SplitOutcomes> folds)
    {
        var ours = RankingFigures.Of("this worker", folds, o => o.Probability, set.Corpus, isProbability: true);
        var text = RankingFigures.Of("text alone", folds, o => o.Text, set.Corpus, isProbability: true);
        var name = plan.Folds == 5 ? "five_fold" : "two_fold";
        return new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [$"{name}.pr_auc"] = Rounded(ours.PrAuc.Mean),
            [$"{name}.pr_auc_spread"] = Rounded(ours.PrAuc.Spread),
            [$"{name}.recall_at_30"] = Rounded(ours.RecallAt30.Mean),
            [$"{name}.recall_at_40"] = Rounded(ours.RecallAt40.Mean),
            [$"{name}.wss_at_95"] = Rounded(ours.WorkSavedAt95.Mean),
            [$"{name}.brier"] = Rounded(ours.Brier!.Mean),
            [$"{name}.calibration_error"] = Rounded(ours.CalibrationError!.Mean),
            [$"{name}.text_alone_pr_auc"] = Rounded(text.PrAuc.Mean),
        };
    }

    // Of people of whom the model learnt nothing; each record counts once, whatever it stands for.
    private void AddUnseen(SortedDictionary<string, double> metrics, string name, IReadOnlyList<int> records, TrainedPath path, IReadOnlyList<double> logits)
    {
        List<Judged> judged =
        [
            .. records.Where(i => set.Corpus.IsJudged[i]).Select(i => new Judged(path.Probability(path.Stalking, i, logits), set.Corpus.Records[i].Label.Stalking)),
        ];
        if (!judged.Exists(j => j.Relevant)) return;
        metrics[$"{name}.records"] = judged.Count;
        metrics[$"{name}.pr_auc"] = Rounded(RankingMetrics.PrAuc(judged));
        metrics[$"{name}.recall_at_30"] = Rounded(RankingMetrics.RecallAt(judged, 0.3));
        metrics[$"{name}.recall_at_40"] = Rounded(RankingMetrics.RecallAt(judged, 0.4));
        metrics[$"{name}.brier"] = Rounded(RankingMetrics.Brier(judged));
        metrics[$"{name}.calibration_error"] = Rounded(RankingMetrics.CalibrationError(judged));
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
