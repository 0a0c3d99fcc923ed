using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>A labelled crime of people whom neither model has seen, with what both say of it.</summary>
/// <param name="Group">People who stand together: they are drawn together, and count once where single people count.</param>
/// <param name="Weight">How many crimes it stands for: 1 / the chance of having been read. More than 0, finite.</param>
/// <param name="Champion">Probability in [0, 1] by the live model.</param>
/// <param name="Challenger">Probability in [0, 1] by the model that would take its place.</param>
/// <param name="Traits">Such as "domestic" = "yes"; a trait that is not known is left out. For comparison only: no model is given them.</param>
/// <param name="Reviewer">Who labelled it.</param>
public sealed record JudgedCase(
    string Group, bool Stalking, double Weight, double Champion, double Challenger, ImmutableSortedDictionary<string, string> Traits,
    string Reviewer, DateTimeOffset LabelledAt);
