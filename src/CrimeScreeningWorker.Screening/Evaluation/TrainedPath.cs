using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Settings of the training of the whole path: the text model and the additive models over it.</summary>
/// <param name="InnerFolds">Folds by people in which the text model scores its own training records, so that the fusion sees honest text scores.</param>
/// <param name="L2">Pull of the fusion's weights towards zero.</param>
/// <param name="Prior">How many records the word of the rule book counts for, an indicator.</param>
/// <param name="HeadL2">The same for the online, high-risk and section models.</param>
/// <param name="Without">Parts that are taken away, to see what they bring; none in a model that works.</param>
public sealed record PathOptions(
    TextModelOptions Text, int InnerFolds = 5, float L2 = 1, float HeadL2 = 1, double Prior = 5, int Seed = 1, ScoringPart Without = ScoringPart.None);

/// <summary>The additive models learnt from some records of the corpus over what the text model says of them, ready to judge others.</summary>
public sealed class TrainedPath
{
    private readonly PreparedCorpus corpus;
    private readonly ScoringFeatures features;

    private TrainedPath(PreparedCorpus corpus, ScoringFeatures features) => (this.corpus, this.features) = (corpus, features);

    public required AdditiveModel Stalking { get; init; }
    public required AdditiveModel Online { get; init; }
    public required AdditiveModel HighRisk { get; init; }
    public required AdditiveModel Section4A { get; init; }

    /// <param name="logits">From <see cref="LearntText.Logits"/>, learnt from the same records.</param>
    public static TrainedPath Train(PreparedCorpus corpus, IReadOnlyList<int> train, IReadOnlyList<double> logits, RuleBook book, PathOptions options) =>
        TrainOn(corpus.Without(options.Without), train, logits, book, options);

    private static TrainedPath TrainOn(PreparedCorpus corpus, IReadOnlyList<int> train, IReadOnlyList<double> logits, RuleBook book, PathOptions options)
    {
        var inputs = new ScoringFeatures(book);
        var values = new float[corpus.Records.Count][];
        Parallel.ForEach(train.Distinct(), i => values[i] = Values(corpus, inputs, i, logits));
        var judged = train.Where(i => corpus.IsJudged[i]).ToList();
        var all = train.Where(i => !corpus.Records[i].Label.StalkingOnly).ToList();
        var stalking = judged.Where(i => corpus.Records[i].Label is { Stalking: true, StalkingOnly: false }).ToList();
        var prior = options.Without.HasFlag(ScoringPart.Prior) ? 0 : options.Prior;
        AdditiveModel FitAnswer(Answer answer, List<int> records, Func<int, bool> label, float l2, double prior) => Fit(
            corpus, values, [.. inputs.InputsOf(answer).Where(input => (input.Feature.Part & options.Without) == ScoringPart.None)], records, label, l2, book, prior);
        AdditiveModel FitStalking(List<int> records) =>
            FitAnswer(Answer.Stalking, records, i => corpus.Records[i].Label.Stalking, options.L2, prior);

        var model = FitStalking(judged);
        return new TrainedPath(corpus, inputs)
        {
            Stalking = options.Without.HasFlag(ScoringPart.Calibration)
                ? model
                : Calibrated(corpus, inputs, model, FitStalking, judged, values, options),
            Online = FitAnswer(Answer.Online, all, i => corpus.Records[i].Label.Online, options.HeadL2, 0),
            HighRisk = FitAnswer(Answer.HighRisk, all, i => corpus.Records[i].Label.HighRisk, options.HeadL2, 0),
            Section4A = FitAnswer(Answer.Section4A, stalking, i => corpus.Records[i].Label.Section == "4A", options.HeadL2, 0),
        };
    }

    /// <summary>Probability of one of the models for a record.</summary>
    /// <param name="logits">From <see cref="LearntText.Logits"/>.</param>
    public double Probability(AdditiveModel model, int record, IReadOnlyList<double> logits) =>
        model.ProbabilityAt(LogOdds(model, features, Values(corpus, features, record, logits)));

    /// <summary>What moved the probability that a model gives a record, largest effect first.</summary>
    public ImmutableArray<Contribution> Contributions(AdditiveModel model, int record, IReadOnlyList<double> logits)
    {
        var values = Values(corpus, features, record, logits);
        return
        [
            .. values.Select((value, f) => new Contribution(
                    features.All[f].Name, features.All[f].Title, value * model.Weights.GetValueOrDefault(features.All[f].Name)))
                .Where(c => c.LogOdds != 0).OrderByDescending(c => Math.Abs(c.LogOdds)).ThenBy(c => c.Part, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Stretches a model so that its probabilities are true of people it did not see: the pull of its weights towards zero makes it too
    /// careful. Fitted on what models of the other folds say; the parts still add up, each is only stretched. The contrast pairs are left
    /// out: half of them are stalking because they were made so, which says nothing of how common it is.
    /// </summary>
    private static AdditiveModel Calibrated(
        PreparedCorpus corpus, ScoringFeatures features, AdditiveModel model, Func<List<int>, AdditiveModel> fit, List<int> records,
        float[][] values, PathOptions options)
    {
        var rows = new List<float[]>();
        var labels = new List<bool>();
        var counts = new List<float>();
        foreach (var inner in Splits.ByPeople(corpus, records, options.InnerFolds, options.Seed + 1))
        {
            var other = fit([.. inner.Train]);
            foreach (var i in inner.Test.Where(i => corpus.Records[i].File != LabelledCorpus.ContrastFile))
            {
                rows.Add([(float)LogOdds(other, features, values[i])]);
                labels.Add(corpus.Records[i].Label.Stalking);
                counts.Add(corpus.Weights[i]);
            }
        }

        var line = AdditiveTrainer.Train([new ScoringFeature("LOG_ODDS", "Log odds", Direction.Raises)], rows, labels, counts, l2: 0.01f);
        var stretch = line.Weights["LOG_ODDS"];
        return new AdditiveModel(
            line.Base + (stretch * model.Base), model.Weights.ToImmutableSortedDictionary(w => w.Key, w => w.Value * stretch, StringComparer.Ordinal),
            Margin: 1.0 / (rows.Count + 2));
    }

    private static double LogOdds(AdditiveModel model, ScoringFeatures features, float[] values)
    {
        var logOdds = model.Base;
        for (var f = 0; f < values.Length; f++)
            if (model.Weights.TryGetValue(features.All[f].Name, out var weight)) logOdds += weight * values[f];
        return logOdds;
    }

    private static AdditiveModel Fit(
        PreparedCorpus corpus, float[][] values, IReadOnlyList<ModelInput> inputs, List<int> records, Func<int, bool> label, float l2, RuleBook book, double prior)
    {
        var rows = records.Select(i => inputs.Select(input => values[i][input.Index] * input.Freedom).ToArray()).ToList();
        var counts = records.ConvertAll(i => corpus.Weights[i]);
        var truth = records.Select(label).ToList();
        if (prior > 0) AddPrior();
        var model = AdditiveTrainer.Train([.. inputs.Select(input => input.Feature)], rows, truth, counts, l2);
        var freedom = inputs.ToDictionary(input => input.Feature.Name, input => input.Freedom, StringComparer.Ordinal);
        return model with { Weights = model.Weights.ToImmutableSortedDictionary(w => w.Key, w => w.Value * freedom[w.Key], StringComparer.Ordinal) };

        // The book's word counts as so many records with nothing but that indicator in them: what the corpus cannot tell stays as the book has it.
        void AddPrior()
        {
            var rate = (double)truth.Count(t => t) / truth.Count;
            for (var c = 0; c < inputs.Count; c++)
            {
                var weight = book.Find(inputs[c].Feature.Name)?.Weight ?? 0;
                if (weight == 0) continue;
                var row = new float[inputs.Count];
                row[c] = 1;
                var probability = AdditiveModel.Probability(AdditiveModel.LogOdds(rate) + weight);
                rows.Add(row);
                truth.Add(true);
                counts.Add((float)(prior * probability));
                rows.Add(row);
                truth.Add(false);
                counts.Add((float)(prior * (1 - probability)));
            }
        }
    }

    private static float[] Values(PreparedCorpus corpus, ScoringFeatures features, int record, IReadOnlyList<double> logits)
    {
        var values = new float[features.All.Count];
        features.Fill(
            corpus.Records[record].Crime, corpus.Readings[record] with { TextLogit = logits[record] }, corpus.HistoryOf(record, logits), values);
        return values;
    }
}
