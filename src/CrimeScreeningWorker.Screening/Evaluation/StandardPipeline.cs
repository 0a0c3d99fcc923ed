using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>
/// What ML.NET gives without a thought: <c>FeaturizeText</c> on the narrative and <c>SdcaLogisticRegression</c>, both as they come. The
/// one setting is a single thread, without which no two trainings are alike.
/// </summary>
internal static class StandardPipeline
{
    private sealed class Row
    {
        public string Narrative { get; set; } = string.Empty;
        public bool Label { get; set; }
    }

    /// <returns>Probability of stalking of each judged record, in the order of <paramref name="test"/>.</returns>
    public static IReadOnlyList<double> Score(IReadOnlyList<TextExample> train, IReadOnlyList<string> test)
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.Text.FeaturizeText("Features", nameof(Row.Narrative))
            .AppendCacheCheckpoint(ml)
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }));
        var model = pipeline.Fit(ml.Data.LoadFromEnumerable(train.Select(e => new Row { Narrative = e.Narrative, Label = e.IsStalking }).ToList()));
        var scored = model.Transform(ml.Data.LoadFromEnumerable(test.Select(narrative => new Row { Narrative = narrative }).ToList()));
        return [.. scored.GetColumn<float>("Probability").Select(p => (double)p)];
    }
}
