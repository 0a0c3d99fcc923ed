using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;

namespace CrimeScreeningWorker.Screening;

/// <summary>The middle of the path: plain functions of their input, called from many threads at once.</summary>
/// <param name="Read">Rule book, text model and identifiers over one crime.</param>
/// <param name="Link">
/// Links of a crime to those of the candidates it belongs with. Each pair is judged by its two crimes alone, the same way from either
/// side: what is linked must not depend on what else is shown. Identifiers come without spans, and without those too many crimes share.
/// </param>
/// <param name="Score">Score and suggestion of a crime with its history, for the moment a run stands for.</param>
/// <param name="RuleBookVersion">Kept beside every reading and score.</param>
/// <param name="ModelVersion">Kept beside every reading and score.</param>
public sealed record ScreeningSteps(
    Func<Crime, CrimeReading> Read,
    Func<LinkableCrime, IReadOnlyList<LinkableCrime>, IReadOnlyList<Link>> Link,
    Func<Crime, CrimeReading, CourseOfConduct, DateTimeOffset, (Score Score, Suggestion? Suggestion)> Score,
    string RuleBookVersion,
    string ModelVersion);
