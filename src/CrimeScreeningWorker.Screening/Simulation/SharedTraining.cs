using System.Collections.Concurrent;
using System.Globalization;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>Trains once for all that learn from the same answers: the years of a simulation have their first months in common.</summary>
internal sealed class SharedTraining(SimulatedTraining training)
{
    private readonly ConcurrentDictionary<string, Lazy<double[]?>> models = new(StringComparer.Ordinal);

    /// <inheritdoc cref="SimulatedTraining.Train"/>
    public double[]? Train(IReadOnlyCollection<LearntRecord> read, CancellationToken cancellationToken)
    {
        var ordered = read.OrderBy(r => r.Record).ToList();
        var key = string.Join(' ', ordered.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Record}{(r.Stalking ? '+' : '-')}{r.Weight:R}")));
        return models.GetOrAdd(key, _ => new Lazy<double[]?>(() => training.Train(ordered, cancellationToken))).Value;
    }
}
