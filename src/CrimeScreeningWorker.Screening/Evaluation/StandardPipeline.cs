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

    private sealed class Answer
    {
        public float Probability { get; set; }
    }

    /// <returns>Probability of stalking of each judged record, in the order of <paramref name="test"/>.</returns>
    public static IReadOnlyList<double> Score(IReadOnlyList<TextExample> train, IReadOnlyList<string> test) =>
        [.. Score(Train(train), test).Select(p => (double)p)];

    public static ITransformer Train(IReadOnlyList<TextExample> train)
    {
        var ml = new MLContext(seed: 1);
        var pipeline = ml.Transforms.Text.FeaturizeText("Features", nameof(Row.Narrative))
            .AppendCacheCheckpoint(ml)
            .Append(ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }));
        return pipeline.Fit(ml.Data.LoadFromEnumerable(train.Select(e => new Row { Narrative = e.Narrative, Label = e.IsStalking }).ToList()));
    }

    /// <returns>Probability of stalking, in the order of <paramref name="narratives"/>; read as it is asked for.</returns>
    public static IEnumerable<float> Score(ITransformer model, IReadOnlyList<string> narratives) =>
        model.Transform(new MLContext(seed: 1).Data.LoadFromEnumerable(narratives.Select(narrative => new Row { Narrative = narrative }).ToList()))
            .GetColumn<float>(nameof(Answer.Probability));

    /// <returns>What gives the probability of stalking of one narrative at a time; for one thread.</returns>
    public static Func<string, float> Single(ITransformer model)
    {
        var engine = new MLContext(seed: 1).Model.CreatePredictionEngine<Row, Answer>(model);
        return narrative => engine.Predict(new Row { Narrative = narrative }).Probability;
    }
}
