using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>How an example of the book came out.</summary>
/// <param name="Line">1-based line of the example.</param>
/// <param name="Found">What was found, in words; for a failed example also what was expected.</param>
public sealed record RuleBookExampleResult(string Code, ExampleKind Kind, string Text, int Line, bool Passed, string Found);

/// <summary>Tries a book on its own examples.</summary>
/// <param name="read">What the book finds in a crime.</param>
internal sealed class RuleBookExamples(Func<Crime, TokenBuffer, IReadOnlyList<IndicatorHit>> read)
{
    private readonly TokenBuffer tokens = new();

    public static string NameOf(ExampleKind kind) => kind == ExampleKind.SomeoneElse ? "someone_else" : kind.ToString().ToLowerInvariant();

    public IEnumerable<RuleBookExampleResult> Test(ImmutableArray<DraftIndicator> indicators) =>
        indicators.SelectMany(indicator => indicator.Examples.Select(example => Test(indicator, example)));

    private RuleBookExampleResult Test(DraftIndicator indicator, DraftExample example)
    {
        var crime = CrimeWith(indicator.When, example.Text);
        NarrativeTokenizer.Tokenize(example.Text, tokens);
        var hits = read(crime, tokens).Where(hit => hit.Code == indicator.Indicator.Code && hit.Span is not null).ToList();
        var affirmed = hits.Any(hit => hit.Polarity == Polarity.Affirmed);
        var (passed, expected) = example.Kind switch
        {
            ExampleKind.Hits => (affirmed, "an affirmed hit"),
            ExampleKind.Misses => (!affirmed, "no affirmed hit"),
            ExampleKind.Denied => (!affirmed && hits.Any(hit => hit.Polarity == Polarity.Denied), "a denied hit and no affirmed one"),
            ExampleKind.Hypothetical => (!affirmed && hits.Any(hit => hit.Polarity == Polarity.Hypothetical), "a hypothetical hit and no affirmed one"),
            ExampleKind.Past => (!affirmed && hits.Any(hit => hit.Polarity == Polarity.Past), "a hit of the past relationship and no affirmed one"),
            _ => (!affirmed && hits.Any(hit => hit.Polarity == Polarity.SomeoneElse), "a hit on someone else and no affirmed one"),
        };
        var found = hits.Count == 0 ? "nothing" : string.Join(", ", hits.Select(hit => Describe(hit, example.Text)));
        return new RuleBookExampleResult(
            indicator.Indicator.Code, example.Kind, example.Text, example.Line, passed,
            passed ? $"found {found}" : $"expected {expected}, found {found}");
    }

    private static string Describe(IndicatorHit hit, string text)
    {
        var words = $"'{text.AsSpan(hit.Span!.Value.Start, hit.Span.Value.Length)}' ({hit.Polarity})";
        return hit.Cue is { } cue ? $"{words[..^1]} by '{text.AsSpan(cue.Start, cue.Length)}')" : words;
    }

    // A crime whose fields are those the indicator asks for, so that the example tries its words.
    private static Crime CrimeWith(FieldCondition? condition, string narrative)
    {
        var crime = new Crime
        {
            Key = new CrimeKey("EXAMPLE", "1"),
            RecordedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            HomeOfficeClass = "8L",
            OffenceTitle = "Example",
            Narrative = narrative,
        };
        foreach (var test in condition?.Tests ?? [])
        {
            var value = test.None ? null : test.Any ? "any" : test.Values[0];
            ImmutableArray<string> list = value is null ? [] : [value];
            crime = test.Field switch
            {
                CrimeField.Relationship => crime with { Relationship = value },
                CrimeField.Class => crime with { HomeOfficeClass = value ?? "" },
                CrimeField.Risk => crime with { RiskGrade = value },
                CrimeField.Included => crime with { IncludedClassifications = list },
                CrimeField.Orders => crime with { ProtectiveOrders = list },
                _ => crime with { Flags = list },
            };
        }

        return crime;
    }
}
