using Microsoft.ML;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>A model just trained, in memory: ML.NET's own form of it, and the compiled form that scores.</summary>
public sealed class TrainedTextModel
{
    internal TrainedTextModel(
        ITransformer transformer, DataViewSchema inputSchema, CompiledTextModel compiled, TextModelOptions options, TrainingSetSummary trainingSet)
    {
        (Transformer, InputSchema, Compiled, Options, TrainingSet) = (transformer, inputSchema, compiled, options, trainingSet);
    }

    /// <summary>ML.NET's model: takes a <c>Features</c> vector, gives <c>Score</c> (log odds) and <c>Probability</c>.</summary>
    public ITransformer Transformer { get; }

    public CompiledTextModel Compiled { get; }

    public TextModelOptions Options { get; }

    public TrainingSetSummary TrainingSet { get; }

    internal DataViewSchema InputSchema { get; }
}

/// <summary>What a model was trained on, without a word of it.</summary>
/// <param name="Sha256">Over narratives, groups, labels and weights in their order, lower-case hexadecimal.</param>
public sealed record TrainingSetSummary(int Narratives, int Stalking, string Sha256);
