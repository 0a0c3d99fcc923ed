using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Estimation;
using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>All that a report shows, as the JSON beside its page has it. It names no crime and no person.</summary>
/// <param name="Basis">Of what the figures are made, in a sentence or two.</param>
/// <param name="MadeAt">Null for a report on the corpus, which is the same whenever it is made.</param>
/// <param name="Learning">Empty where nothing was trained.</param>
/// <param name="Watching">Null for a report on the corpus, where nobody works with the list.</param>
/// <param name="Limits">What the figures cannot say, a sentence each.</param>
public sealed record ReportData(
    string Title,
    string Basis,
    DateTimeOffset? MadeAt,
    string Model,
    string RuleBook,
    ImmutableArray<KeyFigure> KeyFigures,
    RankingPicture? Ranking,
    ImmutableArray<GroupComparison> Groups,
    ImmutableArray<LearningPoint> Learning,
    ImmutableArray<DriftFigure> Drift,
    MonitoringOptions Bounds,
    MonitoringReport? Watching,
    ImmutableArray<string> Limits)
{
    /// <summary>What is still missed, by the random sample; null for a report on the corpus.</summary>
    public MissedReport? Missed { get; init; }
}

/// <summary>One of the few figures at the head of a report.</summary>
/// <param name="Value">As a person reads it, with its unit.</param>
public sealed record KeyFigure(string Value, string Meaning);

/// <summary>How well the scores order the records and how true they are.</summary>
/// <param name="Listed">At the review threshold: the operating point.</param>
/// <param name="Stalking">Share of all records that is stalking: what reading in any order finds.</param>
public sealed record RankingPicture(
    ImmutableArray<PrecisionRecallPoint> PrecisionRecall, PrecisionRecallPoint Listed, double ShareListed, double Stalking, double PrAuc,
    ImmutableArray<RecallCurve> RecallByCapacity, ImmutableArray<ReliabilityFigure> Reliability, double Brier, double CalibrationError);

/// <param name="Threshold">Probability from which on a record is read.</param>
public sealed record PrecisionRecallPoint(double Threshold, double Recall, double Precision);

/// <summary>How much of the stalking is found when so much is read in the order of a method.</summary>
/// <param name="Recall">When 0, 1, 2 … 100 hundredths are read.</param>
public sealed record RecallCurve(string Method, ImmutableArray<double> Recall);

/// <summary>The records of one tenth of the scale.</summary>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Observed">Share that is stalking.</param>
public sealed record ReliabilityFigure(double From, double To, int Records, double Predicted, Proportion Observed);

/// <summary>How many records the path is trained on, and how well it then does on forces that it never saw.</summary>
/// <param name="Records">Mean over the forces left out.</param>
public sealed record LearningPoint(int Records, double PrAuc, double PrAucLowest, double PrAucHighest, double RecallAt40, double RecallAt40Lowest, double RecallAt40Highest);
