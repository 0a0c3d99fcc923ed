using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>By what a crime came to be read.</summary>
public enum LabelSample
{
    /// <summary>Its place in the list.</summary>
    Ranked,

    /// <summary>The audit sample: drawn by chance from below the threshold, with a known chance.</summary>
    Random,

    /// <summary>The machine was least sure of it.</summary>
    Uncertain,

    /// <summary>A back-scan brought it into the store.</summary>
    BackScan,

    /// <summary>It is not known: somebody's spreadsheet.</summary>
    Imported,
}

/// <summary>By which way a label came in.</summary>
public enum LabelSource
{
    Review,
    Cdi,
    Import,

    /// <summary>By a third person who knew that two others disagree.</summary>
    Adjudication,
}

/// <summary>What a person said of a crime: is it stalking? Never changed; what came later refers back to it.</summary>
/// <param name="Id">Of the store; 0 before it is there.</param>
/// <param name="Stalking">Null: the label in <see cref="Corrects"/> is taken back, and nothing said in its place.</param>
public sealed record Label(long Id, CrimeKey Crime, StalkingAnswer? Stalking, string By, string Role, DateTimeOffset At)
{
    /// <summary>The machine's opinion was hidden from the person.</summary>
    public bool Blind { get; init; }

    public LabelSample Sample { get; init; } = LabelSample.Imported;

    /// <summary>1 / the chance of having been chosen to be read, at least 1; null: unknown, as of what was read for its rank.</summary>
    public double? SelectionWeight { get; init; }

    /// <summary>Version of the question that was answered.</summary>
    public required string Rubric { get; init; }

    /// <summary>A code of <see cref="DecisionReasons"/> where it comes from the console, else in the person's words: never for a log.</summary>
    public string? Reason { get; init; }

    public LabelSource Source { get; init; } = LabelSource.Import;

    /// <summary>The label that this one replaces or takes back.</summary>
    public long? Corrects { get; init; }

    /// <summary>What the machine said at that moment.</summary>
    public Priority? Priority { get; init; }

    /// <summary>What the machine said at that moment, in [0, 1].</summary>
    public double? Probability { get; init; }

    /// <summary>Version of the record that was read; null: unknown.</summary>
    public DateTimeOffset? RecordUpdatedAt { get; init; }

    internal bool IsDefinite => Stalking is StalkingAnswer.Yes or StalkingAnswer.No;

    /// <summary>People are told apart by their names, whatever the capitals.</summary>
    internal static StringComparer People => StringComparer.OrdinalIgnoreCase;
}

/// <summary>What counts of a crime's labels.</summary>
/// <param name="Sample">By what the crime was read first.</param>
/// <param name="Weight">Of that first reading: see <see cref="Label.SelectionWeight"/>.</param>
/// <param name="At">Of the newest of the labels that count.</param>
/// <param name="By">Whose it is.</param>
/// <param name="Opinions">People whose yes or no stands.</param>
public sealed record SettledLabel(CrimeKey Crime, bool Stalking, LabelSample Sample, double? Weight, DateTimeOffset At, string By, int Opinions, bool Adjudicated);

/// <summary>People who disagree about a crime, and nobody has settled it.</summary>
/// <param name="Opinions">The standing yes or no of each, oldest first.</param>
public sealed record LabelConflict(CrimeKey Crime, ImmutableArray<Label> Opinions);

/// <summary>Every crime that somebody has said something of, in one of four places.</summary>
/// <param name="Settled">By crime.</param>
/// <param name="Conflicts">By crime; left out of <paramref name="Settled"/>.</param>
/// <param name="Unsure">Crimes of which nobody says more than that it is unsure; left out.</param>
/// <param name="TakenBack">Crimes all of whose labels were taken back; left out.</param>
/// <param name="Labels">Rows that were read.</param>
public sealed record SettledLabels(IReadOnlyList<SettledLabel> Settled, IReadOnlyList<LabelConflict> Conflicts, int Unsure, int TakenBack, long Labels);
