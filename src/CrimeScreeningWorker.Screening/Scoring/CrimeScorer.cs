using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Fuses what the record says and what is known of its people into one explained probability. A plain function of its input.</summary>
public sealed class CrimeScorer
{
    public Score Score(Crime crime, CrimeReading reading, CourseOfConduct history) => throw new NotSupportedException(crime.Key.ToString());
}
