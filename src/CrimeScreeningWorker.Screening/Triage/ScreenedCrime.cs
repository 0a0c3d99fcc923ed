using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime in scope and what it was scored at: what a row of an output is written from.</summary>
/// <param name="Changed">The force changed the record since it was first screened.</param>
public record ScoredCrime(Crime Crime, Score Score, Suggestion? Suggestion, bool Changed);

/// <summary>A crime in scope with all that the path found: what a person is shown.</summary>
/// <param name="Changed">The force changed the record since it was first screened.</param>
public sealed record ScreenedCrime(
    Crime Crime,
    CrimeReading Reading,
    CourseOfConduct History,
    Score Score,
    Suggestion? Suggestion,
    bool Changed) : ScoredCrime(Crime, Score, Suggestion, Changed);

/// <summary>What outputs are written from, all of one state of the store.</summary>
public interface IScreenedCrimes
{
    /// <summary>Crimes in scope with their scores, by force and then reference, as they are needed.</summary>
    IAsyncEnumerable<ScoredCrime> ReadAsync(CancellationToken cancellationToken);

    /// <summary>All that was found of some of them: those that a page shows. In any order.</summary>
    Task<IReadOnlyList<ScreenedCrime>> ReadWholeAsync(IReadOnlyCollection<CrimeKey> keys, CancellationToken cancellationToken);
}
