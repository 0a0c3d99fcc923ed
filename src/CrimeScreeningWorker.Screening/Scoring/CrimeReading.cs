using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>
/// What one reading of a narrative gave. It depends on the record alone, so it is kept, and a crime that a later one
/// re-opens is scored again without being read again.
/// </summary>
/// <param name="TextLogit">Log odds of the text model on its own.</param>
/// <param name="Hits">Every hit of the rule book, in the order of the text; hits from fields last.</param>
/// <param name="Identifiers">Things named in the text that can join records.</param>
/// <param name="Words">Number of words of the narrative, for the abstain rule.</param>
public sealed record CrimeReading(
    double TextLogit,
    ImmutableArray<IndicatorHit> Hits,
    ImmutableArray<TextIdentifier> Identifiers,
    int Words)
{
    /// <summary>What the text says of the case, in its order; see <see cref="FactBook"/>.</summary>
    public ImmutableArray<NarrativeFact> Facts { get; init; } = [];

    /// <summary>The narrative went on behind the last word that is read. Said when it is read, and not kept.</summary>
    public bool IsCut { get; init; }
}
