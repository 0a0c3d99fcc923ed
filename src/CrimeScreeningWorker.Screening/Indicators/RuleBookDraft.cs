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
}

internal sealed record DraftExample(ExampleKind Kind, string Text, int Line);

/// <summary>An indicator with all that finds it, as read from the book.</summary>
/// <param name="CanBeDenied">False when the words already hold the "not".</param>
internal sealed record DraftIndicator(
    Indicator Indicator,
    bool CanBeDenied,
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
internal sealed record DraftCue(
    Polarity Polarity, ImmutableArray<Phrase> Before, ImmutableArray<Phrase> After, ImmutableArray<Phrase> Except);

/// <summary>A rule book as it was written, free of errors of form.</summary>
internal sealed record RuleBookDraft(
    string Title, ImmutableArray<DraftCue> Cues, ImmutableArray<Phrase> Ends, ImmutableArray<DraftIndicator> Indicators);
