using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>A record with what the machine said of it before its label was known, and what is true.</summary>
/// <param name="Listed">At or above the review threshold at that time.</param>
/// <param name="Weight">Records that it stands for: 1, or for one drawn from a sample, how many it was drawn from.</param>
public sealed record JudgedRecord(DateTimeOffset At, double Probability, bool Listed, bool Stalking, double Weight, ImmutableArray<Membership> Groups)
{
    /// <summary>Drawn by chance from what was not listed.</summary>
    public bool Sampled { get; init; }

    /// <summary>Scores of other methods by their name, to compare with; in the same order in all records of a report.</summary>
    public ImmutableArray<(string Method, double Score)> Others { get; init; } = [];
}

/// <summary>One of the groups that a record is compared in.</summary>
/// <param name="Dimension">Such as <c>Victim's sex</c>.</param>
public readonly record struct Membership(string Dimension, string Group);
