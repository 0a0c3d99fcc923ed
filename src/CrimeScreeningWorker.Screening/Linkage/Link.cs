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
    IReadOnlyList<TextIdentifier> Identifiers);
