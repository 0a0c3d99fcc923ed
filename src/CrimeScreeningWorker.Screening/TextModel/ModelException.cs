namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>A model folder cannot be used. The message is one sentence for the person who started the run.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string message) : base(message) { }

    public ModelException(string message, Exception inner) : base(message, inner) { }

    public ModelException() { }
}
