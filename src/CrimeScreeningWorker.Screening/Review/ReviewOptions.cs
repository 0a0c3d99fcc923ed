using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>How much is reviewed, how it is handed out, and what happens to what nobody answers.</summary>
public sealed class ReviewOptions
{
    public const string Section = "Review";

    /// <summary>Reviews a day that one team can do; the first so many of the list are what the capacity line speaks of. Default 20.</summary>
    [Range(1, 1_000)] public int Capacity { get; init; } = 20;

    /// <summary>
    /// Share of <see cref="Capacity"/> kept for crimes outside a family or relationship, so that domestic cases do not crowd out strangers,
    /// colleagues and neighbours. What is due today is never put back for it. Default 0.2.
    /// </summary>
    [Range(0.0, 1.0)] public double NonDomesticShare { get; init; } = 0.2;

    /// <summary>How long a claim holds an item. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ClaimHold { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a decision can be undone without a reason. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan UndoWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest that an item may be snoozed. Default 14 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "60.00:00:00")]
    public TimeSpan LongestSnooze { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Longest that an item may wait for somebody. Default 60 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromDays(60);

    /// <summary>Most items that may be decided "not stalking" at once. Default 20.</summary>
    [Range(1, 20)] public int BulkNotStalking { get; init; } = 20;

    /// <summary>Crimes below the review threshold that each run puts blind among the ordinary ones. Default 3.</summary>
    [Range(0, 1_000)] public int AuditSample { get; init; } = 3;

    /// <summary>
    /// Share of <see cref="Capacity"/> that each run gives, blind among the ordinary ones too, to the crimes below the review threshold that the
    /// model is least sure of: the next model learns from them, and they estimate nothing. The number is rounded to the nearest. Default 0;
    /// <c>simulate choice</c> shows what a share costs and brings.
    /// </summary>
    [Range(0.0, 0.5)] public double UncertainShare { get; init; }

    /// <summary>Crimes that a run draws by <see cref="UncertainShare"/>.</summary>
    internal int UncertainSample => (int)Math.Round(UncertainShare * Capacity, MidpointRounding.AwayFromZero);

    /// <summary>Share of the items due later than today that two people read, neither seeing the machine's opinion or the other's. Default 0.1.</summary>
    [Range(0.0, 1.0)] public double DoubleReviewShare { get; init; } = 0.1;

    /// <summary>Within what time of being recorded a crime should be classified rightly. Default 24 hours, as the counting rules have it.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan RecordingClock { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Days after which a request that the crime system shows no sign of counts as ignored. Default 7.</summary>
    [Range(1, 365)] public int IgnoredAfterDays { get; init; } = 7;
}
