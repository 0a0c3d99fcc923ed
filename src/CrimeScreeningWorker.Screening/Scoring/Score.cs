using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>When a person should look, by risk and likelihood.</summary>
public enum Priority
{
    /// <summary>Below the review threshold.</summary>
    None = 0,

    /// <summary>Same day.</summary>
    P1 = 1,

    /// <summary>Next working day.</summary>
    P2 = 2,

    /// <summary>This week.</summary>
    P3 = 3,
}

/// <summary>One part of a score: all contributions of a crime add up to its log odds.</summary>
/// <param name="Part">Code of the part: an indicator's code, <c>TEXT</c>, <c>HISTORY…</c>, <c>BASE</c>.</param>
/// <param name="Title">The part in words for a reader.</param>
/// <param name="LogOdds">By how much it moved the score; natural log odds, negative lowers.</param>
public sealed record Contribution(string Part, string Title, double LogOdds)
{
    /// <summary>The part that keeps a probability from claiming more than the labelled records support.</summary>
    internal const string Margin = "MARGIN";
}

/// <summary>A quotation of the narrative that supports the score.</summary>
/// <param name="Code">Code of the indicator it stands for.</param>
public sealed record Evidence(string Code, string Title, TextSpan Span);

/// <summary>What the path says of a crime. A person decides; this orders the reading.</summary>
public sealed record Score
{
    public required CrimeKey Crime { get; init; }

    /// <summary>Calibrated probability, in [0, 1], that this is stalking recorded as something else.</summary>
    public required double Probability { get; init; }

    /// <summary>The text model's probability on its own, in [0, 1].</summary>
    public required double TextScore { get; init; }

    public required Priority Priority { get; init; }
    public required string SuggestedClass { get; init; }

    /// <summary><c>2A</c>, <c>4A</c> or <c>none</c>.</summary>
    public required string SuggestedSection { get; init; }

    public required bool Online { get; init; }
    public required bool OrderBreach { get; init; }
    public required bool HighRisk { get; init; }

    /// <summary>The record says too little to judge; <see cref="Ask"/> lists what is missing.</summary>
    public required bool Abstained { get; init; }

    /// <summary>Sum of the log odds here is the log odds of <see cref="Probability"/>; largest effect first.</summary>
    public required ImmutableArray<Contribution> Contributions { get; init; }

    /// <summary>Codes of the affirmed indicators, strongest first.</summary>
    public required ImmutableArray<string> Indicators { get; init; }

    /// <summary>Linked crimes, oldest first.</summary>
    public required ImmutableArray<CrimeKey> LinkedCrimes { get; init; }

    /// <summary>One plain sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Strongest first, at most as many as the options say.</summary>
    public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>What the record does not say and a reviewer should ask.</summary>
    public required ImmutableArray<string> Ask { get; init; }

    /// <summary>Flags of the record that the evidence does not bear out.</summary>
    public ImmutableArray<FlagFinding> Flags { get; init; } = [];

    /// <summary>What the records say to the limbs of section 4A; null in a score that an earlier program made.</summary>
    public SectionEvidence? Section { get; init; }

    /// <summary>When a person should have looked; null below the review threshold.</summary>
    public required DateTimeOffset? DueBy { get; init; }
}
