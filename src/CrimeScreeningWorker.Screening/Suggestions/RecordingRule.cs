namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>A row of the decision table.</summary>
/// <param name="Id">Id of the rule, <c>R5</c>; several rows may apply one rule.</param>
/// <param name="All">Facts that must all hold.</param>
/// <param name="Unless">Facts none of which may hold.</param>
/// <param name="Adds">The row never decides; it adds its words to the one that did.</param>
public sealed record RecordingRule(
    string Id, CaseFact All, CaseFact Unless, SuggestionAction Action, string Strength, string Basis, bool Adds)
{
    public bool Holds(CaseFact facts) => (facts & All) == All && (facts & Unless) == CaseFact.None;
}
