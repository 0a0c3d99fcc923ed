namespace CrimeScreeningWorker.Screening.Runs;

/// <summary>What a run is asked to do.</summary>
/// <param name="AsOf">The moment the run stands for; null means the moment it starts.</param>
public sealed record RunRequest(DateTimeOffset? AsOf = null)
{
    /// <summary>Past this share of unreadable rows the run as a whole has failed; null: whoever asks looks at the count.</summary>
    public FailedShareLimit? FailedShare { get; init; }

    /// <summary>
    /// The time of the schedule that the run is for. A run over the source that began since and succeeded has done it already, on whatever
    /// machine. Null: the run is asked for by a person, and done.
    /// </summary>
    public DateTimeOffset? Night { get; init; }

    /// <summary>Who asks, for the ledger.</summary>
    public RunOrigin? Origin { get; init; }
}

/// <summary>How many unreadable rows a run may have before it has failed as a whole.</summary>
/// <param name="Share">Of the rows read, in [0, 1].</param>
/// <param name="FromRows">A run over fewer rows is not judged: two bad rows of three say nothing about a source.</param>
public sealed record FailedShareLimit(double Share, int FromRows)
{
    internal bool IsPassed(RunCounts counts) => counts.Read >= FromRows && counts.Quarantined > Share * counts.Read;
}

/// <summary>Where a run comes from.</summary>
/// <param name="Node">The machine.</param>
/// <param name="ConfigurationHash">Tells two configurations apart.</param>
/// <param name="ToPublish">The files are published after the run, however many attempts that takes; otherwise the caller writes them.</param>
public sealed record RunOrigin(string Node, string ConfigurationHash, bool ToPublish);

/// <summary>Too many rows of a source cannot be read; what could be read is kept for the run that takes over. The message is one sentence.</summary>
public sealed class RunFailedException : Exception
{
    public RunFailedException(string message) : base(message) { }

    public RunFailedException(string message, Exception inner) : base(message, inner) { }

    public RunFailedException() { }
}
