namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>The store cannot be used. The message is one sentence for the person who started the run; it holds no content of any record.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message) : base(message) { }

    public StoreException(string message, Exception inner) : base(message, inner) { }

    public StoreException() { }
}
