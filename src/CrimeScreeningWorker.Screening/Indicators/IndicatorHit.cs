using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>How the text speaks of what an indicator found.</summary>
public enum Polarity
{
    /// <summary>Said to have happened.</summary>
    Affirmed,

    /// <summary>Said not to have happened: "denies following".</summary>
    Denied,

    /// <summary>Feared, conditional, asked or planned: "worried he will follow".</summary>
    Hypothetical,

    /// <summary>Not done by the suspect to the victim: "officers followed", "the victim followed the suspect".</summary>
    SomeoneElse,

    /// <summary>Done while the two were a couple, and not said to go on: "when they were together he waited outside her work".</summary>
    Past,
}

/// <summary>One place of a narrative where an indicator of the rule book was found.</summary>
/// <param name="Code">Code of the indicator, <c>LOITER</c>.</param>
/// <param name="Span">Exact characters of the narrative; null when a field, not the text, gave the hit.</param>
/// <param name="Cue">The words that turned the polarity, when it is not <see cref="Polarity.Affirmed"/>.</param>
/// <param name="Sentence">0-based sentence of the narrative the hit begins in.</param>
public sealed record IndicatorHit(string Code, TextSpan? Span, Polarity Polarity, TextSpan? Cue, int Sentence);
