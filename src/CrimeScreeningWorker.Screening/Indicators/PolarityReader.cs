using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Tells whether what was found is said to have happened, and by whom: looks for the book's cues before a hit ("denies", "worried that")
/// and after it ("threats: none"), for the answers of forms, and for who does it.
/// </summary>
internal sealed class PolarityReader(PolarityReader.Plan plan)
{
    /// <summary>Most words between a cue and the hit it turns; "or" and "and" are not counted, so that a cue passes along a list.</summary>
    private const int Reach = 6;

    /// <summary>Most words looked at before a hit, however short the items of a list are.</summary>
    private const int FurthestBefore = 32;

    /// <summary>Most words of an item of a list.</summary>
    private const int LongestItem = 2;

    /// <summary>Most words between a hit and a cue behind it.</summary>
    private const int ReachBack = 2;

    /// <summary>Words of a sentence that is only an answer: "None.", "None known."</summary>
    private const int LongestAnswer = 2;

    /// <summary>Most words between a hit and the words that put it into the time of the relationship, on either side.</summary>
    private const int ReachOfPast = 16;

    // Behind a comma, these open a statement of their own: in "no injuries, he followed her home" the "no" ends at the comma.
    private static readonly HashedWords Subjects = new("they", "victim", "suspect", "person", "people", "i", "we", "who", "which", "ex");

    private readonly List<TokenRange> found = [];
    private readonly Turn[] turns = [.. plan.Cues.Select(_ => new Turn())];
    private readonly AnswerReader answers = new(plan.Answers);
    private readonly DoerReader doers = new(plan.Doers);
    private bool[] ended = [];
    private bool[] excepted = [];
    private bool[] carried = [];
    private int offset;
    private int limit;

    /// <summary>What the book says of polarity, by the places of its phrases in the matcher.</summary>
    /// <param name="Ends">Words that end the reach of every cue.</param>
    /// <param name="Carries">Words behind which a denial goes on over a new subject: "no evidence that he followed".</param>
    internal sealed record Plan(
        IReadOnlyList<Cue> Cues, IReadOnlyList<AnswerReader.Answer> Answers, DoerReader.Plan Doers, PhraseGroup Ends, PhraseGroup Carries);

    /// <summary>The phrases that turn hits to one polarity; <paramref name="Ends"/> end the reach of this cue alone.</summary>
    internal sealed record Cue(
        Polarity Polarity, PhraseGroup Before, PhraseGroup After, PhraseGroup Except, PhraseGroup Ends);

    /// <summary>What can turn the hits of an indicator.</summary>
    /// <param name="CanBeDenied">False when the hit's own words hold the "not".</param>
    /// <param name="CanBePast">An act that was no offence of this kind while the two were a couple.</param>
    internal readonly record struct Kind(bool CanBeDenied, bool CanBePast, bool IsEffect, Doer By);

    // Length of a cue by the token it ends before, and by the token it starts at; 0 where there is none.
    private sealed class Turn
    {
        public int[] EndingAt = [];
        public int[] StartingAt = [];
        public bool[] Ended = [];
    }

    /// <summary>Looks up the cues between two tokens; to be called once for the stretch the scratch was filled from.</summary>
    public void Prepare(int from, int to, MatchScratch scratch)
    {
        offset = from;
        limit = to;
        var length = to - from + 1;
        Mark(plan.Ends, ref ended, length, scratch);
        Mark(plan.Carries, ref carried, length, scratch);
        for (var i = 0; i < plan.Cues.Count; i++)
        {
            var cue = plan.Cues[i];
            Mark(cue.Except, ref excepted, length, scratch);
            Mark(cue.Ends, ref turns[i].Ended, length, scratch);
            MarkCues(cue.Before, ref turns[i].EndingAt, length, atEnd: true, scratch);
            MarkCues(cue.After, ref turns[i].StartingAt, length, atEnd: false, scratch);
        }

        answers.Prepare(from, to, scratch);
        doers.Prepare(from, to, scratch);
    }

    /// <summary>The polarity of a hit and the words that made it so.</summary>
    public (Polarity Polarity, TextSpan? Cue) Read(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, Kind kind)
    {
        var answer = answers.Read(narrative, tokens, hit);
        if (answer is { Polarity: not Polarity.Affirmed } turned) return (turned.Polarity, SpanOf(tokens, turned.Words));
        for (var i = 0; i < plan.Cues.Count; i++)
        {
            if (plan.Cues[i].Polarity == Polarity.Denied && !kind.CanBeDenied) continue;
            if (plan.Cues[i].Polarity == Polarity.Past && !kind.CanBePast) continue;
            var cue = plan.Cues[i].Polarity switch
            {
                Polarity.Past => Past(tokens, hit, turns[i]),
                var polarity => Before(narrative, tokens, hit, turns[i], polarity) ?? (answer is null ? After(narrative, tokens, hit, turns[i]) : null),
            };
            if (cue is { } words) return (plan.Cues[i].Polarity, SpanOf(tokens, words));
        }

        return doers.Wrong(narrative, tokens, hit, kind.By, kind.IsEffect) is { } doer ? (Polarity.SomeoneElse, SpanOf(tokens, doer)) : (Polarity.Affirmed, null);
    }

    private static TextSpan SpanOf(ReadOnlySpan<Token> tokens, TokenRange words) =>
        TextSpan.Between(tokens[words.Start].Span.Start, tokens[words.End - 1].Span.End);

    private TokenRange? Before(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn, Polarity polarity)
    {
        var (passed, inItem, subject) = (0, 0, -1);
        for (var at = hit.Start; at > offset && hit.Start - at < FurthestBefore; at--)
        {
            ref readonly var next = ref tokens[at];
            if (next.Break == TokenBreak.Sentence) return null;
            if (next.Break == TokenBreak.Clause && Subjects.Contains(next.Hash)) return null;
            if (polarity == Polarity.SomeoneElse && IsSubject(narrative, tokens, at)) return null;
            if (carried[at - offset]) subject = -1;
            else if (Grammar.IsSubjectPronoun(next) || (at >= hit.Start - 1 && doers.IsActor(narrative, tokens, at))) subject = at;
            if (turn.EndingAt[at - offset] is > 0 and var length)
            {
                // "NO INJURIES SUSPECT FOLLOWED VICTIM": the "no" ends at the new subject, but "no suspect followed" is one.
                var ends = polarity == Polarity.Denied && subject >= 0 && !carried[at - 1 - offset] && (subject > at || Grammar.IsPronoun(tokens[at]));
                return ends ? null : new TokenRange(at - length, at);
            }

            if (ended[at - 1 - offset] || turn.Ended[at - 1 - offset]) return null;
            if (Grammar.IsJoining(tokens[at - 1])) continue;

            // The short items of a list do not count: "no violence, weapons, drugs, alcohol, mental health or threats".
            inItem = next.Break == TokenBreak.Clause ? 1 : inItem + 1;
            passed++;
            if (tokens[at - 1].Break == TokenBreak.Clause && inItem <= LongestItem) passed -= inItem;
            if (passed > Reach) return null;
        }

        return null;
    }

    // Someone else's name ends what officers do: "officers attended and found the suspect waiting".
    private bool IsSubject(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at) =>
        Grammar.IsSubjectPronoun(tokens[at]) || doers.IsPerson(narrative, tokens, at);

    // The words may stand before or behind what was done; "now" or "still" between them or behind says that it goes on.
    private TokenRange? Past(ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn)
    {
        TokenRange? cue = null;
        for (var at = hit.End; at < limit && at - hit.End <= ReachOfPast && tokens[at].Break == TokenBreak.None; at++)
        {
            if (turn.Ended[at - offset]) return null;
            if (turn.StartingAt[at - offset] is > 0 and var length) cue ??= new TokenRange(at, at + length);
        }

        for (var at = hit.Start; at > offset && hit.Start - at <= ReachOfPast && tokens[at].Break != TokenBreak.Sentence; at--)
        {
            if (turn.Ended[at - 1 - offset]) return null;
            if (turn.EndingAt[at - offset] is > 0 and var length) return new TokenRange(at - length, at);
        }

        return cue;
    }

    private TokenRange? After(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn)
    {
        var newClause = false;
        for (var at = hit.End; at < limit && at - hit.End <= Reach; at++)
        {
            if (tokens[at].Break == TokenBreak.Sentence) return Answer(narrative, tokens, at, at - hit.End, turn);
            newClause |= tokens[at].Break == TokenBreak.Clause;
            if (at == hit.End && !newClause && IsBareLabel(tokens, hit, turn) && turn.StartingAt[at - offset] is > 0 and var bare) return new TokenRange(at, at + bare);
            if (newClause && at - hit.End <= ReachBack && turn.StartingAt[at - offset] is > 0 and var length) return new TokenRange(at, at + length);
        }

        return null;
    }

    // "THREATS NONE WEAPONS NONE": what the form names opens the sentence or follows an answer, and its own answer follows at once.
    private bool IsBareLabel(ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn)
    {
        var opens = tokens[hit.Start].Break != TokenBreak.None || (hit.Start > offset && turn.StartingAt[hit.Start - 1 - offset] > 0);
        var behind = hit.End + turn.StartingAt[hit.End - offset];
        return opens && (behind >= limit || tokens[behind].Break != TokenBreak.None || !Grammar.IsArticle(tokens[behind]));
    }

    // "Is the victim in fear? N" / "Threats:\nNone known": the next sentence answers.
    private TokenRange? Answer(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at, int passed, Turn turn)
    {
        if (turn.StartingAt[at - offset] is not (> 0 and var length)) return null;
        var asked = narrative[tokens[at - 1].Span.End..tokens[at].Span.Start].Contains('?');
        if (!asked)
        {
            var answerEnd = at + LongestAnswer;
            if (passed > ReachBack || (answerEnd < limit && tokens[answerEnd].Sentence == tokens[at].Sentence)) return null;
        }

        return new TokenRange(at, at + length);
    }

    private void Mark(PhraseGroup phrases, ref bool[] marks, int length, MatchScratch scratch)
    {
        Clear(ref marks, length);
        Find(phrases, scratch);
        foreach (var range in found) marks.AsSpan(range.Start - offset, range.End - range.Start).Fill(true);
    }

    private void MarkCues(PhraseGroup phrases, ref int[] marks, int length, bool atEnd, MatchScratch scratch)
    {
        Clear(ref marks, length);
        Find(phrases, scratch);
        foreach (var range in found)
        {
            if (excepted.AsSpan(range.Start - offset, range.End - range.Start).Contains(true)) continue;
            ref var mark = ref marks[(atEnd ? range.End : range.Start) - offset];
            mark = Math.Max(mark, range.End - range.Start);
        }
    }

    private void Find(PhraseGroup phrases, MatchScratch scratch)
    {
        found.Clear();
        PhraseMatcher.FindAll(phrases, scratch, found);
    }

    private static void Clear<T>(ref T[] marks, int length)
    {
        if (marks.Length < length) marks = new T[Math.Max(length, 512)];
        Array.Clear(marks, 0, length);
    }
}
