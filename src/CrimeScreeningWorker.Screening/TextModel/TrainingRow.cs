using Microsoft.ML;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>A row as ML.NET wants it: mutable, its vector's size told by a schema.</summary>
internal sealed class TrainingRow
{
    public bool Label { get; set; }

    public float Weight { get; set; } = 1;

    public VBuffer<float> Features { get; set; }

    public static IDataView View(MLContext context, IEnumerable<TrainingRow> rows, int featureCount)
    {
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        return context.Data.LoadFromEnumerable(rows, schema);
    }
}
