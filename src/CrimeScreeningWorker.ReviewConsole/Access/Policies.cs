namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>What a person may do in the console. A page names one with <c>[Authorize(Policy = …)]</c>, a handler that changes something with <c>[HandlerPolicy(…)]</c>.</summary>
public static class Policies
{
    /// <summary>Any person with a role: the start page, help, the own settings.</summary>
    public const string SignedIn = nameof(SignedIn);

    /// <summary>Today's list.</summary>
    public const string ReadQueue = nameof(ReadQueue);

    /// <summary>A crime, its narrative and its links.</summary>
    public const string ReadCrime = nameof(ReadCrime);

    /// <summary>To claim, decide, wait, snooze, note, hand over and record actions.</summary>
    public const string Decide = nameof(Decide);

    /// <summary>The data-integrity desk.</summary>
    public const string ReadDesk = nameof(ReadDesk);

    /// <summary>To accept, amend or reject a suggestion and to write a request file.</summary>
    public const string DecideAtDesk = nameof(DecideAtDesk);

    /// <summary>The registrar's second opinion.</summary>
    public const string GiveSecondOpinion = nameof(GiveSecondOpinion);

    /// <summary>Repeat suspects and victims, and the search.</summary>
    public const string SearchPeople = nameof(SearchPeople);

    /// <summary>The ledger of the nights.</summary>
    public const string ReadRuns = nameof(ReadRuns);

    /// <summary>Counts without a person in them.</summary>
    public const string ReadReports = nameof(ReadReports);

    /// <summary>Who looked at what.</summary>
    public const string ReadAccessLog = nameof(ReadAccessLog);
}
