using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A screened crime with the words of the crimes it is linked to.</summary>
/// <param name="Narratives">By key: the crime's own and those of its history.</param>
public sealed record CaseRecord(ScreenedCrime Screened, IReadOnlyDictionary<CrimeKey, string> Narratives);

/// <summary>Words of a record that bear something out.</summary>
/// <param name="In">The linked crime they stand in; null for the crime itself.</param>
/// <param name="Mark">The mark of these words in the narrative, <c>R2</c>; null where they have none.</param>
/// <param name="Title">What was found there; null where the place says it.</param>
internal sealed record CaseQuote(string Text, CrimeKey? In, string? Mark, string? Title = null);

/// <summary>A behaviour, a letter of FOUR, or a limb of section 4A, with what the records say of it.</summary>
internal sealed record CaseSign(string Title, BehaviourState State, ImmutableArray<CaseQuote> Quotes);

/// <inheritdoc cref="CaseSign"/>
internal sealed record CaseLimb(string Title, LimbState State, ImmutableArray<CaseQuote> Quotes);

/// <summary>A field or flag of the record set against the text.</summary>
/// <param name="Kind">What is found about a flag; null for a field.</param>
internal sealed record CaseFinding(string? Kind, string Sentence, string? Note, ImmutableArray<CaseQuote> Quotes);

/// <summary>One part of the score; all parts add up to its log odds.</summary>
internal sealed record CasePart(string Title, double LogOdds, string Effect, string? Mark);

/// <summary>A piece of the narrative as it is shown.</summary>
/// <param name="Marks">Marks of the indicators, <c>R1 R3</c>; none for other kinds than evidence.</param>
/// <param name="Anchors">Marks that stand here for the first time: what a link to them goes to.</param>
/// <param name="Titles">What was found, in words.</param>
internal sealed record CasePiece(string Text, MarkKind Kind, ImmutableArray<string> Marks, ImmutableArray<string> Anchors, string Titles);

/// <summary>All that a reviewer reads of one crime, in words and without markup.</summary>
internal sealed partial class CaseFile
{
    private const double SmallestPart = 0.05;

    private readonly CaseRecord record;
    private readonly OutputContext context;
    private readonly ImmutableDictionary<string, string> marks;

    /// <param name="wording">What the words of the narrative did to the text model's score; empty where it is not known.</param>
    public CaseFile(CaseRecord record, OutputContext context, TriageOptions options, IReadOnlyList<TextModel.TextContribution> wording)
    {
        (this.record, this.context) = (record, context);
        marks = MarksOf(Screened);
        Strength = StrengthOf(Score, options);
        Pieces = PiecesOf(wording);
        Timeline = CourseTimeline.Of(Screened, context, options.TimelineCrimes);
    }

    public ScreenedCrime Screened => record.Screened;

    public Score Score => record.Screened.Score;

    /// <summary>The strength of the evidence in a word.</summary>
    public string Strength { get; }

    /// <summary>The whole narrative, without gap or overlap.</summary>
    public ImmutableArray<CasePiece> Pieces { get; }

    public CourseTimeline Timeline { get; }

    /// <summary>The indicator of a code in words.</summary>
    public string TitleOf(string code) => context.TitleOf(code);

    /// <summary>Every part of the score, largest effect first; the bound on the whole and what it starts from are the last.</summary>
    public IEnumerable<CasePart> Sum => Score.Contributions
        .OrderBy(part => part.Part == "BASE").ThenBy(part => part.Part == Contribution.Margin).ThenByDescending(part => Math.Abs(part.LogOdds))
        .Select(part => new CasePart(part.Part == "BASE" ? "Where every record starts" : part.Title, part.LogOdds, Wording.Effect(part), marks.GetValueOrDefault(part.Part)));

    /// <summary>Log odds that <see cref="Sum"/> adds up to.</summary>
    public double Total => Score.Contributions.Sum(part => part.LogOdds);

    /// <summary>The parts that moved the score most. The bound on the whole is nobody's reason.</summary>
    public IEnumerable<CasePart> Why(int most) => Score.Contributions
        .Where(part => part.Part != "BASE" && part.Part != Contribution.Margin && Math.Abs(part.LogOdds) >= SmallestPart)
        .OrderByDescending(part => Math.Abs(part.LogOdds))
        .Take(most)
        .Select(part => new CasePart(part.Title, part.LogOdds, Wording.Effect(part), marks.GetValueOrDefault(part.Part)));

    /// <summary>The seven examples of section 2A(3).</summary>
    public ImmutableArray<CaseSign> Behaviours => [.. Triage.Behaviours.Examples.Select(example => SignOf(
        example.Title, Triage.Behaviours.StateOf(example.Item, Screened, context),
        code => context.Indicators.TryGetValue(code, out var indicator) && indicator.Behaviour == example.Item))];

    /// <summary>The letters of FOUR, an aide and not the legal test.</summary>
    public ImmutableArray<CaseSign> Four => [.. Triage.Behaviours.Four.Select(letter => SignOf(
        letter.Title, Triage.Behaviours.StateOf(letter.Letter, Screened, context),
        code => context.Indicators.TryGetValue(code, out var indicator) && indicator.Four.Contains(letter.Letter)))];

    /// <summary>What the records say to the limbs of section 4A.</summary>
    public ImmutableArray<CaseLimb> Limbs => Score.Section is not { } section
        ? []
        :
        [
            new CaseLimb("Fear on at least two occasions that violence will be used", section.FearOfViolence.State, QuotesOf(section.FearOfViolence)),
            new CaseLimb("Serious alarm or distress", section.Distress.State, QuotesOf(section.Distress)),
            new CaseLimb("A substantial effect on usual daily life", section.DailyLife.State, QuotesOf(section.DailyLife)),
        ];

    /// <summary>What the fields say against what the text says.</summary>
    public ImmutableArray<CaseFinding> Fields => [.. FieldAudit.Of(Screened.Crime, Screened.Reading).Select(finding => new CaseFinding(
        null, finding.Sentence,
        finding is { FieldValue: not null, Confidence: < NarrativeFact.Explicit } ? "The field is taken as right." : null,
        Quote(Screened.Crime.Key, finding.Span) is { } quote ? [quote] : []))];

    /// <summary>The record's flags against the evidence.</summary>
    public ImmutableArray<CaseFinding> Flags => [.. Score.Flags.Select(finding => new CaseFinding(
        Wording.FlagState(finding.State), finding.Sentence, null, [.. finding.Quotes.Select(span => Quote(Screened.Crime.Key, span)).OfType<CaseQuote>()]))];

    private static string StrengthOf(Score score, TriageOptions options) =>
        score.Abstained ? "cannot tell"
        : score.Probability >= options.StrongFrom ? "strong"
        : score.Probability >= options.MediumFrom ? "medium"
        : "possible";

    private ImmutableArray<CaseQuote> QuotesOf(Limb limb) => [.. limb.Quotes.Select(quote => Quote(quote.Crime, quote.Span, title: quote.Title)).OfType<CaseQuote>()];

    /// <returns>Null when the words are gone: the record may have changed since the span was found.</returns>
    private CaseQuote? Quote(CrimeKey crime, TextSpan span, string? code = null, string? title = null)
    {
        if (!record.Narratives.TryGetValue(crime, out var narrative) || span.Start < 0 || span.End > narrative.Length) return null;
        var around = Quotations.Around(narrative, span);
        var isThis = crime == Screened.Crime.Key;
        return new CaseQuote(
            narrative.Substring(around.Start, around.Length), isThis ? null : crime, isThis && code is not null ? marks.GetValueOrDefault(code) : null, title);
    }
}
