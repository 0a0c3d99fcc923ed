using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>A crime that arrives in a night: a record of the corpus with people, identifiers and dates of its own.</summary>
/// <param name="Number">Of the year, from 0.</param>
/// <param name="Record">The record of the corpus that it repeats.</param>
/// <param name="Measured">It arrives in the area whose answers nobody learns from.</param>
internal readonly record struct Arrival(int Number, int Record, int Night, bool Measured);

/// <summary>Makes the nights of a year from the corpus, with drift put in on purpose.</summary>
/// <remarks>
/// A copy differs from its record in people, identifiers and dates, none of which a model may learn, so the record is drawn and scored and its
/// copy is not written out. A case that is drawn again is another case of the same kind, not the same people again.
/// </remarks>
internal sealed class NightGenerator(PreparedCorpus corpus, YearWorlds worlds, YearRequest request)
{
    private const ulong WhichRecord = 2;

    // What the drift makes of a record's chance to arrive.
    private const double NewForceShare = 3, NewMethodShare = 10, OnlineClassShare = 3;

    // A new method of stalking rises: the victim is tracked or watched by a device.
    private static readonly string[] NewMethod = ["TRACKER", "STALKERWARE", "MONITOR"];

    private readonly SeededChance chance = new(request.Seed);

    /// <summary>Night by night, in each first what the taught area records and then the measured one.</summary>
    public IReadOnlyList<IReadOnlyList<Arrival>> Nights()
    {
        int[] taught = [.. worlds.Records(World.Learnt), .. worlds.Records(World.Gate)];
        int[] measured = [.. worlds.Records(World.Measured)];
        var (quiet, drifted) = ((Sums(taught, false), Sums(measured, false)), (Sums(taught, true), Sums(measured, true)));
        var (number, nights) = (0, new List<IReadOnlyList<Arrival>>());
        for (var night = 0; night < request.Weeks * 7; night++)
        {
            var (ofTaught, ofMeasured) = night < request.DriftWeek * 7 ? quiet : drifted;
            var arrivals = new List<Arrival>();
            for (var i = 0; i < request.CrimesANight; i++) arrivals.Add(new Arrival(number, taught[Drawn(ofTaught, number++)], night, Measured: false));
            for (var i = 0; i < request.CrimesANight; i++) arrivals.Add(new Arrival(number, measured[Drawn(ofMeasured, number++)], night, Measured: true));
            nights.Add(arrivals);
        }

        return nights;
    }

    /// <summary>Whether a record tells of the method that rises with the drift.</summary>
    public bool IsNewMethod(int record) => corpus.Readings[record].Hits.Any(hit => hit.Polarity == Polarity.Affirmed && NewMethod.Contains(hit.Code, StringComparer.Ordinal));

    private double[] Sums(int[] records, bool drifted)
    {
        var sum = 0.0;
        return [.. records.Select(i => sum += Share(i, drifted))];
    }

    private double Share(int record, bool drifted)
    {
        var isNew = corpus.Records[record].File == YearWorlds.NewForce;
        if (!drifted) return isNew ? 0 : 1;
        return (isNew ? NewForceShare : 1) * (IsNewMethod(record) ? NewMethodShare : 1) * (corpus.Records[record].Crime.HomeOfficeClass == "8R" ? OnlineClassShare : 1);
    }

    private int Drawn(double[] sums, int number)
    {
        var at = sums[^1] * chance.Below(int.MaxValue, number, WhichRecord) / int.MaxValue;
        var found = Array.BinarySearch(sums, at);
        // A sum that is met belongs to the record after it; those that cannot arrive share a sum with the one before.
        var place = found >= 0 ? found + 1 : ~found;
        while (place + 1 < sums.Length && sums[place] <= at) place++;
        return Math.Min(place, sums.Length - 1);
    }
}
