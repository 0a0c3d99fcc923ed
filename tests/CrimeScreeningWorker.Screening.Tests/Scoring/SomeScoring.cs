using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

/// <summary>A small book, a small model and crimes for them.</summary>
internal static class SomeScoring
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 13, 6, 0, 0, TimeSpan.Zero);

    public static RuleBook Book { get; } = RuleBook.Parse(
        """
        title: Test book
        format: 1
        cues:
          denied: { before: [denies] }
          carries: [that]
        indicators:
          - code: LOITER
            title: Waiting near the home
            group: behaviour
            behaviour: B5
            weight: 1
            phrases: ["waited outside"]
            examples: { hits: ["He waited outside"] }
          - code: FOLLOW
            title: Following
            group: behaviour
            behaviour: B1
            weight: 1
            phrases: ["followed"]
            examples: { hits: ["He followed her"] }
          - code: THREAT_KILL
            title: A threat to kill
            group: risk
            weight: 0.5
            high_risk: true
            phrases: ["threatened to kill"]
            examples: { hits: ["He threatened to kill her"] }
          - code: REPEAT
            title: More than one occasion
            group: context
            weight: 0.5
            phrases: ["again"]
            examples: { hits: ["He came again"] }
          - code: DEBT
            title: Money that is owed
            group: lowering
            weight: -1
            phrases: ["owes"]
            examples: { hits: ["She owes him rent"] }
          - code: ORDER_NOT_SERVED
            title: The order was not served
            group: lowering
            weight: -0.5
            phrases: ["not served"]
            negation: false
            examples: { hits: ["Order not served"] }
        """,
        "test.yaml");

    public static RecordingRules Rules { get; } = RecordingRules.Load(Path.Combine(AppContext.BaseDirectory, "rules", "recording-rules.yaml"));

    public static ScoringThresholds Thresholds { get; } = new(Review: 0.3, Likely: 0.5, Strong: 0.8, Online: 0.5, HighRisk: 0.5, Section4A: 0.5, Unlikely: 0.1);

    public static ScoringModel Model { get; } = new(
        Book.Version,
        new AdditiveModel(-1, Weights(("TEXT", 0.5), ("LOITER", 1.0), ("FOLLOW", 1.2), ("REPEAT", 0.6), ("DEBT", -1.5), ("HISTORY", 1.0), ("DENIED", -0.4))),
        new AdditiveModel(-2, Weights(("FIELD_CYBER", 5.0))),
        new AdditiveModel(-2, Weights(("THREAT_KILL", 4.0))),
        new AdditiveModel(-2, Weights(("THREAT_KILL", 4.0))),
        Thresholds);

    public static CrimeScorer Scorer(ScoringModel? model = null) => new(Book, model ?? Model, Rules, new ScoringOptions());

    public static Crime Crime(string narrative, string reference = "CR/1/26", string homeOfficeClass = "8L", string? relationship = "acquaintance") => new()
    {
        Key = new CrimeKey("GLO", reference),
        RecordedAt = Morning.AddDays(-1),
        UpdatedAt = Morning.AddDays(-1),
        HomeOfficeClass = homeOfficeClass,
        OffenceTitle = "Harassment without violence (s2 PHA 1997)",
        VictimId = "V1",
        SuspectId = "S1",
        Relationship = relationship,
        Narrative = narrative,
    };

    public static CrimeReading Reading(Crime crime, double textLogit = 0)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(crime.Narrative, tokens);
        return new CrimeReading(textLogit, [.. Book.Read(crime, tokens)], [], tokens.Count);
    }

    public static CourseOfConduct History(params LinkedCrime[] crimes) => new(crimes);

    public static LinkedCrime Linked(Crime to, Crime crime, LinkBasis basis = LinkBasis.SamePair, double strength = 1, double textLogit = 0) => new(
        crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, crime.OccurredFrom, Reading(crime, textLogit),
        [new Link(to.Key, crime.Key, basis, strength, "same victim and suspect")]);

    private static ImmutableSortedDictionary<string, double> Weights(params (string Name, double Weight)[] weights) =>
        weights.ToImmutableSortedDictionary(w => w.Name, w => w.Weight, StringComparer.Ordinal);
}
