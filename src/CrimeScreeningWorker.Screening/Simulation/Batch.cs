using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>Why a record was chosen to be read.</summary>
internal enum ChosenFor
{
    Likely,
    Random,
    Uncertain,
}

/// <summary>Chooses the next records to read as the nightly list does: the most likely ones, of the rest a sample by chance, of the rest the least sure.</summary>
internal static class Batch
{
    /// <param name="unread">Any order, without repeats.</param>
    /// <param name="probability">What the model says of a record.</param>
    /// <param name="number">Number of the batch, so that each draws anew.</param>
    /// <returns>Each once, in the order in which they are read.</returns>
    public static IReadOnlyList<(int Record, ChosenFor Why)> Choose(
        IReadOnlyCollection<int> unread, Func<int, double> probability, ChoiceStrategy strategy, int size, SeededChance chance, long number)
    {
        var (likely, random, uncertain) = strategy.Places(Math.Min(size, unread.Count));
        var ordered = unread.OrderByDescending(probability).ThenBy(record => record).ToList();
        var chosen = ordered.Take(likely).Select(record => (record, ChosenFor.Likely)).ToList();
        var rest = ordered.Skip(likely).OrderBy(record => chance.Below(int.MaxValue, number, (ulong)record)).ThenBy(record => record).ToList();
        chosen.AddRange(rest.Take(random).Select(record => (record, ChosenFor.Random)));
        chosen.AddRange(rest.Skip(random).OrderBy(record => UncertainSample.Distance(probability(record))).ThenBy(record => record)
            .Take(uncertain).Select(record => (record, ChosenFor.Uncertain)));
        return chosen;
    }
}
