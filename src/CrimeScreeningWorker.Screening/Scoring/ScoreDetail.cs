using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>The parts of a score that nobody searches by, as the JSON kept in <c>score.detail</c>.</summary>
internal sealed record ScoreDetail(
    ContributionDetail[] Parts, string[] Indicators, string[][] Linked, EvidenceDetail[] Evidence, string[] Ask, FlagDetail[]? Flags = null,
    SectionDetail? Section = null)
{
    public static string ToJson(Score score) => JsonSerializer.Serialize(
        new ScoreDetail(
            [.. score.Contributions.Select(c => new ContributionDetail(c.Part, c.Title, c.LogOdds))],
            [.. score.Indicators],
            KeyDetail.From(score.LinkedCrimes),
            [.. score.Evidence.Select(e => new EvidenceDetail(e.Code, e.Title, e.Span.Start, e.Span.Length))],
            [.. score.Ask],
            [.. score.Flags.Select(f => new FlagDetail(f.Flag, f.State, f.Sentence, [.. f.Quotes.Select(q => new[] { q.Start, q.Length })]))],
            score.Section is null ? null : SectionDetail.From(score.Section)),
        ScoreJson.Default.ScoreDetail);

    public static ScoreDetail FromJson(string json) => JsonSerializer.Deserialize(json, ScoreJson.Default.ScoreDetail)!;

    public ImmutableArray<Contribution> ToContributions() => [.. Parts.Select(p => new Contribution(p.Part, p.Title, p.LogOdds))];

    /// <summary>None in a score that an earlier program kept.</summary>
    public ImmutableArray<FlagFinding> ToFlags() =>
        [.. (Flags ?? []).Select(f => new FlagFinding(f.Flag, f.State, f.Sentence, [.. f.Quotes.Select(q => new TextSpan(q[0], q[1]))]))];

    public ImmutableArray<Evidence> ToEvidence() => [.. Evidence.Select(e => new Evidence(e.Code, e.Title, new TextSpan(e.Start, e.Length)))];
}

internal sealed record ContributionDetail(string Part, string Title, double LogOdds);

internal sealed record EvidenceDetail(string Code, string Title, int Start, int Length);

internal sealed record FlagDetail(string Flag, FlagState State, string Sentence, int[][] Quotes);

internal sealed record SectionDetail(LimbDetail Fear, LimbDetail Distress, LimbDetail Daily, LimbState Effect)
{
    public static SectionDetail From(SectionEvidence section) =>
        new(LimbDetail.From(section.FearOfViolence), LimbDetail.From(section.Distress), LimbDetail.From(section.DailyLife), section.SeriousEffect);

    public SectionEvidence ToEvidence() => new(Fear.ToLimb(), Distress.ToLimb(), Daily.ToLimb(), Effect);
}

internal sealed record LimbDetail(LimbState State, QuoteDetail[] Quotes)
{
    public static LimbDetail From(Limb limb) => new(
        limb.State, [.. limb.Quotes.Select(q => new QuoteDetail(q.Crime.ForceCode, q.Crime.CrimeReference, q.Title, q.Span.Start, q.Span.Length))]);

    public Limb ToLimb() => new(
        State, [.. Quotes.Select(q => new LimbQuote(new CrimeKey(q.Force, q.Reference), q.Title, new TextSpan(q.Start, q.Length)))]);
}

internal sealed record QuoteDetail(string Force, string Reference, string Title, int Start, int Length);

/// <summary>A suggestion as the JSON kept in <c>score.suggestion</c>; its crime is the row's.</summary>
internal sealed record SuggestionDetail(
    SuggestionAction Action, string RecordedClass, string SuggestedClass, string SuggestedSection, string Rule, string Basis,
    string Confidence, string[][] Linked, int[][] Evidence)
{
    public static string ToJson(Suggestion suggestion) => JsonSerializer.Serialize(
        new SuggestionDetail(
            suggestion.Action, suggestion.RecordedClass, suggestion.SuggestedClass, suggestion.SuggestedSection, suggestion.Rule,
            suggestion.Basis, suggestion.Confidence, KeyDetail.From(suggestion.LinkedCrimes),
            [.. suggestion.Evidence.Select(span => new[] { span.Start, span.Length })]),
        ScoreJson.Default.SuggestionDetail);

    public static Suggestion FromJson(string json, CrimeKey crime)
    {
        var detail = JsonSerializer.Deserialize(json, ScoreJson.Default.SuggestionDetail)!;
        return new Suggestion(
            crime, detail.Action, detail.RecordedClass, detail.SuggestedClass, detail.SuggestedSection, detail.Rule, detail.Basis,
            detail.Confidence, KeyDetail.ToKeys(detail.Linked), [.. detail.Evidence.Select(span => new TextSpan(span[0], span[1]))]);
    }
}

/// <summary>Keys as pairs of force and reference: short, and exact whatever characters a force puts into its references.</summary>
internal static class KeyDetail
{
    public static string[][] From(ImmutableArray<CrimeKey> keys) => [.. keys.Select(key => new[] { key.ForceCode, key.CrimeReference })];

    public static ImmutableArray<CrimeKey> ToKeys(string[][] keys) => [.. keys.Select(key => new CrimeKey(key[0], key[1]))];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScoreDetail))]
[JsonSerializable(typeof(SuggestionDetail))]
internal sealed partial class ScoreJson : JsonSerializerContext;
