using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>Trains the whole path on some records of the corpus and says what it thinks of all of them.</summary>
internal sealed class SimulatedTraining(PreparedCorpus corpus, RuleBook book, PathOptions options)
{
    /// <summary>Records with stalking, and as many without, below which nothing can be learnt in folds.</summary>
    private const int Fewest = 6;

    /// <summary>What the rule book says on its own, before anything was learnt; orders, and claims nothing of how likely.</summary>
    public double[] Rules() => [.. Enumerable.Range(0, corpus.Records.Count).Select(i =>
        Scoring.AdditiveModel.Probability(Baselines.RulesAlone(corpus.Readings[i], corpus.Links[i].Select(l => corpus.Readings[l.Other]), book)))];

    /// <returns>Probability by record number; null where there is too little to learn from.</returns>
    public double[]? Train(IReadOnlyList<int> read, CancellationToken cancellationToken)
    {
        var stalking = read.Count(i => corpus.Records[i].Label.Stalking);
        if (Math.Min(stalking, read.Count - stalking) < Fewest) return null;
        var known = read.Order().ToList();
        var others = Enumerable.Range(0, corpus.Records.Count).Except(known).ToList();
        var text = LearntText.Learn(corpus, known, others, book, options, cancellationToken);
        var path = TrainedPath.Train(corpus, known, text.Logits, book, options);
        return [.. Enumerable.Range(0, corpus.Records.Count).Select(i => path.Probability(path.Stalking, i, text.Logits))];
    }
}
