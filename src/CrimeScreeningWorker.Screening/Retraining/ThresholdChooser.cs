using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>Chooses the thresholds of a model on cross-validated outcomes: on records that the judging path never saw.</summary>
internal static class ThresholdChooser
{
    /// <summary>Share of the stalking that must stand at or above the review threshold: a miss can be fatal, reading costs minutes.</summary>
    private const double ReviewRecall = 0.98;

    /// <summary>
    /// Share of the records that is read in any case. On forces that the rule book was written on, the recall above is had with a third, and a
    /// threshold chosen by it alone would leave a fifth of the stalking of another force unread.
    /// </summary>
    private const double LeastRead = 0.4;

    /// <summary>The same for the threshold below which the worker says "unlikely" rather than "cannot tell".</summary>
    private const double UnlikelyRecall = 0.995;

    private const double LikelyPrecision = 0.85;
    private const double StrongPrecision = 0.92;
    private const double HighRiskPrecision = 0.70;

    /// <summary>Even odds: a threshold that was chosen for accuracy did no better on records that it was not chosen on.</summary>
    private const double Section4A = 0.5;

    /// <summary>F1 by which two thresholds must differ to tell one from the other on a few hundred records.</summary>
    private const double AsGood = 0.01;

    public static ScoringThresholds Choose(IReadOnlyList<Outcome> outcomes, PreparedCorpus corpus)
    {
        var whole = outcomes.Where(o => !corpus.Records[o.Record].Label.StalkingOnly).ToList();
        var stalking = outcomes.Select(o => new Judged(o.Probability, corpus.Records[o.Record].Label.Stalking)).ToList();
        var review = Round(Math.Min(AtRecall(stalking, ReviewRecall), AtShare(stalking, LeastRead)));
        var likely = Math.Max(review, Round(AtPrecision(stalking, LikelyPrecision)));
        var strong = Math.Max(likely, Round(AtPrecision(stalking, StrongPrecision)));
        return new ScoringThresholds(
            review, likely, strong,
            Round(BestF1([.. whole.Select(o => new Judged(o.Online, corpus.Records[o.Record].Label.Online))])),
            Round(AtPrecision([.. whole.Select(o => new Judged(o.HighRisk, corpus.Records[o.Record].Label.HighRisk))], HighRiskPrecision)),
            Section4A, Math.Min(review, Round(AtRecall(stalking, UnlikelyRecall))));
    }

    /// <summary>Thresholds for a force that is left out: chosen on the records of all other files.</summary>
    public static ScoringThresholds ChooseWithout(string file, IReadOnlyList<SplitOutcomes> folds, PreparedCorpus corpus) =>
        Choose([.. folds.SelectMany(f => f.Outcomes).Where(o => corpus.Records[o.Record].File != file)], corpus);

    /// <summary>The highest threshold that keeps the recall.</summary>
    private static double AtRecall(List<Judged> judged, double recall)
    {
        var relevant = judged.Where(j => j.Relevant).Select(j => j.Score).OrderDescending().ToList();
        return relevant[Math.Min(relevant.Count - 1, (int)Math.Ceiling(recall * relevant.Count) - 1)];
    }

    /// <summary>The threshold at which so many are at or above it.</summary>
    private static double AtShare(List<Judged> judged, double share) =>
        judged.Select(j => j.Score).OrderDescending().ElementAt(Math.Min(judged.Count - 1, (int)(share * judged.Count)));

    /// <summary>The lowest threshold at which everything above it still has the precision.</summary>
    private static double AtPrecision(List<Judged> judged, double precision)
    {
        int seen = 0, relevant = 0;
        var best = 1.0;
        foreach (var step in judged.GroupBy(j => j.Score).OrderByDescending(g => g.Key))
        {
            seen += step.Count();
            relevant += step.Count(j => j.Relevant);
            if ((double)relevant / seen >= precision) best = step.Key;
        }

        return best;
    }

    /// <summary>The middle of the thresholds whose F1 is as good as the best: the best one itself is best by the chance of a record or two.</summary>
    private static double BestF1(List<Judged> judged)
    {
        var tried = judged.Select(j => j.Score).Distinct().Order()
            .Select(t => (Threshold: t, F1: RankingMetrics.F1(judged.Select(j => (j.Score >= t, j.Relevant))))).ToList();
        var enough = tried.Max(t => t.F1) - AsGood;
        var good = tried.Where(t => t.F1 >= enough).ToList();
        return good[good.Count / 2].Threshold;
    }

    private static double Round(double probability) => Math.Round(probability, 3);
}
