using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>The list of one area: what waits to be read, and what was.</summary>
internal sealed class Area(YearRequest request)
{
    private readonly SeededChance chance = new(request.Seed);
    private readonly Dictionary<int, Arrival> open = [];
    private readonly List<Arrival> arrived = [];
    private readonly HashSet<int> read = [];
    private int places, byChance;

    /// <summary>Every crime that arrived, and whether it was read.</summary>
    public IEnumerable<(Arrival Arrival, bool WasRead)> All => arrived.Select(a => (a, read.Contains(a.Number)));

    /// <summary>How many of those that nobody chose to read one that chance drew stands for; 1 while it drew none.</summary>
    public float CrimesByOneOfChance => byChance == 0 ? 1 : (float)(arrived.Count - read.Count + byChance) / byChance;

    public int RecordOf(int number) => open[number].Record;

    /// <summary>What is read this night of all that waits, in the order in which it is read.</summary>
    /// <param name="probability">Of a crime by its number.</param>
    /// <param name="everything">Whether the whole list is cleared, read or not.</param>
    public IReadOnlyList<(Arrival Crime, ChosenFor Why)> Choose(Arrival[] tonight, Func<int, double> probability, bool everything)
    {
        var night = tonight[0].Night;
        foreach (var number in open.Values.Where(a => a.Night <= night - YearRequest.NightsOpen).Select(a => a.Number).ToList()) open.Remove(number);
        foreach (var arrival in tonight) open.Add(arrival.Number, arrival);
        arrived.AddRange(tonight);
        // As in the nightly run, chance draws from what the night brought.
        var chosen = Batch.Choose(
            open.Keys, probability, everything ? new Places(open.Count, 0, 0) : request.Chosen.PlacesOf(places, request.ReadsANight), chance, night,
            number => open[number].Night == night);
        places += request.ReadsANight;
        var crimes = chosen.Select(c => (Crime: open[c.Record], c.Why)).ToList();
        foreach (var (crime, why) in crimes)
        {
            open.Remove(crime.Number);
            read.Add(crime.Number);
            if (why == ChosenFor.Random) byChance++;
        }

        return crimes;
    }
}
