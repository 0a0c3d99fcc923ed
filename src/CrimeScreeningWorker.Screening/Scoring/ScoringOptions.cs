using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>How scores become priorities and what is shown of them.</summary>
public sealed class ScoringOptions
{
    public const string Section = "Scoring";

    /// <summary>Below this many words, with no indicator, the worker says that it cannot tell. Default 12 words.</summary>
    [Range(1, 1000)] public int FewestWords { get; init; } = 12;

    /// <summary>Most quotations given for a crime. Default 4.</summary>
    [Range(1, 50)] public int MostEvidence { get; init; } = 4;

    /// <summary>Most questions given for a crime. Default 4.</summary>
    [Range(0, 20)] public int MostQuestions { get; init; } = 4;

    /// <summary>Hour of the local day, Europe/London, by which a day's reading is due. Default 17.</summary>
    [Range(1, 23)] public int DueHour { get; init; } = 17;
}
