namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>What a reviewer says of the link of two crimes.</summary>
public enum LinkVerdict
{
    /// <summary>They belong together, whatever else joins them or does not.</summary>
    Confirmed,

    /// <summary>They do not belong together, by whatever they are joined.</summary>
    Rejected,

    /// <summary>As if nobody had judged them.</summary>
    Withdrawn,
}

/// <summary>One judgement of a pair of crimes. It is never changed; the newest of a pair counts.</summary>
/// <param name="First">The lesser of the two keys.</param>
/// <param name="Role">As what the reviewer judged; null: not said.</param>
/// <param name="Reason">The reviewer's own words. They may tell of people: never for a log.</param>
public sealed record LinkJudgement(
    CrimeKey First, CrimeKey Second, LinkVerdict Verdict, string Reviewer, string? Role, string Reason, DateTimeOffset JudgedAt)
{
    /// <summary>A judgement of two crimes, given in either order.</summary>
    /// <exception cref="ArgumentException">It is one crime, or the reviewer or the reason is blank.</exception>
    public static LinkJudgement Of(
        CrimeKey one, CrimeKey other, LinkVerdict verdict, string reviewer, string? role, string reason, DateTimeOffset judgedAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reviewer);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (one == other) throw new ArgumentException("A crime has no link with itself.", nameof(other));
        return one < other
            ? new LinkJudgement(one, other, verdict, reviewer.Trim(), Blank(role), reason.Trim(), judgedAt)
            : new LinkJudgement(other, one, verdict, reviewer.Trim(), Blank(role), reason.Trim(), judgedAt);

        static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>The crime at the other end, seen from one of the two.</summary>
    public CrimeKey Opposite(CrimeKey crime) => crime == First ? Second : First;
}
