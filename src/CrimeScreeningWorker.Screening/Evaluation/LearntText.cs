using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>
/// What the text model learnt from one side of a split. It takes most of the time of a training and does not depend on the rest of the
/// path, so the path is trained again over it, with one part or another taken away.
/// </summary>
public sealed class LearntText
{
    private LearntText(TrainedTextModel model, double[] logits) => (Model, Logits) = (model, logits);

    /// <summary>Learnt from all training records.</summary>
    public TrainedTextModel Model { get; }

    /// <summary>
    /// Log odds by record number: of a training record from a model that never saw its people, of a judged one from <see cref="Model"/>, and 0
    /// for a record on neither side.
    /// </summary>
    public IReadOnlyList<double> Logits { get; }

    public static LearntText Learn(
        PreparedCorpus corpus, IReadOnlyList<int> train, IReadOnlyList<int> test, RuleBook book, PathOptions options, CancellationToken cancellationToken)
    {
        var textOptions = options.Text with { Features = options.Text.Features with { Classes = book.WordClasses } };
        var features = corpus.TextFeatures(textOptions.Features, cancellationToken);
        var logits = new double[corpus.Records.Count];
        foreach (var inner in Splits.ByPeople(corpus, train, options.InnerFolds, options.Seed))
            ScoreInto(logits, Train(inner.Train), corpus, inner.Test);
        var model = Train(train);
        ScoreInto(logits, model, corpus, test);
        return new LearntText(model, logits);

        TrainedTextModel Train(IReadOnlyList<int> records)
        {
            var used = Used(corpus, records);
            return TextModelTrainer.Train([.. used.Select(i => Example(corpus, i))], used, features, textOptions, cancellationToken);
        }
    }

    /// <summary>What a model of the words may learn from: a record that says too little without its history would only mislead it.</summary>
    internal static IReadOnlyList<TextExample> Examples(PreparedCorpus corpus, IReadOnlyList<int> records) =>
        [.. Used(corpus, records).Select(i => Example(corpus, i))];

    private static List<int> Used(PreparedCorpus corpus, IReadOnlyList<int> records) =>
        [.. records.Where(i => corpus.Records[i].Label.Stalking || corpus.IsJudged[i] || !corpus.Records[i].Label.NeedsHistory)];

    private static TextExample Example(PreparedCorpus corpus, int i) =>
        new(corpus.Records[i].Crime.Narrative, corpus.Records[i].Label.Stalking, $"{corpus.Groups[i]}", corpus.Weights[i]);

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
}
