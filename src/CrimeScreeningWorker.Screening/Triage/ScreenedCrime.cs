using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime in scope with all that the path found: what every output is written from.</summary>
/// <param name="Changed">The force changed the record since it was first screened.</param>
public sealed record ScreenedCrime(
    Crime Crime,
    CrimeReading Reading,
    CourseOfConduct History,
    Score Score,
    Suggestion? Suggestion,
    bool Changed);
