using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>What an example of an indicator must show.</summary>
public enum ExampleKind
{
    /// <summary>At least one affirmed hit.</summary>
    Hits,

    /// <summary>No affirmed hit.</summary>
    Misses,

    /// <summary>At least one denied hit and no affirmed one.</summary>
    Denied,

    /// <summary>At least one hypothetical hit and no affirmed one.</summary>
    Hypothetical,

    /// <summary>At least one hit on someone else and no affirmed one.</summary>
    SomeoneElse,

    /// <summary>At least one hit of the time of the relationship and no affirmed one.</summary>
    Past,
}

internal sealed record DraftExample(ExampleKind Kind, string Text, int Line);

/// <summary>An indicator with all that finds it, as read from the book.</summary>
/// <param name="CanBeDenied">False when the words already hold the "not".</param>
/// <param name="By">Who does or feels it; a hit of somebody else does not count.</param>
internal sealed record DraftIndicator(
    Indicator Indicator,
    bool CanBeDenied,
    Doer By,
    ImmutableArray<Phrase> Phrases,
    ImmutableArray<Phrase> Except,
    ImmutableArray<Phrase> OnlyWith,
    FieldCondition? When,
    FieldCondition? Fields,
    HistoryCondition? History,
    ImmutableArray<DraftExample> Examples);

/// <summary>The words that turn a hit to one polarity.</summary>
/// <param name="Before">They stand before the hit.</param>
/// <param name="After">They stand after it: "threats: none".</param>
/// <param name="Except">Where one of these overlaps a cue, it turns nothing: "does not know who".</param>
/// <param name="Answer">They answer a form so: "in fear? N", "weapons: unknown".</param>
/// <param name="Ends">They end the reach of this cue.</param>
internal sealed record DraftCue(
    Polarity Polarity, ImmutableArray<Phrase> Before, ImmutableArray<Phrase> After, ImmutableArray<Phrase> Except,
    ImmutableArray<Phrase> Answer, ImmutableArray<Phrase> Ends);

/// <summary>Names and verbs by which the doer of an act is told.</summary>
internal sealed record DraftDoers(
    ImmutableArray<Phrase> Suspect, ImmutableArray<Phrase> Others, ImmutableArray<Phrase> Acts, ImmutableArray<Phrase> ActsOnSomeone);

/// <summary>A rule book as it was written, free of errors of form.</summary>
/// <param name="Ends">Words that end the reach of every cue.</param>
/// <param name="Carries">Words behind which a denial goes on over a new subject.</param>
/// <param name="Misspelt">Words that are known by their misspellings, too.</param>
/// <param name="Words">Its word lists by name.</param>
internal sealed record RuleBookDraft(
    string Title, ImmutableDictionary<string, ImmutableArray<ImmutableArray<Atom>>> Words, ImmutableArray<DraftCue> Cues, DraftDoers Doers, ImmutableArray<Phrase> Ends, ImmutableArray<Phrase> Carries,
    ImmutableArray<string> Misspelt, ImmutableArray<DraftIndicator> Indicators)
{
    /// <summary>The names of <see cref="Words"/> in the order of the book.</summary>
    public ImmutableArray<string> ListNames { get; init; } = [];
}
