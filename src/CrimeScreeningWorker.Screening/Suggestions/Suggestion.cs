using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>What crime data integrity is asked to consider. Nothing is changed by the worker.</summary>
public enum SuggestionAction
{
    Review,
    Reclassify,
    AddIncluded,
    AddFlag,
}

/// <summary>A suggestion for crime data integrity, with the recording rule it rests on.</summary>
/// <param name="Rule">Id of the recording rule, <c>R5</c>.</param>
/// <param name="Basis">The rule in words, with its id.</param>
/// <param name="Confidence"><c>strong</c>, <c>medium</c> or <c>weak</c>.</param>
/// <param name="Evidence">Quotations, strongest first.</param>
public sealed record Suggestion(
    CrimeKey Crime,
    SuggestionAction Action,
    string RecordedClass,
    string SuggestedClass,
    string SuggestedSection,
    string Rule,
    string Basis,
    string Confidence,
    ImmutableArray<CrimeKey> LinkedCrimes,
    ImmutableArray<TextSpan> Evidence);
