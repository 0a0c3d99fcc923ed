namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>What is asked of a crime; each has an additive model of its own over the same features.</summary>
public enum Answer
{
    /// <summary>Is it stalking?</summary>
    Stalking,

    /// <summary>Does it have an online element?</summary>
    Online,

    /// <summary>Does it, or what came before it, show a high risk?</summary>
    HighRisk,

    /// <summary>If it is stalking, section 4A rather than 2A?</summary>
    Section4A,
}

/// <summary>A feature as one of the models takes it.</summary>
/// <param name="Index">Its number among <see cref="ScoringFeatures.All"/>.</param>
/// <param name="Feature">With the direction it has for this answer.</param>
/// <param name="Freedom">
/// How far training may move its weight, 1 for a feature of its own: at 0.5 a weight of the same size costs four times as much. Many
/// single indicators beside one count of them are held short, so that a few records do not make one of them decide.
/// </param>
public sealed record ModelInput(int Index, ScoringFeature Feature, float Freedom);
