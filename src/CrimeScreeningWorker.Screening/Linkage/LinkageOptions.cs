using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>What joins two crimes, how far apart they may be, and what never joins any.</summary>
public sealed class LinkageOptions
{
    public const string Section = "Linkage";

    /// <summary>An identifier named in more crimes than this joins none of them: a taxi firm, a station, a landlord's office. Default 12.</summary>
    [Range(1, 1_000)] public int MaxSharers { get; init; } = 12;

    /// <summary>Of the crimes of one person only this many are joined by that person, newest first: a shop or a hospital is the victim of thousands. Default 200.</summary>
    [Range(2, 10_000)] public int MaxCrimesPerPerson { get; init; } = 200;

    /// <summary>How far apart two crimes may have been recorded, but for a same pair. Default 365 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7305.00:00:00")]
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How far apart two crimes of the same victim and suspect may have been recorded. Default six years, the review norm of most police records.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7305.00:00:00")]
    public TimeSpan PairLookBack { get; init; } = TimeSpan.FromDays(2192);

    /// <summary>The same victim and the same suspect. Default 1.</summary>
    [Range(0.01, 1.0)] public double SamePairStrength { get; init; } = 1.0;

    /// <summary>The same two people with their parts exchanged. Default 0.9.</summary>
    [Range(0.01, 1.0)] public double CounterAllegationStrength { get; init; } = 0.9;

    /// <summary>The same suspect with another victim. Default 0.6.</summary>
    [Range(0.01, 1.0)] public double SameSuspectStrength { get; init; } = 0.6;

    /// <summary>For two crimes of one day; halved over a <see cref="LookBack"/>, since a victim of one unknown person may later be one of another. Default 0.7.</summary>
    [Range(0.01, 1.0)] public double SuspectUnknownStrength { get; init; } = 0.7;

    /// <summary>The same victim with another suspect. Default 0.2.</summary>
    [Range(0.01, 1.0)] public double SameVictimStrength { get; init; } = 0.2;

    /// <summary>Same telephone number, e-mail address or account name. Default 0.85.</summary>
    [Range(0.01, 1.0)] public double ContactStrength { get; init; } = 0.85;

    /// <summary>Same registration; a car is shared, sold and hired more than a number is. Default 0.75.</summary>
    [Range(0.01, 1.0)] public double VehicleStrength { get; init; } = 0.75;

    /// <summary>Alike and no more: part of a registration that fits, an account name that differs in its last digits. Default 0.4.</summary>
    [Range(0.01, 1.0)] public double AlikeStrength { get; init; } = 0.4;

    /// <summary>One record names the crime number of the other: somebody thought of both, which need not be one suspect. Default 0.7.</summary>
    [Range(0.01, 1.0)] public double ReferenceStrength { get; init; } = 0.7;

    /// <summary>Account names of nine letters or more that differ only in digits and signs; shorter ones have <see cref="AlikeStrength"/>. Default 0.6.</summary>
    [Range(0.01, 1.0)] public double HandleAlikeStrength { get; init; } = 0.6;

    /// <summary>Same victim, or same house or contact, and a suspect of the same name under another reference. Without any of these a name is <see cref="NameAloneStrength"/>. Default 0.75.</summary>
    [Range(0.01, 1.0)] public double SameNameStrength { get; init; } = 0.75;

    /// <summary>Suspects of the same name and nothing else in common: shown together, never one course of conduct. Default 0.2.</summary>
    [Range(0.01, Linkage.Link.ContextOnly)] public double NameAloneStrength { get; init; } = 0.2;

    /// <summary>The same house named for two victims: people of one household, or one victim under two references. Default 0.4.</summary>
    [Range(0.01, Linkage.Link.ContextOnly)] public double SameAddressStrength { get; init; } = 0.4;

    /// <summary>Unknown suspects who did two of the same things in one street within <see cref="MethodLookBack"/>. Default 0.3.</summary>
    [Range(0.01, Linkage.Link.ContextOnly)] public double MethodAndPlaceStrength { get; init; } = 0.3;

    /// <summary>How far apart crimes of the same method and place may have been recorded. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "7305.00:00:00")]
    public TimeSpan MethodLookBack { get; init; } = TimeSpan.FromDays(90);

    /// <summary>UK numbers that begin so belong to a service, not to a person: non-geographic, freephone and premium ranges.</summary>
    [Required] public IReadOnlyList<string> ServiceNumberPrefixes { get; init; } = ["03", "08", "09"];

    /// <summary>Single numbers that are not a person's, in any way of typing them: the force's switchboards, local helplines. Default none.</summary>
    [Required] public IReadOnlyList<string> IgnoredNumbers { get; init; } = [];

    /// <summary>E-mail domains, with all below them, whose addresses are officials'.</summary>
    [Required] public IReadOnlyList<string> IgnoredEmailDomains { get; init; } = ["police.uk", "gov.uk", "cjsm.net"];

    /// <summary>Account names that are not a person's: the force's own, a campaign's. Compared lower case, without @. Default none.</summary>
    [Required] public IReadOnlyList<string> IgnoredHandles { get; init; } = [];
}
