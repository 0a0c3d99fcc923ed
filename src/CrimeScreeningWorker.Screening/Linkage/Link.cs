using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>By what two crimes are joined.</summary>
public enum LinkBasis
{
    /// <summary>Same victim and same suspect.</summary>
    SamePair,

    /// <summary>The victim of one is the suspect of the other, and the other way round.</summary>
    CounterAllegation,

    /// <summary>Same suspect, another victim.</summary>
    SameSuspect,

    /// <summary>Same victim; the suspect of at least one of the two is not known.</summary>
    SameVictimSuspectUnknown,

    /// <summary>Same victim, another known suspect: context only.</summary>
    SameVictim,

    Phone,
    Email,
    Handle,
    Vehicle,

    /// <summary>One record names the crime number of the other.</summary>
    Reference,

    /// <summary>Account names that differ only in digits and signs.</summary>
    HandleAlike,

    /// <summary>Suspects of the same or a like-sounding name under different references, or under none.</summary>
    SameName,

    /// <summary>The same house is named for two victims.</summary>
    SameAddress,

    /// <summary>Unknown suspects who do the same things in the same street.</summary>
    MethodAndPlace,

    /// <summary>A reviewer has confirmed that the two belong together.</summary>
    Reviewer,
}

/// <summary>A thing named in a narrative that can join two records.</summary>
public enum IdentifierKind
{
    Phone,
    Email,
    Handle,
    Vehicle,

    /// <summary>How the name given to the suspect sounds; see <c>SuspectNames</c>.</summary>
    Name,

    /// <summary>House number and street.</summary>
    Address,

    /// <summary>What may be the crime number of another record.</summary>
    Reference,

    /// <summary>A street without a house; it joins nothing by itself.</summary>
    Street,

    /// <summary>A street and something that was done there; made from the reading, not named by the text.</summary>
    Place,

    /// <summary>What is left of an account name without digits and signs; made from it.</summary>
    HandleStem,
}

/// <summary>An identifier found in a narrative.</summary>
/// <param name="Value">Normalised, so that two ways of typing the same thing are equal; see <c>IdentifierExtractor</c>.</param>
public readonly record struct TextIdentifier(IdentifierKind Kind, string Value, TextSpan Span);

/// <summary>A join of two crimes, seen from <see cref="Crime"/>.</summary>
/// <param name="Strength">How sure it is that the same people are meant, in (0, 1]; not a calibrated probability.</param>
/// <param name="By">What joins them, in words for a reader: "same victim and suspect", "same phone number".</param>
public sealed record Link(CrimeKey Crime, CrimeKey Other, LinkBasis Basis, double Strength, string By)
{
    /// <summary>At this strength and below two crimes are shown together and no more.</summary>
    public const double ContextOnly = 0.4;

    /// <summary>
    /// Whether the two may be acts of one course of conduct. Another suspect's crime against the same victim, a counter-allegation,
    /// and a join that is only a likeness are context.
    /// </summary>
    public bool IsCourseOfConduct => Basis is not (LinkBasis.SameVictim or LinkBasis.CounterAllegation) && Strength > ContextOnly;
}

/// <summary>What linkage needs to know of a crime.</summary>
public sealed record LinkableCrime(
    CrimeKey Key,
    DateTimeOffset RecordedAt,
    string? VictimId,
    string? SuspectId,
    IReadOnlyList<TextIdentifier> Identifiers)
{
    /// <summary>The crime with all that its text and its reading can join it by.</summary>
    public static LinkableCrime Of(Crime crime, CrimeReading reading) => new(
        crime.Key, crime.RecordedAt, crime.VictimId, crime.SuspectId,
        [.. LinkageKey.Of(crime, reading).Select(key => key.Identifier).OfType<TextIdentifier>()]);
}
