using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>In what way the path was wrong about a record.</summary>
public enum ErrorKind
{
    /// <summary>Stalking behind the first 40 % of its force.</summary>
    MissAtCapacity,

    /// <summary>Stalking below the review threshold that was chosen on the other forces.</summary>
    MissAtReview,

    /// <summary>No stalking, among the first 40 % of its force.</summary>
    FalseAlarmAtCapacity,

    /// <summary>No stalking, at or above the review threshold that was chosen on the other forces.</summary>
    FalseAlarmAtReview,

    /// <summary>High risk, below the threshold that was chosen on the other forces.</summary>
    HighRiskMiss,

    /// <summary>No high risk, at or above that threshold.</summary>
    HighRiskFalseAlarm,

    /// <summary>Half of a contrast pair of which the half that is no stalking was ranked as high or higher.</summary>
    WrongPair,
}

/// <summary>A record that the path was wrong about, with the parts that made it so.</summary>
/// <param name="Split">The force left out, or the fold of the contrast pairs.</param>
/// <param name="Record">Number in the corpus.</param>
/// <param name="Rank">Place in its split by the probability in question, from 1.</param>
/// <param name="Of">Records of the split.</param>
/// <param name="Parts">What moved that probability, largest effect first.</param>
public sealed record EvaluationError(
    ImmutableArray<ErrorKind> Kinds, string Split, int Record, double Probability, int Rank, int Of, ImmutableArray<Contribution> Parts);

/// <summary>Lists what the path got wrong, for a person who names the classes of error and mends classes, never single records.</summary>
public static class ErrorList
{
    /// <summary>Share of the records that a coordinator reads.</summary>
    public const double Capacity = 0.4;

    /// <summary>Misses first, from the least likely; then false alarms from the most likely.</summary>
    /// <param name="leftOut">Each force left out in turn.</param>
    /// <param name="folds">Outcomes on which the thresholds are chosen, without those of the force in question.</param>
    public static IReadOnlyList<EvaluationError> Stalking(IReadOnlyList<SplitOutcomes> leftOut, IReadOnlyList<SplitOutcomes> folds, PreparedCorpus corpus) =>
        List(leftOut, o => o.Probability, o => o.Parts, (outcome, rank, of, thresholds) =>
        {
            var read = rank <= (int)Math.Round(Capacity * of, MidpointRounding.AwayFromZero);
            var queued = outcome.Probability >= thresholds.Review;
            return corpus.Records[outcome.Record].Label.Stalking
                ? Kinds((!read, ErrorKind.MissAtCapacity), (!queued, ErrorKind.MissAtReview))
                : Kinds((read, ErrorKind.FalseAlarmAtCapacity), (queued, ErrorKind.FalseAlarmAtReview));
        }, folds, corpus, l => l.Stalking);

    /// <summary>The same of the high-risk answer.</summary>
    public static IReadOnlyList<EvaluationError> HighRisk(IReadOnlyList<SplitOutcomes> leftOut, IReadOnlyList<SplitOutcomes> folds, PreparedCorpus corpus) =>
        List(leftOut, o => o.HighRisk, o => o.HighRiskParts, (outcome, _, _, thresholds) =>
        {
            var said = outcome.HighRisk >= thresholds.HighRisk;
            var isHighRisk = corpus.Records[outcome.Record].Label.HighRisk;
            return Kinds((isHighRisk && !said, ErrorKind.HighRiskMiss), (!isHighRisk && said, ErrorKind.HighRiskFalseAlarm));
        }, folds, corpus, l => l.HighRisk);

    /// <summary>Both halves of every contrast pair in the wrong order, the half that is stalking first.</summary>
    public static IReadOnlyList<EvaluationError> WrongPairs(IReadOnlyList<SplitOutcomes> contrast, PreparedCorpus corpus)
    {
        var errors = new List<EvaluationError>();
        foreach (var split in contrast)
        {
            var ranks = Ranks(split, o => o.Probability);
            foreach (var pair in split.Outcomes.GroupBy(o => corpus.Records[o.Record].Label.Pair).Where(p => p.Count() == 2).OrderBy(p => p.Key))
            {
                var halves = pair.OrderByDescending(o => corpus.Records[o.Record].Label.Stalking).ToList();
                if (halves[0].Probability > halves[1].Probability) continue;
                errors.AddRange(halves.Select(o => new EvaluationError(
                    [ErrorKind.WrongPair], split.Name, o.Record, o.Probability, ranks[o.Record], split.Outcomes.Length, o.Parts)));
            }
        }

        return [.. errors.OrderBy(e => corpus.Records[e.Record].Label.Pair).ThenByDescending(e => corpus.Records[e.Record].Label.Stalking)];
    }

    private static List<EvaluationError> List(
        IReadOnlyList<SplitOutcomes> leftOut, Func<Outcome, double> probability, Func<Outcome, ImmutableArray<Contribution>> parts,
        Func<Outcome, int, int, ScoringThresholds, ImmutableArray<ErrorKind>> judge, IReadOnlyList<SplitOutcomes> folds, PreparedCorpus corpus,
        Func<CrimeLabel, bool> isTrue)
    {
        var errors = new List<EvaluationError>();
        foreach (var split in leftOut)
        {
            var thresholds = ThresholdChooser.ChooseWithout(split.Name, folds, corpus);
            var ranks = Ranks(split, probability);
            errors.AddRange(split.Outcomes
                .Select(o => new EvaluationError(
                    judge(o, ranks[o.Record], split.Outcomes.Length, thresholds), split.Name, o.Record, probability(o), ranks[o.Record], split.Outcomes.Length, parts(o)))
                .Where(e => e.Kinds.Length > 0)
                .OrderByDescending(e => isTrue(corpus.Records[e.Record].Label))
                .ThenBy(e => isTrue(corpus.Records[e.Record].Label) ? e.Probability : -e.Probability));
        }

        return errors;
    }

    private static Dictionary<int, int> Ranks(SplitOutcomes split, Func<Outcome, double> probability) =>
        split.Outcomes.OrderByDescending(probability).Select((o, i) => (o.Record, i)).ToDictionary(p => p.Record, p => p.i + 1);

    private static ImmutableArray<ErrorKind> Kinds(params ReadOnlySpan<(bool Holds, ErrorKind Kind)> kinds)
    {
        var found = ImmutableArray.CreateBuilder<ErrorKind>();
        foreach (var (holds, kind) in kinds)
            if (holds) found.Add(kind);
        return found.ToImmutable();
    }
}
