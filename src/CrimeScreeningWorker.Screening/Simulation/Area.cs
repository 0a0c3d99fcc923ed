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
    /// <returns>Each with how many crimes that nobody came to it stands for: 1 for itself, more where chance drew it.</returns>
    public IReadOnlyList<(Arrival Crime, ChosenFor Why, double Weight)> Choose(Arrival[] tonight, Func<int, double> probability, bool everything)
    {
        var night = tonight[0].Night;
        foreach (var number in open.Values.Where(a => a.Night <= night - YearRequest.NightsOpen).Select(a => a.Number).ToList()) open.Remove(number);
        foreach (var arrival in tonight) open.Add(arrival.Number, arrival);
        arrived.AddRange(tonight);
        // Chance draws from what nobody came to while it was on the list, so that its sample speaks for that pile and no other.
        bool IsLeft(int number) => open[number].Night == night - (YearRequest.NightsOpen - 1);
        var shares = request.Chosen.PlacesOf(places, request.ReadsANight);
        // In the first nights nothing has waited so long yet.
        if (!open.Keys.Any(IsLeft)) shares = new Places(shares.Likely + shares.Random, 0, shares.Uncertain);
        var chosen = Batch.Choose(open.Keys, probability, everything ? new Places(open.Count, 0, 0) : shares, chance, night, IsLeft);
        places += request.ReadsANight;
        var byRank = chosen.Where(c => c.Why == ChosenFor.Likely).Select(c => c.Record).ToHashSet();
        var drawn = chosen.Count(c => c.Why == ChosenFor.Random);
        var left = open.Keys.Count(number => IsLeft(number) && !byRank.Contains(number));
        var crimes = chosen.Select(c => (Crime: open[c.Record], c.Why, Weight: c.Why == ChosenFor.Random ? (double)left / drawn : 1)).ToList();
        foreach (var (crime, why, _) in crimes)
        {
            open.Remove(crime.Number);
            read.Add(crime.Number);
            if (why == ChosenFor.Random) byChance++;
        }

        return crimes;
    }
}
