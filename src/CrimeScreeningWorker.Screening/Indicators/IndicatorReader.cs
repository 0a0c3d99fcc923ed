using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>A book's phrases compiled together, and which of them belongs to what.</summary>
/// <param name="FirstOther">From here on the indicators are those of another book, which is read with the words and cues of the first.</param>
internal sealed record IndicatorReaderPlan(
    PhraseMatcher Matcher,
    ImmutableArray<DraftIndicator> Indicators,
    ImmutableArray<int> OwnerOf,
    ImmutableArray<PhraseGroup> Except,
    ImmutableArray<PhraseGroup> OnlyWith,
    PolarityReader.Plan Cues,
    int FirstOther)
{
    private const int NoOwner = -1;

    public static IndicatorReaderPlan Of(RuleBookDraft draft) => Of(draft, draft.Indicators.Length);

    /// <summary>One plan for two books, so that a text is searched once.</summary>
    /// <param name="other">A book that uses the cues of <paramref name="draft"/>.</param>
    public static IndicatorReaderPlan Of(RuleBookDraft draft, RuleBookDraft other) =>
        Of(draft with { Indicators = ForeignSlips.Accept(draft, other).AddRange(ForeignSlips.Accept(other, draft)) }, draft.Indicators.Length);

    private static IndicatorReaderPlan Of(RuleBookDraft draft, int firstOther)
    {
        var phrases = new List<Phrase>();
        var owners = ImmutableArray.CreateBuilder<int>();
        var groups = new List<int>();
        PhraseGroup Place(ImmutableArray<Phrase> added, int owner)
        {
            var from = phrases.Count;
            phrases.AddRange(added);
            for (var i = 0; i < added.Length; i++)
            {
                owners.Add(owner);
                groups.Add(owner == NoOwner ? from : PhraseMatcher.Searched);
            }

            return new PhraseGroup(from, phrases.Count);
        }

        for (var i = 0; i < draft.Indicators.Length; i++) Place(draft.Indicators[i].Phrases, i);
        ImmutableArray<PhraseGroup> except = [.. draft.Indicators.Select(indicator => Place(indicator.Except, NoOwner))];
        ImmutableArray<PhraseGroup> onlyWith = [.. draft.Indicators.Select(indicator => Place(indicator.OnlyWith, NoOwner))];
        PhraseGroup PlaceForeign(ImmutableArray<Phrase> added) => Place(added, NoOwner);
        var turning = draft.Cues.Where(cue => cue.Polarity != Polarity.Affirmed);
        var polarity = new PolarityReader.Plan(
            [
                .. turning.Select(cue => new PolarityReader.Cue(
                    cue.Polarity, PlaceForeign(cue.Before), PlaceForeign(cue.After), PlaceForeign(cue.Except), PlaceForeign(cue.Ends))),
            ],
            [.. draft.Cues.Select(cue => new AnswerReader.Answer(cue.Polarity, PlaceForeign(cue.Answer)))],
            new DoerReader.Plan(
                PlaceForeign(draft.Doers.Suspect), PlaceForeign(draft.Doers.Others), PlaceForeign(draft.Doers.Acts), PlaceForeign(draft.Doers.ActsOnSomeone)),
            PlaceForeign(draft.Ends),
            PlaceForeign(draft.Carries));
        var examples = draft.Indicators.SelectMany(indicator => indicator.Examples).Select(example => example.Text);
        var matcher = new PhraseMatcher(phrases, phrase => groups[phrase], examples, draft.Misspelt);
        return new IndicatorReaderPlan(matcher, draft.Indicators, owners.ToImmutable(), except, onlyWith, polarity, firstOther);
    }
}

/// <summary>Reads narratives one after another for one thread.</summary>
internal sealed class IndicatorReader(IndicatorReaderPlan plan)
{
    private const int MostHitsOfOne = 20;

    // A text is read in stretches of whole sentences, so that memory follows the stretch and not the text. A sentence of
    // more words than the longer limit is none; it is cut there.
    private const int Stretch = 2048;
    private const int LongestSentence = 8192;

    private readonly PhraseMatcher matcher = plan.Matcher;
    private readonly MatchScratch scratch = new(plan.Matcher);
    private readonly PolarityReader polarity = new(plan.Cues);
    private readonly List<(int Indicator, TokenRange Range)> found = [];
    private readonly List<TokenRange> others = [];
    private readonly int[] hitsOf = new int[plan.Indicators.Length];
    private bool[] excepted = [];
    private List<IndicatorHit>? hits;
    private List<IndicatorHit>? otherHits;
    private bool polarityIsReady;

    /// <summary>Hits of the first book in the order of the text; null when there are none.</summary>
    public List<IndicatorHit>? Read(Crime crime, TokenBuffer buffer) => Read(crime, buffer, out _);

    /// <param name="ofOther">Hits of the other book in the order of the text; null when there are none.</param>
    public List<IndicatorHit>? Read(Crime crime, TokenBuffer buffer, out List<IndicatorHit>? ofOther)
    {
        (hits, otherHits) = (null, null);
        for (var from = 0; from < buffer.Count;)
        {
            var to = EndOfStretch(buffer.Tokens, from);
            matcher.Scan(buffer, from, to, scratch);
            if (scratch.Matches.Count > 0) ReadStretch(crime, buffer, from, to);
            from = to;
        }

        ofOther = otherHits;
        if (hits is not null || otherHits is not null) Array.Clear(hitsOf);
        Sort(hits);
        Sort(otherHits);
        return hits;
    }

    private static void Sort(List<IndicatorHit>? hits) =>
        hits?.Sort(static (a, b) => (a.Span!.Value.Start, -a.Span.Value.Length).CompareTo((b.Span!.Value.Start, -b.Span.Value.Length)) is not 0 and var order
            ? order
            : string.CompareOrdinal(a.Code, b.Code));

    private static int EndOfStretch(ReadOnlySpan<Token> tokens, int from)
    {
        if (tokens.Length - from <= Stretch) return tokens.Length;
        var longest = Math.Min(tokens.Length, from + LongestSentence);
        for (var to = from + Stretch; to < longest; to++)
            if (tokens[to].Break == TokenBreak.Sentence) return to;
        return longest;
    }

    private void ReadStretch(Crime crime, TokenBuffer buffer, int from, int to)
    {
        found.Clear();
        foreach (var (phrase, range) in scratch.Matches) found.Add((plan.OwnerOf[phrase], range));
        found.Sort(static (a, b) => (a.Indicator, a.Range.Start, -a.Range.End).CompareTo((b.Indicator, b.Range.Start, -b.Range.End)));
        polarityIsReady = false;
        for (var first = 0; first < found.Count;)
        {
            var next = first;
            while (next < found.Count && found[next].Indicator == found[first].Indicator) next++;
            ReadIndicator(crime, buffer, from, to, first, next);
            first = next;
        }
    }

    private void ReadIndicator(Crime crime, TokenBuffer buffer, int from, int to, int first, int next)
    {
        var indicator = found[first].Indicator;
        if (plan.Indicators[indicator].When is { } when && !when.Holds(crime)) return;
        var kept = DropExcepted(from, to, indicator, first, next);
        kept = KeepAccompanied(buffer, indicator, first, kept);
        for (var i = first; i < kept;)
        {
            // Of hits that overlap the longest stays.
            var best = found[i++].Range;
            while (i < kept && found[i].Range.Start < best.End)
            {
                if (found[i].Range.End - found[i].Range.Start > best.End - best.Start) best = found[i].Range;
                i++;
            }

            if (hitsOf[indicator] == MostHitsOfOne) return;
            hitsOf[indicator]++;
            var hit = ToHit(crime, buffer, from, to, indicator, best);
            if (indicator < plan.FirstOther) (hits ??= []).Add(hit);
            else (otherHits ??= []).Add(hit);
        }
    }

    private IndicatorHit ToHit(Crime crime, TokenBuffer buffer, int from, int to, int indicator, TokenRange range)
    {
        if (!polarityIsReady) polarity.Prepare(from, to, scratch);
        polarityIsReady = true;
        var tokens = buffer.Tokens;
        var (said, cue) = polarity.Read(crime.Narrative, tokens, range, KindOf(plan.Indicators[indicator]));
        var span = TextSpan.Between(tokens[range.Start].Span.Start, tokens[range.End - 1].Span.End);
        return new IndicatorHit(plan.Indicators[indicator].Indicator.Code, span, said, cue, tokens[range.Start].Sentence);
    }

    private static PolarityReader.Kind KindOf(DraftIndicator draft) => new(
        draft.CanBeDenied,
        CanBePast: draft.Indicator.Group is IndicatorGroup.Behaviour or IndicatorGroup.Contact,
        IsEffect: draft.Indicator.Group == IndicatorGroup.Effect,
        draft.By);

    private int DropExcepted(int from, int to, int indicator, int first, int next)
    {
        if (plan.Except[indicator].IsEmpty) return next;
        Find(plan.Except[indicator]);
        if (others.Count == 0) return next;
        if (excepted.Length < to - from) excepted = new bool[to - from];
        Array.Clear(excepted, 0, to - from);
        foreach (var range in others) excepted.AsSpan(range.Start - from, range.End - range.Start).Fill(true);
        var kept = first;
        for (var i = first; i < next; i++)
        {
            var range = found[i].Range;
            if (!excepted.AsSpan(range.Start - from, range.End - range.Start).Contains(true)) found[kept++] = found[i];
        }

        return kept;
    }

    private int KeepAccompanied(TokenBuffer buffer, int indicator, int first, int next)
    {
        if (plan.OnlyWith[indicator].IsEmpty) return next;
        Find(plan.OnlyWith[indicator]);
        var tokens = buffer.Tokens;
        var sentences = new HashSet<int>();
        foreach (var range in others) sentences.Add(tokens[range.Start].Sentence);
        var kept = first;
        for (var i = first; i < next; i++)
            if (sentences.Contains(tokens[found[i].Range.Start].Sentence)) found[kept++] = found[i];
        return kept;
    }

    private void Find(PhraseGroup phrases)
    {
        others.Clear();
        PhraseMatcher.FindAll(phrases, scratch, others);
    }
}
