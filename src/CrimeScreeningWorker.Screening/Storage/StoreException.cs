namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>The store cannot be used. The message is one sentence for the person who started the run; it holds no content of any record.</summary>
public class StoreException : Exception
{
    public StoreException(string message) : base(message) { }

    public StoreException(string message, Exception inner) : base(message, inner) { }

    public StoreException() { }

    /// <summary>The store was written by a newer version of this program: no waiting mends that.</summary>
    public bool IsOfNewerVersion { get; init; }
}

/// <summary>Another run is writing to the store, or has done what this one was to do.</summary>
public sealed class RunInProgressException : StoreException
{
    public RunInProgressException(string message) : base(message) { }

    public RunInProgressException(string message, Exception inner) : base(message, inner) { }

    public RunInProgressException() { }

    /// <summary>What the ledger says of the start that was turned away.</summary>
    public string Reason { get; init; } = "already running";
}
