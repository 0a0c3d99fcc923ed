using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Tries a fact book on its own examples. One may name the number it expects before a colon and two blanks: <c>15 :: 15 missed calls</c>.</summary>
internal sealed class FactBookExamples(FactBook facts)
{
    private const string Separator = " :: ";
    private readonly TokenBuffer tokens = new();

    public IEnumerable<RuleBookError> Test(ImmutableArray<DraftFact> entries, string file)
    {
        for (var entry = 0; entry < entries.Length; entry++)
            foreach (var example in entries[entry].Examples)
                if (Fault(entries[entry], entry, example) is { } fault)
                    yield return new RuleBookError(file, example.Line, entries[entry].Kind.ToString(), $"example of {RuleBookExamples.NameOf(example.Kind)} \"{example.Text}\": {fault}");
    }

    private string? Fault(DraftFact entry, int place, DraftExample example)
    {
        var parts = example.Text.Split(Separator, 2);
        var (expected, text) = parts.Length == 2 ? (parts[0], parts[1]) : (null, example.Text);
        var crime = new Crime
        {
            Key = new CrimeKey("EXAMPLE", "1"),
            RecordedAt = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
            UpdatedAt = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero),
            HomeOfficeClass = "8L",
            OffenceTitle = "Example",
            Narrative = text,
        };
        NarrativeTokenizer.Tokenize(text, tokens);
        var found = facts.ReadAll(crime, tokens, place);
        var affirmed = found.Where(fact => fact.IsAffirmed).ToList();
        var polarity = Enum.TryParse<Polarity>(example.Kind.ToString(), out var asked) ? asked : Polarity.Affirmed;
        var passed = example.Kind switch
        {
            ExampleKind.Hits => affirmed.Exists(fact => fact.Value == (expected ?? fact.Value)),
            ExampleKind.Misses => affirmed.Count == 0,
            _ => affirmed.Count == 0 && found.Any(fact => fact.Stated == polarity),
        };
        if (passed) return null;
        return found.Count == 0 ? "found nothing" : "found " + string.Join(", ", found.Select(fact => $"{fact.Value} '{text.AsSpan(fact.Span.Start, fact.Span.Length)}' ({fact.Stated})"));
    }
}
