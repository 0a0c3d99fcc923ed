namespace CrimeScreeningWorker.Screening.Review;

/// <summary>What came of what a person wanted.</summary>
public enum ReviewOutcome
{
    Saved,

    /// <summary>Somebody did something since the person looked: nothing was written. <see cref="ReviewResult.By"/> and <see cref="ReviewResult.At"/> say who and when.</summary>
    Conflict,

    /// <summary>Somebody else holds it: nothing was written.</summary>
    HeldByOther,

    /// <summary>The person does not hold it, or the hold has run out: nothing was written.</summary>
    NotHeld,

    /// <summary>The person has not opened the case since it last changed: nothing was written.</summary>
    EvidenceNotOpened,

    /// <summary>The rules do not allow it, or something is missing: nothing was written. <see cref="ReviewResult.Message"/> says what.</summary>
    Refused,

    /// <summary>No such crime among those to be reviewed, or not for this person.</summary>
    NotFound,
}

/// <summary>The answer to a person who wanted to change something.</summary>
/// <param name="Version">The item's now; to be sent along with what the person does next.</param>
/// <param name="Message">One plain sentence to the person; empty when saved. It names colleagues, never people of the case.</param>
/// <param name="By">Who came before.</param>
/// <param name="At">When that was, or until when somebody holds it.</param>
public sealed record ReviewResult(ReviewOutcome Outcome, int Version, string Message = "", string? By = null, DateTimeOffset? At = null)
{
    public bool IsSaved => Outcome == ReviewOutcome.Saved;
}
