using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A sum of parts: log odds = base + weight × value over the features. Nothing in it cannot be shown.</summary>
/// <param name="Base">Log odds of a record of which nothing is known.</param>
/// <param name="Weights">By name of the feature; a feature that is not listed has its default weight.</param>
/// <param name="Margin">How near to 0 and to 1 a probability may come: a hundred records cannot show that something happens once in a thousand.</param>
public sealed record AdditiveModel(double Base, ImmutableSortedDictionary<string, double> Weights, double Margin = 0)
{
    /// <summary>The probability that the model gives for a sum of its parts; keeps the order of the sums.</summary>
    public double ProbabilityAt(double logOdds) => Margin + ((1 - (2 * Margin)) * Probability(logOdds));

    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));
}
