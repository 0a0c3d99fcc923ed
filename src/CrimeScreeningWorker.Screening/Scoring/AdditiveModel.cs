using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>A sum of parts: log odds = base + weight × value over the features. Nothing in it cannot be shown.</summary>
/// <param name="Base">Log odds of a record of which nothing is known.</param>
/// <param name="Weights">By name of the feature; a feature that is not listed has its default weight.</param>
public sealed record AdditiveModel(double Base, ImmutableSortedDictionary<string, double> Weights)
{
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    public static double LogOdds(double probability) => Math.Log(probability / (1 - probability));
}
