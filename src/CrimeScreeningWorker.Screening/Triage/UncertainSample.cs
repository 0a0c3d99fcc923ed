namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Draws the crimes that a model is least sure of: a label of one of them tells the next model most.</summary>
/// <remarks>Uncertainty sampling (Lewis and Gale, A sequential algorithm for training text classifiers, 1994): the nearest to even odds first.</remarks>
public static class UncertainSample
{
    /// <param name="crimes">Any order; each with its probability, in [0, 1].</param>
    /// <param name="size">Crimes wanted; fewer come back when there are fewer.</param>
    /// <returns>Least sure first; equally sure ones by key.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public static IReadOnlyList<CrimeKey> Draw(IEnumerable<(CrimeKey Key, double Probability)> crimes, int size)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? [] : [.. crimes.OrderBy(crime => Distance(crime.Probability)).ThenBy(crime => crime.Key).Take(size).Select(crime => crime.Key)];
    }

    /// <summary>How far a probability is from even odds: 0 where nothing is known, 0.5 where all is.</summary>
    internal static double Distance(double probability) => Math.Abs(probability - 0.5);
}
