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
}

/// <summary>Outcomes of one split, in the order of the corpus.</summary>
public sealed record SplitOutcomes(string Name, ImmutableArray<Outcome> Outcomes);

/// <summary>Trains on one side of a split and judges the other, for every split asked for.</summary>
public sealed class CorpusEvaluation(PreparedCorpus corpus, RuleBook book, PathOptions options)
{
    public IReadOnlyList<SplitOutcomes> LeaveOneForceOut(
        IReadOnlyList<string> forces, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Run(Splits.LeaveOneForceOut(corpus, forces, contrastInTraining: true), progress, cancellationToken);

    /// <summary>Five folds by people over the forces' files; the contrast pairs are trained on only where none of their people is judged.</summary>
    public IReadOnlyList<SplitOutcomes> FiveFold(IReadOnlyList<string> forces, int seed, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var among = Enumerable.Range(0, corpus.Records.Count).Where(i => forces.Contains(corpus.Records[i].File, StringComparer.Ordinal)).ToList();
        var contrast = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.Records[i].File == LabelledCorpus.ContrastFile).ToList();
        var splits = Splits.ByPeople(corpus, among, 5, seed).Select(s =>
        {
            var judged = s.Test.Select(i => corpus.Groups[i]).ToHashSet();
            return s with { Train = [.. s.Train, .. contrast.Where(i => !judged.Contains(corpus.Groups[i]))] };
        });
        return Run([.. splits], progress, cancellationToken);
    }

    /// <summary>The contrast pairs in five folds by pair, each judged by a path that saw the forces and the other pairs.</summary>
    public IReadOnlyList<SplitOutcomes> ContrastPairs(int seed, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var contrast = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.Records[i].File == LabelledCorpus.ContrastFile).ToList();
        if (contrast.Count == 0) return [];
        var rest = Enumerable.Range(0, corpus.Records.Count).Except(contrast).ToList();
        var splits = Splits.ByPeople(corpus, contrast, 5, seed).Select(s =>
        {
            var judged = s.Test.Select(i => corpus.Groups[i]).ToHashSet();
            return s with { Name = "pairs " + s.Name, Train = [.. rest.Where(i => !judged.Contains(corpus.Groups[i])), .. s.Train] };
        });
        return Run([.. splits], progress, cancellationToken);
    }

    private IReadOnlyList<SplitOutcomes> Run(IReadOnlyList<Split> splits, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var results = new SplitOutcomes[splits.Count];
        Parallel.For(0, splits.Count, new ParallelOptions { CancellationToken = cancellationToken }, s =>
        {
            var split = splits[s];
            var path = TrainedPath.Train(corpus, split.Train, book, options, cancellationToken);
            var logits = path.ScoreText(split.Test);
            results[s] = new SplitOutcomes(split.Name,
                [.. split.Test.Where(i => corpus.IsJudged[i]).Order().Select(i => Judge(path, i, logits))]);
            progress?.Report(split.Name);
        });
        return results;
    }

    private Outcome Judge(TrainedPath path, int i, IReadOnlyList<double> logits)
    {
        var crime = corpus.Records[i].Crime;
        var reading = corpus.Readings[i];
        return new Outcome(
            i, path.Probability(path.Stalking, i, logits), AdditiveModel.Probability(logits[i]),
            Baselines.RulesAlone(reading, corpus.Links[i].Select(l => corpus.Readings[l.Other]), book),
            Baselines.KeywordSearch(crime), Baselines.ClassOrder(crime),
            path.Probability(path.Online, i, logits), path.Probability(path.HighRisk, i, logits),
            path.Probability(path.Section4A, i, logits), CaseFacts.IsBreach(crime, reading),
            path.Contributions(path.Stalking, i, logits))
        {
            HighRiskParts = path.Contributions(path.HighRisk, i, logits),
        };
    }
}
