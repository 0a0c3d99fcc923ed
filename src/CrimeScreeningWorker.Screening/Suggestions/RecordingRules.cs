using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>The recording rules as a decision table: which rule a crime meets, and what crime data integrity is asked to consider.</summary>
public sealed class RecordingRules
{
    /// <returns>Null when no rule suggests anything.</returns>
    public Suggestion? Suggest(Crime crime, CrimeReading reading, CourseOfConduct history, Score score) =>
        throw new NotSupportedException(crime.Key.ToString());
}
