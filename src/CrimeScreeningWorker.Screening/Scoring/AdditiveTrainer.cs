using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Fits an <see cref="AdditiveModel"/>: logistic regression whose weights keep the direction of their feature.</summary>
/// <remarks>
/// ML.NET's L-BFGS trainer on one thread, so that two trainings give the same weights. It can hold weights at zero or above, so a
/// feature that may only lower is given to it negated and one that may do either is given twice, once each way.
/// </remarks>
internal static class AdditiveTrainer
{
    /// <summary>Large, so that the pull towards zero hardly holds the base back.</summary>
    private const float Constant = 10;

    private sealed class Row
    {
        public bool Label { get; set; }
        public float[] Features { get; set; } = [];
        public float Weight { get; set; }
    }

    /// <param name="rows">One row of values a record, in the order of <paramref name="features"/>.</param>
    /// <param name="l2">Strength of the pull of every weight towards zero; larger is stronger.</param>
    public static AdditiveModel Train(
        IReadOnlyList<ScoringFeature> features, IReadOnlyList<float[]> rows, IReadOnlyList<bool> labels, IReadOnlyList<float>? weights, float l2)
    {
        var columns = new List<(int Feature, int Sign)>();
        for (var i = 0; i < features.Count; i++)
        {
            if (features[i].Direction != Direction.Lowers) columns.Add((i, 1));
            if (features[i].Direction != Direction.Raises) columns.Add((i, -1));
        }

        var ml = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, columns.Count + 2);
        var data = ml.Data.LoadFromEnumerable(
            rows.Select((row, r) => new Row
            {
                Label = labels[r],
                Features = [.. columns.Select(c => row[c.Feature] * c.Sign), Constant, -Constant],
                Weight = weights?[r] ?? 1,
            }).ToList(),
            schema);
        var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = 0,
            L2Regularization = l2,
            EnforceNonNegativity = true,
            NumberOfThreads = 1,
            OptimizationTolerance = 1e-8f,
            MaximumNumberOfIterations = 2000,
            ExampleWeightColumnName = nameof(Row.Weight),
        });
        var model = trainer.Fit(data).Model.SubModel;
        var learnt = model.Weights;
        // The trainer holds its own bias at zero or above too, so the base is learnt as a constant, given once each way.
        var constant = (learnt[columns.Count] - learnt[columns.Count + 1]) * Constant;
        var result = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        for (var c = 0; c < columns.Count; c++)
        {
            var name = features[columns[c].Feature].Name;
            result[name] = result.GetValueOrDefault(name) + (learnt[c] * columns[c].Sign);
        }

        return new AdditiveModel(model.Bias + constant, result.ToImmutable());
    }
}
