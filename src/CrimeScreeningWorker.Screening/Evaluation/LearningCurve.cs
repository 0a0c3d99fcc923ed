using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>What more labels would bring: the path trained on ever more of the people, judged on forces that it never saw.</summary>
internal static class LearningCurve
{
    private const int FewestRecords = 40;

    /// <summary>Parts of the people; the whole is what an evaluation has trained already.</summary>
    public static ImmutableArray<double> Shares { get; } = [0.1, 0.25, 0.5];

    /// <param name="whole">Outcomes of the splits with all of their training records.</param>
    public static ImmutableArray<LearningPoint> Of(
        CorpusEvaluation evaluation, IReadOnlyList<Split> splits, IReadOnlyList<SplitOutcomes> whole, PreparedCorpus corpus, IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var points = ImmutableArray.CreateBuilder<LearningPoint>();
        foreach (var share in Shares)
        {
            IReadOnlyList<Split> parts = [.. splits.Select(split => split with { Train = PartOf(split.Train, share, corpus), Name = $"{share:0.##} of all but {split.Name}" })];
            // Of a few records a model of the words learns nothing, and may find but one kind in a fold.
            if (parts.Any(part => part.Train.Count < FewestRecords)) continue;
            points.Add(Of(parts, evaluation.Judge(evaluation.Learn(parts, beside: false, progress, cancellationToken), ScoringPart.None, cancellationToken), corpus));
        }

        points.Add(Of(splits, whole, corpus));
        return points.ToImmutable();
    }

    /// <summary>By people, and each part holds the smaller ones, so that the curve shows what is added and not who was drawn.</summary>
    private static List<int> PartOf(IReadOnlyList<int> train, double share, PreparedCorpus corpus)
    {
        var groups = train.Select(i => corpus.Groups[i]).Distinct().OrderBy(g => WordHash.Of($"part:{g}")).ToList();
        var kept = groups.Take((int)Math.Round(share * groups.Count)).ToHashSet();
        return [.. train.Where(i => kept.Contains(corpus.Groups[i]))];
    }

    private static LearningPoint Of(IReadOnlyList<Split> splits, IReadOnlyList<SplitOutcomes> outcomes, PreparedCorpus corpus)
    {
        var judged = outcomes.Select(s => s.Outcomes.Select(o => new Judged(o.Probability, corpus.Records[o.Record].Label.Stalking)).ToList()).ToList();
        var (area, recall) = (judged.Select(RankingMetrics.PrAuc).ToList(), judged.Select(j => RankingMetrics.RecallAt(j, 0.4)).ToList());
        return new LearningPoint(
            (int)Math.Round(splits.Average(s => s.Train.Count)), area.Average(), area.Min(), area.Max(), recall.Average(), recall.Min(), recall.Max());
    }
}
