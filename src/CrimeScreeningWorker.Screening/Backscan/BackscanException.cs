namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>A machine cannot take part in a back-scan. The message is one sentence that says what to do.</summary>
public sealed class BackscanException : Exception
{
    public BackscanException(string message) : base(message) { }

    public BackscanException(string message, Exception inner) : base(message, inner) { }

    public BackscanException() { }
}
