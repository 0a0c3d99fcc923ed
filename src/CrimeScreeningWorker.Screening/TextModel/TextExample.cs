namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>A labelled narrative.</summary>
/// <param name="Group">
/// Examples of the same people have the same group, any text that tells them from others; null for people who occur once. What stands in
/// one group alone, a name for instance, is not learnt.
/// </param>
/// <param name="Weight">How much it counts in training; above 0, 1 for an ordinary label.</param>
public sealed record TextExample(string Narrative, bool IsStalking, string? Group = null, float Weight = 1);
