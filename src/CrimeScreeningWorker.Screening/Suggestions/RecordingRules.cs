using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>The recording rules as a decision table: which rule a crime meets, and what crime data integrity is asked to consider.</summary>
/// <remarks>The table is data, <c>rules/recording-rules.yaml</c>, because codes and rules change each April.</remarks>
public sealed class RecordingRules
{
    private readonly IReadOnlyList<RecordingRule> rows;
    private readonly string section2A;
    private readonly string section4A;

    internal RecordingRules(IReadOnlyList<RecordingRule> rows, string section2A, string section4A, string version)
    {
        this.rows = rows;
        this.section2A = section2A;
        this.section4A = section4A;
        Version = version;
    }

    /// <summary>Hash of the table, twelve hexadecimal digits.</summary>
    public string Version { get; }

    /// <exception cref="RuleBookException">The table cannot be read; the message names file, line and fault.</exception>
    public static RecordingRules Load(string path) => RecordingRulesFile.Load(path);

    /// <summary>The row that decides, or null when none does.</summary>
    public Suggestion? Suggest(Crime crime, CaseFact facts, Score score)
    {
        var row = rows.FirstOrDefault(r => !r.Adds && r.Holds(facts));
        if (row is null) return null;
        var basis = new List<string> { $"{row.Id}: {row.Basis}" };
        basis.AddRange(rows.Where(r => r.Adds && r.Holds(facts)).Select(r => $"{r.Id}: {r.Basis}"));
        var stalking = row.Action != SuggestionAction.Review || facts.HasFlag(CaseFact.Stalking) || score.SuggestedClass == "8Q";
        if (stalking && score.SuggestedSection != "none") basis.Add($"R8: {(score.SuggestedSection == "4A" ? section4A : section2A)}");
        return new Suggestion(
            crime.Key, row.Action, crime.HomeOfficeClass, score.SuggestedClass, score.SuggestedSection, row.Id,
            string.Join(" ", basis), row.Strength, score.LinkedCrimes, [.. score.Evidence.Select(e => e.Span)]);
    }

    /// <summary>The action that the facts lead to, before a suggestion is written out; null when no row decides.</summary>
    public SuggestionAction? ActionFor(CaseFact facts) => rows.FirstOrDefault(r => !r.Adds && r.Holds(facts))?.Action;
}
