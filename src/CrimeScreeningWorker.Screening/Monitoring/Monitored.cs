using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>What the machine says of a crime in scope: no more of it than watching needs.</summary>
/// <param name="At">When the crime was recorded: a score is counted to the month of its crime, whenever it was given.</param>
/// <param name="Model">Version that scored it. Scores of two models are not comparable, so drift never looks across a change.</param>
/// <param name="Indicators">Codes that are affirmed in it, each once.</param>
public sealed record MonitoredScore(DateTimeOffset At, double Probability, string Model, ImmutableArray<string> Indicators);

/// <summary>What a person said of a crime, with what the machine had said at that moment.</summary>
/// <param name="Crime">Of the order among decisions at the same time, and for a listing; no other field names the crime.</param>
/// <param name="Listed">The machine had put it on the list; otherwise it came by way of a sample.</param>
/// <param name="Blind">The machine's opinion was hidden from the person.</param>
public sealed record MonitoredDecision(CrimeKey Crime, DateTimeOffset At, string By, StalkingAnswer Stalking, bool ShownRightly, bool Listed, bool Blind)
{
    public required double Probability { get; init; }

    /// <summary>From opening the crime to deciding; null for a decision over several at once, or when nobody is known to have opened it.</summary>
    public TimeSpan? TimeOnItem { get; init; }

    /// <summary>What moved the probability, the indicators among it by their code.</summary>
    public ImmutableArray<Contribution> Parts { get; init; } = [];

    /// <summary>Codes of the affirmed indicators, each once.</summary>
    public ImmutableArray<string> Indicators { get; init; } = [];
}
