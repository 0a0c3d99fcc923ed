using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>What is found about a flag. Stored by name.</summary>
public enum FlagState
{
    /// <summary>The evidence shows it and the force has not set it.</summary>
    Missing,

    /// <summary>Set, and the text says the contrary.</summary>
    Contradicted,

    /// <summary>Set, and nothing in the text says so: which is not the contrary.</summary>
    Unsupported,
}

/// <summary>A flag of the record that the evidence does not bear out, for the flag audit.</summary>
/// <param name="Flag">Code of the extract, <c>CYBER</c>; <c>ORDER</c> stands for the column of orders.</param>
/// <param name="Sentence">The finding for a reader.</param>
/// <param name="Quotes">Words of the narrative, surest first; empty where a field is the evidence, or nothing is.</param>
public sealed record FlagFinding(string Flag, FlagState State, string Sentence, ImmutableArray<TextSpan> Quotes);
