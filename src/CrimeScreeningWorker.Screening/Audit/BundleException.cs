namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>A bundle cannot be used. The message is one sentence for a person and holds nothing of the bundle.</summary>
public sealed class BundleException : Exception
{
    public BundleException(string message) : base(message) { }

    public BundleException(string message, Exception inner) : base(message, inner) { }

    public BundleException() { }
}
