using System.Globalization;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>How the next records to read are chosen: a share of every batch is kept for each other reason, and the most likely ones have the rest.</summary>
/// <param name="Uncertain">Share of the places for those that the model is least sure of, in [0, 1].</param>
/// <param name="Random">Share of the places drawn by chance, in [0, 1]; both together at most 1.</param>
public sealed record ChoiceStrategy(string Name, double Uncertain, double Random)
{
    public static ChoiceStrategy Likely { get; } = new("most likely first", 0, 0);

    public static ChoiceStrategy RandomOnly { get; } = new("random only", 0, 1);

    /// <summary>A mixture, named by its shares.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A share is outside [0, 1], or both together are above 1.</exception>
    public static ChoiceStrategy Mixture(double uncertain, double random)
    {
        if (uncertain is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(uncertain), uncertain, "A share is between 0 and 1.");
        if (random is not (>= 0 and <= 1) || uncertain + random > 1 + 1e-9)
            throw new ArgumentOutOfRangeException(nameof(random), random, "A share is between 0 and 1, and both together are at most 1.");
        var parts = new List<string>();
        if (uncertain > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{uncertain * 100:0.#} % uncertain"));
        if (random > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{random * 100:0.#} % random"));
        return new ChoiceStrategy(parts.Count == 0 ? Likely.Name : string.Join(", ", parts), uncertain, random);
    }

    /// <summary>As the nightly run chooses with these settings: the sample by chance is a number a run, taken here as a share of the capacity.</summary>
    public static ChoiceStrategy Of(ReviewOptions options)
    {
        var random = Math.Min(1, (double)options.AuditSample / options.Capacity);
        return Mixture(Math.Min(options.UncertainShare, 1 - random), random);
    }

    /// <summary>What a force may want to see side by side.</summary>
    public static IReadOnlyList<ChoiceStrategy> Usual { get; } =
    [
        Likely, Mixture(0.1, 0), Mixture(0.25, 0), Mixture(0, 0.15), Mixture(0.1, 0.15), Mixture(0.5, 0), RandomOnly,
    ];

    /// <summary>How many of a batch are chosen for each reason; those drawn by chance are rounded first, so that no estimate is starved.</summary>
    internal Places PlacesOf(int batch)
    {
        var random = Math.Min(batch, (int)Math.Round(Random * batch, MidpointRounding.AwayFromZero));
        var uncertain = Math.Min(batch - random, (int)Math.Round(Uncertain * batch, MidpointRounding.AwayFromZero));
        return new Places(batch - random - uncertain, random, uncertain);
    }

    /// <summary>The same for places that are counted through, so many a night, where a night has too few for every reason.</summary>
    /// <param name="before">Places of all nights before.</param>
    internal Places PlacesOf(int before, int night)
    {
        var (then, now) = (PlacesOf(before), PlacesOf(before + night));
        var random = Math.Clamp(now.Random - then.Random, 0, night);
        var uncertain = Math.Clamp(now.Uncertain - then.Uncertain, 0, night - random);
        return new Places(night - random - uncertain, random, uncertain);
    }
}
