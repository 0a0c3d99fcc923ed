using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Settings of the training of the whole path: the text model and the additive models over it.</summary>
/// <param name="InnerFolds">Folds by people in which the text model scores its own training records, so that the fusion sees honest text scores.</param>
/// <param name="L2">Pull of the fusion's weights towards zero.</param>
/// <param name="Prior">How many records the word of the rule book counts for, an indicator.</param>
/// <param name="HeadL2">The same for the online, high-risk and section models.</param>
public sealed record PathOptions(TextModelOptions Text, int InnerFolds = 5, float L2 = 1, float HeadL2 = 1, double Prior = 5, int Seed = 1);

/// <summary>The text model and the additive models learnt from some records of the corpus, ready to judge others.</summary>
public sealed class TrainedPath
{
    private readonly PreparedCorpus corpus;
    private readonly ScoringFeatures features;

    private TrainedPath(PreparedCorpus corpus, ScoringFeatures features, TrainedTextModel text, double[] trainLogits) =>
        (this.corpus, this.features, Text, TrainLogits) = (corpus, features, text, trainLogits);

    public TrainedTextModel Text { get; }

    /// <summary>By record number: the text model's log odds from a model that never saw the record's people; 0 outside the training records.</summary>
    public IReadOnlyList<double> TrainLogits { get; }

    public required AdditiveModel Stalking { get; init; }
    public required AdditiveModel Online { get; init; }
    public required AdditiveModel HighRisk { get; init; }
    public required AdditiveModel Section4A { get; init; }

    public static TrainedPath Train(
        PreparedCorpus corpus, IReadOnlyList<int> train, RuleBook book, PathOptions options, CancellationToken cancellationToken)
    {
        var inputs = new ScoringFeatures(book);
        var textOptions = options.Text with { Features = options.Text.Features with { Classes = book.WordClasses } };
        var logits = new double[corpus.Records.Count];
        foreach (var inner in Splits.ByPeople(corpus, train, options.InnerFolds, options.Seed))
        {
            var model = TextModelTrainer.Train(Examples(corpus, inner.Train), textOptions, cancellationToken);
            ScoreInto(logits, model, corpus, inner.Test);
        }

        var text = TextModelTrainer.Train(Examples(corpus, train), textOptions, cancellationToken);
        var judged = train.Where(i => corpus.IsJudged[i]).ToList();
        var all = train.ToList();
        var stalking = judged.Where(i => corpus.Records[i].Label.Stalking).ToList();
        AdditiveModel FitStalking(List<int> records) => Fit(
            corpus, inputs, Answer.Stalking, records, logits, i => corpus.Records[i].Label.Stalking, options.L2, book, options.Prior);

        return new TrainedPath(corpus, inputs, text, logits)
        {
            Stalking = Calibrated(corpus, inputs, FitStalking(judged), FitStalking, judged, logits, options),
            Online = Fit(corpus, inputs, Answer.Online, all, logits, i => corpus.Records[i].Label.Online, options.HeadL2, book, 0),
            HighRisk = Fit(corpus, inputs, Answer.HighRisk, all, logits, i => corpus.Records[i].Label.HighRisk, options.HeadL2, book, 0),
            Section4A = Fit(corpus, inputs, Answer.Section4A, stalking, logits, i => corpus.Records[i].Label.Section == "4A", options.HeadL2, book, 0),
        };
    }

    /// <summary>Text log odds of records that were not trained on; by record number, 0 for all others.</summary>
    public double[] ScoreText(IReadOnlyList<int> test)
    {
        var logits = new double[corpus.Records.Count];
        ScoreInto(logits, Text, corpus, test);
        return logits;
    }

    /// <summary>Probability of one of the models for a record.</summary>
    /// <param name="logits">From <see cref="ScoreText"/>.</param>
    public double Probability(AdditiveModel model, int record, IReadOnlyList<double> logits) =>
        model.ProbabilityAt(LogOdds(model, features, Values(corpus, features, record, logits)));

    /// <summary>What moved the stalking probability of a record, largest effect first.</summary>
    public ImmutableArray<Contribution> Contributions(int record, IReadOnlyList<double> logits)
    {
        var values = Values(corpus, features, record, logits);
        return
        [
            .. values.Select((value, f) => new Contribution(
                    features.All[f].Name, features.All[f].Title, value * Stalking.Weights.GetValueOrDefault(features.All[f].Name)))
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
        double[] logits, PathOptions options)
    {
        var rows = new List<float[]>();
        var labels = new List<bool>();
        foreach (var inner in Splits.ByPeople(corpus, records, options.InnerFolds, options.Seed + 1))
        {
            var other = fit([.. inner.Train]);
            foreach (var i in inner.Test.Where(i => corpus.Records[i].File != LabelledCorpus.ContrastFile))
            {
                rows.Add([(float)LogOdds(other, features, Values(corpus, features, i, logits))]);
                labels.Add(corpus.Records[i].Label.Stalking);
            }
        }

        var line = AdditiveTrainer.Train([new ScoringFeature("LOG_ODDS", "Log odds", Direction.Raises)], rows, labels, null, l2: 0.01f);
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

    private static void ScoreInto(double[] logits, TrainedTextModel model, PreparedCorpus corpus, IReadOnlyList<int> records)
    {
        var tokens = new TokenBuffer();
        var scratch = new FeatureScratch();
        foreach (var i in records)
        {
            NarrativeTokenizer.Tokenize(corpus.Records[i].Crime.Narrative, tokens);
            logits[i] = model.Compiled.Score(tokens, scratch);
        }
    }

    private static IReadOnlyList<TextExample> Examples(PreparedCorpus corpus, IReadOnlyList<int> records) =>
    [
        .. records.Where(i => corpus.Records[i].Label.Stalking || corpus.IsJudged[i] || !corpus.Records[i].Label.NeedsHistory)
            .Select(i => new TextExample(
                corpus.Records[i].Crime.Narrative, corpus.Records[i].Label.Stalking, $"{corpus.Groups[i]}")),
    ];

    private static AdditiveModel Fit(
        PreparedCorpus corpus, ScoringFeatures features, Answer answer, List<int> records, double[] logits, Func<int, bool> label, float l2,
        RuleBook book, double prior)
    {
        var inputs = features.InputsOf(answer);
        var rows = records.Select(i =>
        {
            var values = Values(corpus, features, i, logits);
            return inputs.Select(input => values[input.Index] * input.Freedom).ToArray();
        }).ToList();
        var counts = Enumerable.Repeat(1f, rows.Count).ToList();
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
