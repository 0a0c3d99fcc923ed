using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>How much work a training of so many records is worth: of a few thousand every one must be used often, of a hundred thousand need not.</summary>
/// <param name="Path">With what each model of the path is trained.</param>
/// <param name="Folds">By people, on which thresholds are chosen and figures taken.</param>
/// <param name="CurveFolds">How many of them the learning curve is drawn on.</param>
public sealed record TrainingPlan(PathOptions Path, int Folds, int CurveFolds)
{
    /// <summary>Records up to which nothing is saved.</summary>
    public const int Small = 5_000;

    /// <summary>A feature must stand in one group of people in so many, and in two at least: what is rarer is a name.</summary>
    private const int GroupsAFeature = 10_000;

    /// <param name="records">That are learnt from.</param>
    /// <param name="options">What a small training has.</param>
    public static TrainingPlan For(int records, PathOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (records <= Small) return new TrainingPlan(options, Folds: 5, CurveFolds: 5);
        var least = Math.Max(2, records / GroupsAFeature);
        var features = options.Text.Features with
        {
            LeastGroupsForWords = Math.Max(least, options.Text.Features.LeastGroupsForWords),
            LeastGroupsForCharacters = Math.Max(least, options.Text.Features.LeastGroupsForCharacters),
        };
        return new TrainingPlan(
            options with { InnerFolds = 2, Text = options.Text with { Features = features, Tolerance = 1e-5f, MostIterations = 100 } }, Folds: 2, CurveFolds: 1);
    }
}
