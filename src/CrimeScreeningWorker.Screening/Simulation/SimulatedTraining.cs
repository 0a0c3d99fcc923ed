using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>A record of the corpus that is learnt from.</summary>
/// <param name="Stalking">What its reader said, true or not.</param>
/// <param name="Weight">How many records it stands for, above 0.</param>
internal readonly record struct LearntRecord(int Record, bool Stalking, float Weight);

/// <summary>Learns from records and says how likely each record of the corpus is stalking; null where there is too little to learn from.</summary>
internal delegate double[]? Training(IReadOnlyCollection<LearntRecord> read, CancellationToken cancellationToken);

/// <summary>Trains the whole path on some records of the corpus and says what it thinks of all of them.</summary>
internal sealed class SimulatedTraining(PreparedCorpus corpus, RuleBook book, PathOptions options)
{
    /// <summary>Records with stalking, and as many without, below which nothing can be learnt in folds.</summary>
    private const int Fewest = 6;

    /// <summary>What the rule book says on its own, before anything was learnt; orders, and claims nothing of how likely.</summary>
    public double[] Rules() =>
    [
        .. Enumerable.Range(0, corpus.Records.Count).Select(i => AdditiveModel.Probability(
            Baselines.RulesAlone(corpus.Readings[i], corpus.Links[i].Select(l => corpus.Readings[l.Other]), book))),
    ];

    /// <param name="read">Each record once, in any order.</param>
    /// <returns>Probability by record number; null where there is too little to learn from.</returns>
    public double[]? Train(IReadOnlyCollection<LearntRecord> read, CancellationToken cancellationToken)
    {
        var stalking = read.Count(r => r.Stalking);
        if (Math.Min(stalking, read.Count - stalking) < Fewest) return null;
        var answers = corpus.Records.Select(r => r.Label.Stalking).ToArray();
        var weights = Enumerable.Repeat(1f, corpus.Records.Count).ToArray();
        foreach (var r in read) (answers[r.Record], weights[r.Record]) = (r.Stalking, r.Weight);
        var told = corpus.Relabelled(answers, [.. weights]);
        var known = read.Select(r => r.Record).Order().ToList();
        var others = Enumerable.Range(0, corpus.Records.Count).Except(known).ToList();
        var text = LearntText.Learn(told, known, others, book, options, cancellationToken);
        var path = TrainedPath.Train(told, known, text.Logits, book, options);
        return [.. Enumerable.Range(0, corpus.Records.Count).Select(i => path.Probability(path.Stalking, i, text.Logits))];
    }
}
