using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What the path said of one record that it was not trained on.</summary>
/// <param name="Record">Number in the corpus.</param>
/// <param name="Parts">What moved the probability, largest effect first.</param>
public sealed record Outcome(
    int Record, double Probability, double Text, double Rules, double Keywords, double ClassOrder,
    double Online, double HighRisk, double Section4A, bool Breach, ImmutableArray<Contribution> Parts)
{
    /// <summary>What moved the high-risk answer, largest effect first.</summary>
    public ImmutableArray<Contribution> HighRiskParts { get; init; } = [];

    /// <summary>Probability of <see cref="StandardPipeline"/>; null where that was not asked for.</summary>
    public double? Standard { get; init; }
}

/// <summary>Outcomes of one split, in the order of the corpus.</summary>
public sealed record SplitOutcomes(string Name, ImmutableArray<Outcome> Outcomes)
{
    /// <summary>Seed of the design it belongs to: the splits of one seed share out the same records.</summary>
    public int Seed { get; init; }
}

/// <summary>A split with what the words alone teach, which no other part depends on.</summary>
/// <param name="Logits">From <see cref="LearntText.Logits"/>.</param>
/// <param name="Standard">Probability of <see cref="StandardPipeline"/> by record number; null where that was not asked for.</param>
public sealed record LearntSplit(Split Split, IReadOnlyList<double> Logits, IReadOnlyDictionary<int, double>? Standard);

/// <summary>Trains on one side of a split and judges the other, for every split asked for.</summary>
/// <param name="context">Records that stand in histories and are neither learnt from nor judged.</param>
public sealed class CorpusEvaluation(PreparedCorpus corpus, RuleBook book, PathOptions options, IReadOnlyList<int>? context = null)
{
    /// <summary>Each force left out in turn, the contrast pairs in training.</summary>
    public IReadOnlyList<Split> Forces(IReadOnlyList<string> forces) => Splits.LeaveOneForceOut(corpus, forces, contrastInTraining: true);

    /// <summary>Five folds by people over the forces' files; the contrast pairs are trained on only where none of their people is judged.</summary>
    public IReadOnlyList<Split> Folds(IReadOnlyList<string> forces, int seed) =>
        Folds([.. Enumerable.Range(0, corpus.Records.Count).Where(i => forces.Contains(corpus.Records[i].File, StringComparer.Ordinal))], 5, seed);

    /// <summary>Folds by people over some records; the contrast pairs are trained on only where none of their people is judged.</summary>
    /// <param name="among">Records of the forces' files.</param>
    public IReadOnlyList<Split> Folds(IReadOnlyList<int> among, int folds, int seed)
    {
        var contrast = Contrast();
        return
        [
            .. Splits.ByPeople(corpus, among, folds, seed).Select(s =>
            {
                var judged = s.Test.Select(i => corpus.Groups[i]).ToHashSet();
                return s with { Train = [.. s.Train, .. contrast.Where(i => !judged.Contains(corpus.Groups[i]))] };
            }),
        ];
    }

    /// <summary>The contrast pairs in five folds by pair, each judged by a path that saw the forces and the other pairs; none without pairs.</summary>
    public IReadOnlyList<Split> Pairs(int seed)
    {
        var contrast = Contrast();
        if (contrast.Count == 0) return [];
        var rest = Enumerable.Range(0, corpus.Records.Count).Except(contrast).ToList();
        return
        [
            .. Splits.ByPeople(corpus, contrast, 5, seed).Select(s =>
            {
                var judged = s.Test.Select(i => corpus.Groups[i]).ToHashSet();
                return s with { Name = "pairs " + s.Name, Train = [.. rest.Where(i => !judged.Contains(corpus.Groups[i])), .. s.Train] };
            }),
        ];
    }

    /// <summary>Learns the words of every split: nearly all of the time that an evaluation takes.</summary>
    /// <param name="beside">Train <see cref="StandardPipeline"/> too.</param>
    public IReadOnlyList<LearntSplit> Learn(
        IReadOnlyList<Split> splits, bool beside, IProgress<string>? progress, CancellationToken cancellationToken) =>
        ForEach(splits, split =>
        {
            var text = LearntText.Learn(corpus, split.Train, context is null ? split.Test : [.. split.Test, .. context], book, options, cancellationToken);
            var standard = beside ? Standard(split) : null;
            progress?.Report(split.Seed == 0 ? split.Name : $"{split.Name}, seed {split.Seed}");
            return new LearntSplit(split, text.Logits, standard);
        }, cancellationToken);

    /// <summary>What the path says of the judged side of each split.</summary>
    /// <param name="without">Parts that it is trained and run without.</param>
    /// <param name="explain">Say what moved each probability, which takes kilobytes a record.</param>
    public IReadOnlyList<SplitOutcomes> Judge(
        IReadOnlyList<LearntSplit> splits, ScoringPart without, CancellationToken cancellationToken, bool explain = true) =>
        ForEach(splits, learnt =>
        {
            var path = TrainedPath.Train(corpus, learnt.Split.Train, learnt.Logits, book, options with { Without = without });
            return new SplitOutcomes(learnt.Split.Name, [.. learnt.Split.Test.Where(i => corpus.IsJudged[i]).Order().Select(i => Judge(path, i, learnt, explain))])
            {
                Seed = learnt.Split.Seed,
            };
        }, cancellationToken);

    /// <summary>The five folds of one seed, learnt and judged by the whole path.</summary>
    public IReadOnlyList<SplitOutcomes> FiveFold(IReadOnlyList<string> forces, int seed, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Judge(Learn(Folds(forces, seed), beside: false, progress, cancellationToken), ScoringPart.None, cancellationToken);

    private List<int> Contrast() =>
        [.. Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.Records[i].File == LabelledCorpus.ContrastFile)];

    private Dictionary<int, double> Standard(Split split)
    {
        var scores = StandardPipeline.Score(
            LearntText.Examples(corpus, split.Train), [.. split.Test.Select(i => corpus.Records[i].Crime.Narrative)]);
        return split.Test.Index().ToDictionary(test => test.Item, test => scores[test.Index]);
    }

    // One split at a time and core; the results keep the order of the splits, so that they do not depend on which core was first.
    private static TResult[] ForEach<T, TResult>(IReadOnlyList<T> splits, Func<T, TResult> judge, CancellationToken cancellationToken)
    {
        var results = new TResult[splits.Count];
        Parallel.For(0, splits.Count, new ParallelOptions { CancellationToken = cancellationToken }, s => results[s] = judge(splits[s]));
        return results;
    }

    private Outcome Judge(TrainedPath path, int i, LearntSplit learnt, bool explain)
    {
        var crime = corpus.Records[i].Crime;
        var reading = corpus.Readings[i];
        var logits = learnt.Logits;
        return new Outcome(
            i, path.Probability(path.Stalking, i, logits), AdditiveModel.Probability(logits[i]),
            Baselines.RulesAlone(reading, corpus.Links[i].Select(l => corpus.Readings[l.Other]), book),
            Baselines.KeywordSearch(crime), Baselines.ClassOrder(crime),
            path.Probability(path.Online, i, logits), path.Probability(path.HighRisk, i, logits),
            path.Probability(path.Section4A, i, logits), CaseFacts.IsBreach(crime, reading),
            explain ? path.Contributions(path.Stalking, i, logits) : [])
        {
            HighRiskParts = explain ? path.Contributions(path.HighRisk, i, logits) : [],
            Standard = learnt.Standard?[i],
        };
    }
}
