using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What is asked of a simulation of choices.</summary>
/// <param name="Seeds">How often it is done, each time with other people held out and other chance; 1 or more.</param>
/// <param name="Force">
/// The force that begins, with a model that the other forces' records taught; null for a start with the rule book alone, over the records of
/// all forces.
/// </param>
/// <param name="BatchShare">Share of the records that is read before the model is trained anew, in (0, 0.25].</param>
/// <param name="HeaviestWeight">
/// The most that a record drawn by chance may count for in training, from 1 on. It stands for all that nobody chose to read, so an unbiased
/// estimate would give it the weight of all of them; a model that hangs on a few heavy answers ranks worse. 1: every answer counts the same.
/// </param>
public sealed record ChoiceRequest(IReadOnlyList<ChoiceStrategy> Strategies, int Seeds = 5, string? Force = null, double BatchShare = 0.05, float HeaviestWeight = 1)
{
    /// <summary>Share of the records that is read when the model is judged on the people held out; no model is trained after it.</summary>
    public const double ModelAt = 0.4;
}

/// <summary>Recall when a share of the records has been read.</summary>
public sealed record RecallPoint(double Read, Figure Recall);

/// <summary>What one way of choosing costs and brings; spread is over the seeds.</summary>
/// <param name="Recall">Share of the stalking that was read, by the share of the records that was.</param>
/// <param name="WorkSavedAt95">Work saved over sampling at 95 % recall, in the order in which the records were read.</param>
/// <param name="ReadAt95">Share of the records that is read when 95 % of the stalking has been.</param>
/// <param name="PrAuc">Of the model learnt from the first <see cref="ChoiceRequest.ModelAt"/>, on people held out.</param>
/// <param name="MeanProbability">Of those people, by that model; an honest one is near <paramref name="StalkingShare"/>.</param>
/// <param name="RandomAnswers">How many of those were drawn by chance: only they estimate what is missed.</param>
public sealed record ChoiceFigures(
    ChoiceStrategy Strategy, ImmutableArray<RecallPoint> Recall, Figure WorkSavedAt95, Figure ReadAt95, Figure PrAuc, Figure Brier, Figure CalibrationError,
    Figure MeanProbability, Figure StalkingShare, Figure RandomAnswers);

/// <summary>The strategies side by side.</summary>
/// <param name="Records">Records among which is chosen, mean over the seeds.</param>
/// <param name="Stalking">How many of them are.</param>
/// <param name="HeldOut">Records of other people, on whom the models are judged.</param>
public sealed record ChoiceReport(string Start, int Seeds, double Records, double Stalking, double HeldOut, ImmutableArray<ChoiceFigures> Strategies);
