using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>Answers as people do: mostly right, sometimes not, and in a bad week "not stalking" to everything, unread.</summary>
/// <param name="errors">Share of the answers that are wrong, in [0, 0.5).</param>
/// <param name="poisonedWeek">The week, from 0, in which the taught area's reviewer marks everything "not stalking"; null: none.</param>
internal sealed class SimulatedReviewer(SeededChance chance, double errors, int? poisonedWeek)
{
    private const ulong Errs = 3;
    private const int Fine = 1_000_000;

    /// <summary>Whether a week's answers in an area are worth nothing.</summary>
    public bool IsPoisoned(int week, bool measured) => !measured && week == poisonedWeek;

    /// <summary>Whether this crime is said to be stalking; the same crime is answered alike whoever asks.</summary>
    public bool Answer(Arrival arrival, bool isStalking, int week) =>
        !IsPoisoned(week, arrival.Measured) && isStalking != chance.Below(Fine, arrival.Number, Errs) < errors * Fine;
}
