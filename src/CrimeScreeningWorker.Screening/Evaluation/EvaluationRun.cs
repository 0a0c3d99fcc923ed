using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>The figures, and the outcomes that they are made of.</summary>
/// <param name="LeftOut">Each force judged by a path that never saw it.</param>
/// <param name="Folds">Five folds by people, by which thresholds are chosen.</param>
public sealed record EvaluationResult(EvaluationReport Report, IReadOnlyList<SplitOutcomes> LeftOut, IReadOnlyList<SplitOutcomes> Folds);

/// <summary>The whole evaluation of a labelled corpus: both designs, what the worker is compared with, and the worker without each part.</summary>
public sealed class EvaluationRun(
    PreparedCorpus corpus, IReadOnlyList<string> forces, RuleBook book, RecordingRules rules, int fewestWords, PathOptions options)
{
    private readonly CorpusEvaluation evaluation = new(corpus, book, options);

    /// <summary>Steps that <see cref="Report"/> reports.</summary>
    public int StepsOf(int seeds) => forces.Count + (5 * seeds) + evaluation.Pairs(options.Seed).Count + AblationFigures.PartsOf(book).Count;

    /// <param name="seeds">How often the records are dealt out into five folds, 1 or more.</param>
    public EvaluationReport Report(int seeds, IProgress<string>? progress, CancellationToken cancellationToken) =>
        Execute(seeds, progress, cancellationToken).Report;

    /// <summary>Steps that <see cref="LearnFromLess"/> reports.</summary>
    public int StepsFromLess => LearningCurve.Shares.Length * forces.Count;

    /// <summary>How well the path does when it is trained on a part of the people, each force left out in turn; the whole of them last.</summary>
    public ImmutableArray<LearningPoint> LearnFromLess(IReadOnlyList<SplitOutcomes> leftOut, IProgress<string>? progress, CancellationToken cancellationToken) =>
        LearningCurve.Of(evaluation, evaluation.Forces(forces), leftOut, corpus, progress, cancellationToken);

    /// <inheritdoc cref="Report"/>
    public EvaluationResult Execute(int seeds, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var learnt = evaluation.Learn(
            [
                .. evaluation.Forces(forces), .. evaluation.Pairs(options.Seed),
                .. Enumerable.Range(options.Seed, seeds).SelectMany(seed => evaluation.Folds(forces, seed)),
            ],
            beside: true, progress, cancellationToken);
        var (forceSplits, rest) = (learnt.Take(forces.Count).ToList(), learnt.Skip(forces.Count).ToList());
        var pairSplits = rest.Take(rest.Count - (5 * seeds)).ToList();
        var leftOut = evaluation.Judge(forceSplits, ScoringPart.None, cancellationToken);
        var pairs = evaluation.Judge(pairSplits, ScoringPart.None, cancellationToken);
        var folds = evaluation.Judge([.. rest.Skip(pairSplits.Count)], ScoringPart.None, cancellationToken);
        var ablations = AblationFigures.PartsOf(book).Select(part =>
        {
            progress?.Report($"without {part}");
            return AblationFigures.Of(
                part, evaluation.Judge(forceSplits, part, cancellationToken), evaluation.Judge(pairSplits, part, cancellationToken), corpus);
        });
        IReadOnlyList<SplitOutcomes> firstFolds = [.. folds.Where(f => f.Seed == options.Seed)];
        var report = new EvaluationReport(
            DesignFigures.Of("each force left out in turn", leftOut, corpus),
            DesignFigures.Of("five folds by people", folds, corpus),
            pairs.Count > 0 ? ContrastFigures.Of(pairs, corpus) : null,
            [AblationFigures.Of(ScoringPart.None, leftOut, pairs, corpus), .. ablations],
            ReliabilityBin.Of([.. leftOut.SelectMany(s => s.Outcomes).Select(o => new Judged(o.Probability, corpus.Records[o.Record].Label.Stalking))]),
            UncertaintyFigures.Of(leftOut, corpus, options.Seed),
            LinkFigures.Of(corpus),
            SuggestionFigures.Of(leftOut, firstFolds, corpus, book, rules, fewestWords));
        return new EvaluationResult(report, leftOut, firstFolds);
    }

    /// <summary>What the whole worker got wrong: with each force left out, and among the contrast pairs.</summary>
    public ErrorReport Errors(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<SplitOutcomes> Judge(IReadOnlyList<Split> splits) =>
            evaluation.Judge(evaluation.Learn(splits, beside: false, progress, cancellationToken), ScoringPart.None, cancellationToken);
        var leftOut = Judge(evaluation.Forces(forces));
        var folds = Judge(evaluation.Folds(forces, options.Seed));
        return new ErrorReport(
            ErrorList.Stalking(leftOut, folds, corpus), ErrorList.HighRisk(leftOut, folds, corpus),
            ErrorList.WrongPairs(Judge(evaluation.Pairs(options.Seed)), corpus), IndicatorFigure.Of(corpus, book));
    }
}
