namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Parts of the worker that an evaluation can take away, to see what each brings. What needs two parts is gone with either.</summary>
[Flags]
public enum ScoringPart
{
    None = 0,

    /// <summary>The text model, of this record and of those that it is joined to.</summary>
    TextModel = 1,

    /// <summary>The indicators of the rule book and all that is counted from them.</summary>
    Indicators = 2,

    /// <summary>Who did it and whether it is said to have happened: without it every hit counts.</summary>
    Attribution = 4,

    /// <summary>The other records of the same people.</summary>
    History = 8,

    /// <summary>What a force puts into fields: relationship, class, orders, flags, grade.</summary>
    Fields = 16,

    /// <summary>How many different behaviours are said, and how many are denied.</summary>
    Breadth = 32,

    /// <summary>Acts counted over all records of a pair.</summary>
    Acts = 64,

    /// <summary>The weights written in the rule book, as records of their own in training.</summary>
    Prior = 128,

    /// <summary>The stretch that makes the probabilities true.</summary>
    Calibration = 256,
}

/// <summary>Which parts a feature is made of, told by its name, so that a new feature needs no entry in a second list.</summary>
internal static class ScoringParts
{
    /// <param name="feature">Name of a <see cref="ScoringFeature"/>; one that is not known here comes from the indicators.</param>
    public static ScoringPart Of(string feature) => feature switch
    {
        "TEXT" => ScoringPart.TextModel,
        "HISTORY_TEXT" => ScoringPart.History | ScoringPart.TextModel,
        "HISTORY_RULES" or "HISTORY_BREADTH" => ScoringPart.History | ScoringPart.Indicators,
        "BREADTH" or "DENIED" => ScoringPart.Breadth | ScoringPart.Indicators,
        "LENGTH" => ScoringPart.None,
        _ when feature.StartsWith("HISTORY", StringComparison.Ordinal) => ScoringPart.History,
        "EARLIER_AND_ORDER" => ScoringPart.History | ScoringPart.Fields,
        "EARLIER_VIOLENT" => ScoringPart.History,
        _ when feature.StartsWith("EARLIER_", StringComparison.Ordinal) => ScoringPart.History | ScoringPart.Indicators,
        _ when feature.StartsWith("FIELD_", StringComparison.Ordinal) => ScoringPart.Fields,
        "ACTS" => ScoringPart.Acts | ScoringPart.Indicators,
        _ when feature.StartsWith("ACTS_", StringComparison.Ordinal) => ScoringPart.Acts | ScoringPart.Indicators,
        _ => ScoringPart.Indicators,
    };
}
