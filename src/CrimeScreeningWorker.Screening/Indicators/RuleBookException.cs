namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>One thing that is wrong with a rule book.</summary>
/// <param name="Line">1-based; 0 when the file as a whole is meant.</param>
/// <param name="Code">Indicator it belongs to; null outside the indicators.</param>
public sealed record RuleBookError(string File, int Line, string? Code, string Problem)
{
    public override string ToString() => Code is null ? $"{File}({Line}): {Problem}" : $"{File}({Line}): {Code}: {Problem}";
}

/// <summary>A rule book cannot be used. The message lists everything found, one line each, with file, line and indicator.</summary>
public sealed class RuleBookException : Exception
{
    public RuleBookException() { }

    public RuleBookException(string message) : base(message) { }

    public RuleBookException(string message, Exception inner) : base(message, inner) { }

    public RuleBookException(IReadOnlyList<RuleBookError> errors) : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<RuleBookError> Errors { get; } = [];
}
