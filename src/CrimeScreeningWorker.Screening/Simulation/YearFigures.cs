using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What a reviewer of the measured area found in some weeks.</summary>
/// <param name="Stalking">Cases that arrived.</param>
/// <param name="Read">How many of them were read.</param>
/// <param name="Confirmed">How many were read and rightly said to be stalking.</param>
public sealed record PeriodFigures(string Period, int Arrived, int Reads, int Stalking, int Read, int Confirmed)
{
    public double Recall => Stalking == 0 ? double.NaN : (double)Read / Stalking;

    /// <summary>Share of what was read that is stalking.</summary>
    public double Precision => Reads == 0 ? double.NaN : (double)Read / Reads;

    /// <summary>Reviews that reading in the order of arrival would have needed for the same recall, less those that were made.</summary>
    public double ReviewsSaved => (Recall * Arrived) - Reads;
}

/// <summary>A challenger that the gate kept out.</summary>
/// <param name="Week">From 1.</param>
/// <param name="Learnt">Records that it learnt from.</param>
/// <param name="Poisoned">Answers of the poisoned week were among them.</param>
public sealed record RefusedChallenger(int Week, int Learnt, bool Poisoned, ImmutableArray<string> Reasons);

/// <summary>A week in which the monitoring asked for a person.</summary>
/// <param name="Week">From 1.</param>
public sealed record YearAlarm(int Week, string Kind, string Sentence);

/// <summary>How one of the years went.</summary>
/// <param name="Gain">Recall after the drift less that of the year in which nothing is retrained, over 95 of 100 draws of the measured cases; null for that year.</param>
/// <param name="EstimatedRecall">Of all weeks, as the force would estimate it from the sample by chance and its readers' answers; null: nothing was sampled.</param>
/// <param name="AlarmDelay">Weeks from the drift to the first alarm about it; null: none.</param>
/// <param name="FalseAlarms">Weeks before the drift with an alarm about one.</param>
/// <param name="PoisonNoticedIn">Week, from 1, in which the answers of the poisoned week were first said to lie far from expectation, or the list to be overruled; null: never.</param>
/// <param name="WronglyNamed">Weeks of a reviewer that were said to lie far from expectation though nobody poisoned them.</param>
/// <param name="AfterPoison">Recall in the four weeks after the poisoned one, whether this year had it or not.</param>
public sealed record YearOutcome(
    YearArm Arm, ImmutableArray<PeriodFigures> Periods, Interval? Gain, int Challengers, int Promoted, ImmutableArray<RefusedChallenger> Refused,
    Interval? EstimatedRecall, int? AlarmDelay, string? FirstAlarm, int FalseAlarms, int? PoisonNoticedIn, string? PoisonSentence, int WronglyNamed, PeriodFigures AfterPoison)
{
    public PeriodFigures Year => Periods[^1];
}

/// <summary>The years side by side.</summary>
/// <param name="Begun">Records that the first champion was trained on.</param>
/// <param name="LearntFrom">Different records that the nights of the taught area draw on for learning.</param>
/// <param name="JudgedBy">The same for the gate.</param>
/// <param name="MeasuredOn">Different records on which recall is measured, and <paramref name="MeasuredStalking"/> how many of them are stalking.</param>
public sealed record YearReport(
    YearRequest Request, int Begun, int LearntFrom, int JudgedBy, int MeasuredOn, int MeasuredStalking, ImmutableArray<YearOutcome> Outcomes);
