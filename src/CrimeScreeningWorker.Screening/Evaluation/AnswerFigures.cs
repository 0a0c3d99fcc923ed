using CrimeScreeningWorker.Screening.Retraining;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>How good the answers beside the ranking are: section, online element, broken order, high risk.</summary>
/// <param name="SectionAccuracy">Share of the stalking with the right section; 4A is said from even odds.</param>
/// <param name="OnlinePrAuc">Area under the precision-recall curve.</param>
/// <param name="OnlineF1">F1, online said from a probability of 0.5.</param>
/// <param name="OnlineAtThreshold">The same at the threshold that was chosen on the other splits.</param>
/// <param name="BreachF1">A rule, without a threshold.</param>
/// <param name="HighRiskPrAuc">Area under the precision-recall curve.</param>
/// <param name="HighRiskRecall">The highest recall at any threshold with a precision of 0.7 or more.</param>
/// <param name="HighRiskRecallAtThreshold">Recall at the threshold that was chosen on the other splits for that precision.</param>
/// <param name="HighRiskPrecisionAtThreshold">The precision it then has.</param>
public sealed record AnswerFigures(
    Figure SectionAccuracy,
    Figure OnlinePrAuc, Figure OnlineF1, Figure OnlineAtThreshold,
    Figure BreachF1,
    Figure HighRiskPrAuc, Figure HighRiskRecall, Figure HighRiskRecallAtThreshold, Figure HighRiskPrecisionAtThreshold)
{
    public static AnswerFigures Of(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        var chosen = splits.ToDictionary(s => s, s => ThresholdChooser.Choose([.. splits.Where(o => o != s && o.Seed == s.Seed).SelectMany(o => o.Outcomes)], corpus));
        CrimeLabel Label(Outcome o) => corpus.Records[o.Record].Label;
        List<Judged> HighRisk(SplitOutcomes s) => [.. s.Outcomes.Select(o => new Judged(o.HighRisk, Label(o).HighRisk))];
        Figure All(Func<SplitOutcomes, ScoringThresholds, double> metric) => Figure.Over(splits, s => metric(s, chosen[s]));
        double Online(SplitOutcomes s, double threshold) => RankingMetrics.F1(s.Outcomes.Select(o => (o.Online >= threshold, Label(o).Online)));
        return new AnswerFigures(
            All((s, t) => Share(s.Outcomes.Where(o => Label(o).Stalking), o => o.Section4A >= t.Section4A == (Label(o).Section == "4A"))),
            All((s, _) => RankingMetrics.PrAuc([.. s.Outcomes.Select(o => new Judged(o.Online, Label(o).Online))])),
            All((s, _) => Online(s, 0.5)),
            All((s, t) => Online(s, t.Online)),
            All((s, _) => RankingMetrics.F1(s.Outcomes.Select(o => (o.Breach, Label(o).Breach)))),
            All((s, _) => RankingMetrics.PrAuc(HighRisk(s))),
            All((s, _) => RankingMetrics.RecallAtPrecision(HighRisk(s), 0.7)),
            All((s, t) => Share(HighRisk(s).Where(j => j.Relevant), j => j.Score >= t.HighRisk)),
            All((s, t) => Share(HighRisk(s).Where(j => j.Score >= t.HighRisk), j => j.Relevant)));
    }

    /// <summary>NaN where there is nothing to have a share of.</summary>
    private static double Share<T>(IEnumerable<T> of, Func<T, bool> holds)
    {
        int all = 0, held = 0;
        foreach (var item in of)
        {
            all++;
            if (holds(item)) held++;
        }

        return all == 0 ? double.NaN : (double)held / all;
    }
}
