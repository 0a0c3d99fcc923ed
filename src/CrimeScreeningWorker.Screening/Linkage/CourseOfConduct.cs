using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>A crime that is linked to the one being looked at, with what was read from it.</summary>
/// <param name="Links">Every basis that joins the two, strongest first; at least one.</param>
public sealed record LinkedCrime(
    CrimeKey Key,
    string HomeOfficeClass,
    string OffenceTitle,
    DateTimeOffset RecordedAt,
    DateTimeOffset? OccurredFrom,
    CrimeReading Reading,
    IReadOnlyList<Link> Links)
{
    public Link Strongest => Links[0];
}

/// <summary>The other crimes of the same people, as far as linkage sees them, oldest first (then by key).</summary>
public sealed record CourseOfConduct(IReadOnlyList<LinkedCrime> Crimes)
{
    public static CourseOfConduct None { get; } = new([]);
}
