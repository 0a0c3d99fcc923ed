using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>The worker trained and run without a part, each force left out in turn; what the part brings is the whole worker's figure less this.</summary>
/// <param name="Without">The part; none for the whole worker.</param>
/// <param name="PairsRight">Share of the contrast pairs in the right order, pairs not trained on; null in a corpus without pairs.</param>
public sealed record AblationFigures(
    ScoringPart Without, Figure PrAuc, Figure RecallAt30, Figure RecallAt40, Figure NeedsHistoryRecallAt40, double? PairsRight,
    Figure HighRiskRecall, Figure Brier, Figure SectionAccuracy)
{
    /// <summary>Every part that can be taken away: what some feature is made of, and how hits are read and the weights found.</summary>
    public static IReadOnlyList<ScoringPart> PartsOf(RuleBook book)
    {
        var features = new ScoringFeatures(book).All;
        return
        [
            .. Enum.GetValues<ScoringPart>().Where(part => part is ScoringPart.Attribution or ScoringPart.Prior or ScoringPart.Calibration
                || (part != ScoringPart.None && features.Any(feature => feature.Part.HasFlag(part)))),
        ];
    }

    public static AblationFigures Of(
        ScoringPart without, IReadOnlyList<SplitOutcomes> leftOut, IReadOnlyList<SplitOutcomes> pairs, PreparedCorpus corpus)
    {
        var design = DesignFigures.Of("each force left out in turn", leftOut, corpus);
        return new AblationFigures(
            without, design.Worker.PrAuc, design.Worker.RecallAt30, design.Worker.RecallAt40, design.RecallAt40Of(DesignFigures.NeedsHistory),
            pairs.Count > 0 ? ContrastFigures.Of(pairs, corpus).RankedRight : null,
            design.Answers.HighRiskRecall, design.Worker.Brier!, design.Answers.SectionAccuracy);
    }
}
