namespace CrimeScreeningWorker.Operations;

internal enum FindingState
{
    Good,

    /// <summary>A night runs, but someone should look.</summary>
    Warning,

    /// <summary>A night does not run, or does not do what it should.</summary>
    Failed,
}

/// <summary>What one check found.</summary>
/// <param name="Found">One sentence.</param>
/// <param name="Advice">What to do; null when there is nothing to.</param>
internal sealed record Finding(string Check, FindingState State, string Found, string? Advice)
{
    public static Finding Good(string check, string found) => new(check, FindingState.Good, found, Advice: null);

    public static Finding Warning(string check, string found, string advice) => new(check, FindingState.Warning, found, advice);

    public static Finding Failed(string check, string found, string advice) => new(check, FindingState.Failed, found, advice);
}
