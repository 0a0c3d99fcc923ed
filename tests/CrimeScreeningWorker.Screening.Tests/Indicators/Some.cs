using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Indicators;

/// <summary>Books, crimes and readings for the tests of the rule book.</summary>
internal static class Some
{
    private const string Cues = """
        cues:
          affirmed:
            answer: ["y", "yes"]
          denied:
            answer: ["n", "no", none, nil, not to her knowledge]
            before: [no, not, never, denies, denied, without, nil]
            after: [none, nil, "n"]
            except: [not know, no longer]
          hypothetical:
            before: [if, might, worried, fears]
            answer: [unknown, not known]
          someone_else:
            before: [officer|officers|police, a stranger]
            ends: [saw, found]
          past:
            before: [when they were together, during the relationship]
            after: [when they were together, during the relationship]
            except: [since they were together]
            ends: [now, since, still]
          ends: [but, however, then]
          carries: [that, denies, know, evidence]
        doers:
          suspect: [suspect]
          others: [victim]
          acts: [waited, waits]
          acts_on: [follow*, messag*, threaten*]
        """;

    public static Crime Crime(string narrative) => new()
    {
        Key = new CrimeKey("TST", "1"),
        RecordedAt = new DateTimeOffset(2026, 3, 14, 7, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 3, 14, 7, 0, 0, TimeSpan.Zero),
        HomeOfficeClass = "8L",
        OffenceTitle = "Harassment",
        Narrative = narrative,
    };

    /// <summary>A book with one indicator <c>TEST</c>; <paramref name="rest"/> are its other keys, one a line.</summary>
    public static string Yaml(string phrases, params string[] rest) =>
        $"""
        title: Test
        format: 1
        words:
          victim: [victim, them]
          place: [home address, "house|home", work]
        {Cues}
        indicators:
          - code: TEST
            title: A test
            group: behaviour
            weight: 1
            phrases: {phrases}
        {string.Join('\n', rest.Select(line => "    " + line))}
        """;

    public static RuleBook Book(string phrases, params string[] rest) => RuleBook.Parse(Yaml(phrases, rest), "test.yaml");

    public static IReadOnlyList<IndicatorHit> Read(this RuleBook book, string narrative) => book.Read(Crime(narrative));

    public static IReadOnlyList<IndicatorHit> Read(this RuleBook book, Crime crime)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return book.Read(crime, tokens);
    }

    /// <summary>What was found, as it stands in the narrative, bars between.</summary>
    public static string Quote(this RuleBook book, string narrative) =>
        string.Join(" | ", book.Read(narrative).Select(hit => narrative.Substring(hit.Span!.Value.Start, hit.Span.Value.Length)));
}
