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

/// <summary>How many places of a batch there are for each reason.</summary>
internal readonly record struct Places(int Likely, int Random, int Uncertain);

/// <summary>Chooses the next records to read as the nightly list does: the most likely ones, of the rest a sample by chance, of the rest the least sure.</summary>
internal static class Batch
{
    /// <param name="unread">Any order, without repeats.</param>
    /// <param name="probability">What the model says of a record.</param>
    /// <param name="number">Number of the batch, so that each draws anew.</param>
    /// <param name="drawable">Which may be drawn by chance; null for all.</param>
    /// <returns>Each once, in the order in which they are read.</returns>
    public static IReadOnlyList<(int Record, ChosenFor Why)> Choose(
        IReadOnlyCollection<int> unread, Func<int, double> probability, Places places, SeededChance chance, long number, Func<int, bool>? drawable = null)
    {
        var ordered = unread.OrderByDescending(probability).ThenBy(record => record).ToList();
        var chosen = ordered.Take(places.Likely).Select(record => (record, ChosenFor.Likely)).ToList();
        var rest = ordered.Skip(places.Likely).ToList();
        var drawn = rest.Where(record => drawable is null || drawable(record))
            .OrderBy(record => chance.Below(int.MaxValue, number, (ulong)record)).ThenBy(record => record).Take(places.Random).ToHashSet();
        chosen.AddRange(rest.Where(drawn.Contains).Select(record => (record, ChosenFor.Random)));
        chosen.AddRange(rest.Where(record => !drawn.Contains(record)).OrderBy(record => UncertainSample.Distance(probability(record))).ThenBy(record => record)
            .Take(places.Uncertain).Select(record => (record, ChosenFor.Uncertain)));
        return chosen;
    }
}
