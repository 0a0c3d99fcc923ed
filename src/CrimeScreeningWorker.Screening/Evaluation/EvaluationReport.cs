using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Everything that <c>evaluate --corpus</c> prints.</summary>
/// <param name="Ablations">The whole worker first, then without each part.</param>
/// <param name="Reliability">Over all records of the forces left out.</param>
/// <param name="Uncertainty">Over all records of the forces left out.</param>
public sealed record EvaluationReport(
    DesignFigures ForceLeftOut, DesignFigures FiveFolds, ContrastFigures? Contrast, ImmutableArray<AblationFigures> Ablations,
    ImmutableArray<ReliabilityBin> Reliability, UncertaintyFigures Uncertainty, LinkFigures Links, SuggestionFigures Suggestions)
{
    /// <summary>What the worker is held to, and whether it gets there.</summary>
    public ImmutableArray<TargetResult> Targets => [.. Target.All.Select(target => target.Judge(this))];
}

/// <summary>Everything that <c>evaluate --corpus --errors</c> prints.</summary>
public sealed record ErrorReport(
    IReadOnlyList<EvaluationError> Stalking, IReadOnlyList<EvaluationError> HighRisk, IReadOnlyList<EvaluationError> WrongPairs,
    IReadOnlyList<IndicatorFigure> Indicators);

/// <summary>Suggestions and the queue on forces left out, with thresholds chosen on the other forces.</summary>
/// <param name="Precision">Of the suggestions that name an action other than review, the share that is stalking.</param>
/// <param name="Queued">Share of the records in scope at or above the review threshold.</param>
/// <param name="QueueRecall">Share of the stalking at or above it.</param>
public sealed record SuggestionFigures(int Suggested, Figure Precision, Figure Recall, Figure Queued, Figure QueueRecall)
{
    public static SuggestionFigures Of(
        IReadOnlyList<SplitOutcomes> leftOut, IReadOnlyList<SplitOutcomes> folds, PreparedCorpus corpus, RuleBook book, RecordingRules rules, int fewestWords)
    {
        var suggested = 0;
        List<double> precision = [], recall = [], queued = [], queueRecall = [];
        foreach (var force in leftOut)
        {
            var thresholds = ThresholdChooser.ChooseWithout(force.Name, folds, corpus);
            bool Stalking(Outcome o) => corpus.Records[o.Record].Label.Stalking;
            bool Acted(Outcome o)
            {
                var record = o.Record;
                var history = corpus.HistoryOf(record, new double[corpus.Records.Count]);
                var facts = CaseFacts.Of(corpus.Records[record].Crime, corpus.Readings[record], history, book, fewestWords)
                    | CaseFacts.Bands(o.Probability, thresholds);
                return rules.ActionFor(facts) is not (null or SuggestionAction.Review);
            }

            var acted = force.Outcomes.Where(Acted).ToList();
            var stalking = force.Outcomes.Count(Stalking);
            var queue = force.Outcomes.Where(o => o.Probability >= thresholds.Review).ToList();
            suggested += acted.Count;
            precision.Add(acted.Count == 0 ? double.NaN : (double)acted.Count(Stalking) / acted.Count);
            recall.Add((double)acted.Count(Stalking) / stalking);
            queued.Add((double)queue.Count / force.Outcomes.Length);
            queueRecall.Add((double)queue.Count(Stalking) / stalking);
        }

        return new SuggestionFigures(suggested, Figure.Of(precision), Figure.Of(recall), Figure.Of(queued, isError: true), Figure.Of(queueRecall));
    }
}
