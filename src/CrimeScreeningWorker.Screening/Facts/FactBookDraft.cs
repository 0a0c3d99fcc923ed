using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>How the value of a fact is found in its words.</summary>
internal enum FactNumber
{
    /// <summary>It is the value of the entry.</summary>
    None,

    /// <summary>How often: "15 missed calls", "third time".</summary>
    Count,

    /// <summary>How often, where it is written with an x: "x6", "3x".</summary>
    Times,

    /// <summary>A number with its unit of time, in days: "six months", "3/12".</summary>
    Duration,

    /// <summary>From a named day, month or year until the record was made, in days: "since January".</summary>
    Since,

    /// <summary>Each find is a date; how many different days they are.</summary>
    Dates,
}

/// <summary>An entry of the fact book.</summary>
/// <param name="Value">Where the words give no number, or none is asked; null then drops the find.</param>
/// <param name="From">Indicators of the rule book whose hits give this fact.</param>
internal sealed record DraftFact(
    FactKind Kind, string? Value, double Confidence, FactNumber Number, ImmutableArray<string> From, ImmutableArray<DraftExample> Examples, int Line);

/// <summary>A fact book as it was written, free of errors of form.</summary>
/// <param name="Facts">In the order of the book.</param>
/// <param name="Reading">The entries' phrases as indicators of a rule book; the code of each is the place of its fact.</param>
internal sealed record FactBookDraft(string Title, ImmutableArray<DraftFact> Facts, RuleBookDraft Reading);
