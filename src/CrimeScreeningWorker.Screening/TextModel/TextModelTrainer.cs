using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Trains text models with ML.NET's logistic regression (L-BFGS), on one thread, so that the same examples always give the same model.</summary>
public static class TextModelTrainer
{
    /// <summary>Trains on all examples, in their order.</summary>
    /// <exception cref="ArgumentException">Examples of one label only, a weight that is not above 0, or an option out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the optimiser started; once it runs it is not interrupted.</exception>
    public static TrainedTextModel Train(IReadOnlyList<TextExample> examples, TextModelOptions options, CancellationToken cancellationToken)
    {
        Check(examples, options);
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] group = [.. examples.Select((example, i) => groups.TryAdd(example.Group ?? $"\0{i}", groups.Count) ? groups.Count - 1 : groups[example.Group!])];
        var features = TrainingFeatures.Read([.. examples.Select(example => example.Narrative)], group, options.Features, cancellationToken);
        return Train(examples, [.. Enumerable.Range(0, examples.Count)], features, options, cancellationToken);
    }

    /// <summary>The same on narratives whose features were read before, with others or without.</summary>
    /// <param name="numbers">Number of each example among those that were read.</param>
    internal static TrainedTextModel Train(
        IReadOnlyList<TextExample> examples, IReadOnlyList<int> numbers, TrainingFeatures features, TextModelOptions options, CancellationToken cancellationToken)
    {
        Check(examples, options);
        cancellationToken.ThrowIfCancellationRequested();
        var (vocabulary, fold) = features.Learn(numbers);
        var context = new MLContext(options.Seed);
        var rows = fold.Rows([.. examples.Select((example, i) => (numbers[i], example.IsStalking, example.Weight))]);
        var data = TrainingRow.View(context, rows, vocabulary.Count);
        var trainer = context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Label),
            FeatureColumnName = nameof(TrainingRow.Features),
            ExampleWeightColumnName = nameof(TrainingRow.Weight),
            L1Regularization = 0,
            L2Regularization = options.L2,
            OptimizationTolerance = options.Tolerance,
            MaximumNumberOfIterations = options.MostIterations,
            NumberOfThreads = 1,
        });
        var transformer = trainer.Fit(data);
        var compiled = Compile(transformer.Model, vocabulary, options.Features);
        return new TrainedTextModel(transformer, data.Schema, compiled, options, Summarise(examples));
    }

    private static void Check(IReadOnlyList<TextExample> examples, TextModelOptions options)
    {
        if (options.Features.FindFault() is { } fault) throw new ArgumentException(fault, nameof(options));
        if (!(options.L2 >= 0) || !(options.Tolerance > 0) || options.MostIterations < 1)
            throw new ArgumentException("L2 must be 0 or more, Tolerance above 0 and MostIterations 1 or more.", nameof(options));
        var stalking = examples.Count(example => example.IsStalking);
        if (stalking == 0 || stalking == examples.Count)
            throw new ArgumentException($"{stalking} of {examples.Count} examples are labelled stalking; both labels are needed.", nameof(examples));
        if (examples.Any(example => !(example.Weight > 0) || !float.IsFinite(example.Weight)))
            throw new ArgumentException("Every example needs a weight above 0.", nameof(examples));
    }

    // The trainer's calibrator is the logistic function itself (slope -1, offset 0), so that the score is the log odds.
    private static CompiledTextModel Compile(
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> model, Vocabulary vocabulary, TextFeatureOptions features)
    {
        if (model.Calibrator is not { Slope: -1, Offset: 0 })
            throw new InvalidOperationException($"ML.NET calibrated with slope {model.Calibrator.Slope}, expected -1.");
        return new CompiledTextModel(vocabulary, [.. model.SubModel.Weights], model.SubModel.Bias, features);
    }

    private static TrainingSetSummary Summarise(IReadOnlyList<TextExample> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[13];
        foreach (var example in examples)
        {
            // Lengths before texts, so that no two sets run together to the same bytes.
            var text = Encoding.UTF8.GetBytes(example.Narrative);
            byte[] group = example.Group is null ? [] : Encoding.UTF8.GetBytes(example.Group);
            BinaryPrimitives.WriteInt32LittleEndian(head, text.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], example.Group is null ? -1 : group.Length);
            BinaryPrimitives.WriteSingleLittleEndian(head[8..], example.Weight);
            head[12] = example.IsStalking ? (byte)1 : (byte)0;
            hash.AppendData(head);
            hash.AppendData(text);
            hash.AppendData(group);
        }

        return new TrainingSetSummary(
            examples.Count, examples.Count(example => example.IsStalking), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
