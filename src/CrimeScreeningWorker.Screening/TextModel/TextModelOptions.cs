namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>How a text model is trained. Kept in the manifest, so that a training can be repeated.</summary>
public sealed record TextModelOptions
{
    public TextFeatureOptions Features { get; init; } = new();

    /// <summary>Pull of every weight towards 0, against the sum of the losses; 0 or more. Default 0.2.</summary>
    public float L2 { get; init; } = 0.2f;

    /// <summary>The optimiser stops when a step improves the loss by a smaller share; above 0. Default 1e-6.</summary>
    public float Tolerance { get; init; } = 1e-6f;

    /// <summary>Steps after which the optimiser stops in any case. Default 200.</summary>
    public int MostIterations { get; init; } = 200;

    /// <summary>Seed of ML.NET's context. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
