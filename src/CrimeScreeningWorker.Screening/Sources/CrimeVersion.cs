namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The version of a crime that the store holds.</summary>
/// <param name="FirstRun">Row of the run that took the crime in first.</param>
/// <param name="VersionRun">Row of the run that took this version in.</param>
internal sealed record CrimeVersion(long Id, DateTimeOffset UpdatedAt, long FirstRun, long VersionRun);

/// <summary>What the store says of a crime without its narrative: enough to link it and to show it as history.</summary>
internal sealed record CrimeHeader(
    long Id, CrimeKey Key, string HomeOfficeClass, string OffenceTitle, DateTimeOffset RecordedAt, DateTimeOffset? OccurredFrom,
    string? VictimId, string? SuspectId, bool InScope)
{
    public static CrimeHeader Of(long id, Crime crime, bool inScope) => new(
        id, crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, crime.OccurredFrom, crime.VictimId, crime.SuspectId, inScope);
}

/// <summary>A crime as the store holds it.</summary>
/// <param name="Changed">The force changed it since the run that took it in first.</param>
internal sealed record StoredCrime(long Id, Crime Crime, bool InScope, bool Changed);
