using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>What is known of a crime in the one question that the reports are about.</summary>
internal enum Standing
{
    /// <summary>The record is stalking: its class, or an included classification.</summary>
    Recorded,

    /// <summary>Recorded as something else, and people settled that it is stalking.</summary>
    Found,

    /// <summary>Recorded as something else and on the list; nobody has settled it.</summary>
    Listed,

    /// <summary>People settled that it is not stalking.</summary>
    Rejected,

    /// <summary>Neither recorded, nor listed, nor read.</summary>
    Other,
}

/// <summary>What the reports are made from.</summary>
/// <param name="OfPeriod">In the order in which they were recorded, in scope or not.</param>
internal sealed record ForceCrimes(ImmutableArray<ForceCrime> OfPeriod)
{
    /// <summary>
    /// Crimes recorded before the period for which somebody still has something to do, and which are for the same day or say that an order was broken.
    /// They are counted in no period.
    /// </summary>
    public ImmutableArray<ForceCrime> StillOpen { get; init; } = [];
}

/// <summary>A crime as the reports see it: without its narrative, and without anybody's name.</summary>
internal sealed record ForceCrime
{
    public required CrimeKey Key { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Trimmed, in capitals.</summary>
    public required string Class { get; init; }

    public string? OffenceCode { get; init; }
    public string OffenceTitle { get; init; } = "";
    public ImmutableArray<string> Included { get; init; } = [];
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>To tell repeated people from others; never written into a report, as is <see cref="Suspect"/>.</summary>
    public string? Victim { get; init; }

    public string? Suspect { get; init; }
    public int? VictimAge { get; init; }
    public string? VictimSex { get; init; }
    public string? Relationship { get; init; }
    public ImmutableArray<string> Orders { get; init; } = [];
    public string? District { get; init; }
    public string? Team { get; init; }
    public bool InScope { get; init; } = true;

    /// <summary>Null for a crime that is kept as history alone.</summary>
    public ForceScore? Score { get; init; }

    /// <summary>What people settled; null while nobody has, or two readers differ.</summary>
    public StalkingAnswer? Settled { get; init; }

    /// <summary>People settled it, and it has become more urgent since: it is on the list again.</summary>
    public bool Raised { get; init; }

    /// <summary>It is being read without the machine's opinion, so no list may tell that opinion.</summary>
    public bool ReadBlind { get; init; }

    /// <summary>What reviewers said that they did, the newest of each kind.</summary>
    public ImmutableDictionary<ReviewAction, bool> Actions { get; init; } = ImmutableDictionary<ReviewAction, bool>.Empty;

    public bool HasFlag(string flag) => Flags.Any(one => string.Equals(one.Trim(), flag, StringComparison.OrdinalIgnoreCase));

    public bool HasOrder(string order) => Orders.Any(one => string.Equals(one.Trim(), order, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What the newest score says, as far as a report needs it.</summary>
internal sealed record ForceScore
{
    public required Priority Priority { get; init; }

    /// <summary><c>2A</c>, <c>4A</c> or <c>none</c>.</summary>
    public string Section { get; init; } = "none";

    public bool Online { get; init; }
    public bool OrderBreach { get; init; }
    public bool HighRisk { get; init; }

    /// <summary>Titles of indicators and counts; no words of the narrative.</summary>
    public string Reason { get; init; } = "";

    public DateTimeOffset? DueBy { get; init; }
    public int Linked { get; init; }

    /// <summary>Null in a score of an earlier program, which looked for none.</summary>
    public ImmutableArray<(string Flag, FlagState State)>? Audit { get; init; }

    public LimbState? Fear { get; init; }
    public LimbState? SeriousEffect { get; init; }

    /// <summary>What the record does not say.</summary>
    public ImmutableArray<string> Ask { get; init; } = [];

    /// <summary>Titles of the indicators that raised it.</summary>
    public ImmutableArray<string> Signs { get; init; } = [];
}

/// <summary>For when, for whom and how far back the reports are made.</summary>
/// <param name="AsOf">Crimes recorded from here on are left out.</param>
/// <param name="Months">Calendar months, the one of <paramref name="AsOf"/> among them.</param>
/// <param name="Force">Null: every force of the store.</param>
/// <param name="Marking">Protective marking at the head of each page.</param>
public sealed record ForceReportRequest(DateTimeOffset AsOf, int Months = 12, string? Force = null, string Marking = "OFFICIAL-SENSITIVE");
