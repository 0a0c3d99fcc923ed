namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>The rule of the gate in numbers.</summary>
public sealed record GateOptions
{
    /// <summary>Share of all crimes, by weight, that are read; in (0, 1].</summary>
    public double Capacity { get; init; } = 0.2;

    /// <summary>Recall that may be lost over all, at most: the lower bound of the difference must lie above minus this.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>Chance of an error on one side that every bound is made for.</summary>
    public double Error { get; init; } = 0.05;

    /// <summary>Crimes labelled stalking, of how many different people, without which nothing is let in.</summary>
    public int MinimumPeople { get; init; } = 50;

    /// <summary>The same for a group to be judged by itself; smaller ones of a trait are judged together.</summary>
    public int MinimumPeopleOfGroup { get; init; } = 20;

    /// <summary>A loss of recall in a group that is no more than this refuses nobody, however sure it is.</summary>
    public double MarginOfGroup { get; init; } = 0.02;

    /// <summary>By how much the Brier score or the calibration error may rise.</summary>
    public double CalibrationMargin { get; init; } = 0.02;

    public int Resamples { get; init; } = 1000;

    public ulong Seed { get; init; } = 20260401;
}
