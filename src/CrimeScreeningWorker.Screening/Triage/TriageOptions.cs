using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>How much the morning page shows and how it says it. The order of the queue is fixed and has no option.</summary>
public sealed class TriageOptions
{
    public const string Section = "Triage";

    /// <summary>Crimes on the page, by what one team can read; the rest stand in <c>triage.csv</c>. Default 200.</summary>
    [Range(1, 2_000)] public int PageCrimes { get; init; } = 200;

    /// <summary>Crimes already recorded as stalking on the page. Default 50.</summary>
    [Range(0, 2_000)] public int PageAlreadyStalking { get; init; } = 50;

    /// <summary>
    /// Share of <see cref="PageCrimes"/> kept for crimes outside a family or relationship when the page cannot hold the whole
    /// queue, so that domestic cases do not crowd out strangers, colleagues and neighbours. Default 0.2.
    /// </summary>
    [Range(0.0, 1.0)] public double NonDomesticShare { get; init; } = 0.2;

    /// <summary>Characters of a narrative on the page; of a longer one, the parts around the evidence. Default 6000.</summary>
    [Range(500, 100_000)] public int NarrativeCharacters { get; init; } = 6_000;

    /// <summary>Linked crimes in a timeline; of more, the nearest in time. Default 12.</summary>
    [Range(1, 200)] public int TimelineCrimes { get; init; } = 12;

    /// <summary>Probability from which the evidence is called strong. Default 0.75.</summary>
    [Range(0.0, 1.0)] public double StrongFrom { get; init; } = 0.75;

    /// <summary>Probability from which the evidence is called medium; below it is possible. Default 0.5.</summary>
    [Range(0.0, 1.0)] public double MediumFrom { get; init; } = 0.5;

    /// <summary>Records drawn each run from those below the review threshold. Default 15.</summary>
    [Range(0, 10_000)] public int AuditSample { get; init; } = 15;

    /// <summary>Protective marking at the head and on every printed page; empty for none. Letters, digits, spaces, <c>-</c> and <c>:</c>.</summary>
    [RegularExpression("[A-Za-z0-9 :-]*")] public string Marking { get; init; } = "OFFICIAL-SENSITIVE";
}
