using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>The rule of the gate in numbers.</summary>
public sealed record GateOptions
{
    public const string Section = "Promotion";

    /// <summary>Share of all crimes, by weight, that are read; in (0, 1].</summary>
    [Range(0.001, 1.0)] public double Capacity { get; init; } = 0.2;

    /// <summary>Recall that may be lost over all, at most: the lower bound of the difference must lie above minus this.</summary>
    [Range(0.0, 1.0)] public double Margin { get; init; } = 0.05;

    /// <summary>Chance of an error on one side that every bound is made for.</summary>
    [Range(0.001, 0.5)] public double Error { get; init; } = 0.05;

    /// <summary>Crimes labelled stalking, of how many different people, without which nothing is let in.</summary>
    [Range(1, 1_000_000)] public int MinimumPeople { get; init; } = 50;

    /// <summary>The same for a group to be judged by itself; smaller ones of a trait are judged together.</summary>
    [Range(1, 1_000_000)] public int MinimumPeopleOfGroup { get; init; } = 20;

    /// <summary>A loss of recall in a group that is no more than this refuses nobody, however sure it is.</summary>
    [Range(0.0, 1.0)] public double MarginOfGroup { get; init; } = 0.02;

    /// <summary>By how much the Brier score or the calibration error may rise.</summary>
    [Range(0.0, 1.0)] public double CalibrationMargin { get; init; } = 0.02;

    /// <summary>Draws of the bootstrap.</summary>
    [Range(100, 100_000)] public int Resamples { get; init; } = 1000;

    /// <summary>Of the draws: the same seed gives the same interval. Default 20260401.</summary>
    public ulong Seed { get; init; } = 20260401;
}
