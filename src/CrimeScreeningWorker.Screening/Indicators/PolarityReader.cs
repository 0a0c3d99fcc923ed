using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Tells whether what was found is said to have happened: looks for the book's cues before a hit ("denies", "worried that") and after it
/// ("threats: none", "in fear? N").
/// </summary>
internal sealed class PolarityReader(PhraseMatcher matcher, IReadOnlyList<PolarityReader.Cue> cues, IReadOnlyList<int> ends)
{
    /// <summary>Most words between a cue and the hit it turns; "or" and "and" are not counted, so that a cue passes along a list.</summary>
    private const int Reach = 6;

    /// <summary>Most words between a hit and a cue behind it.</summary>
    private const int ReachBack = 2;

    /// <summary>Words of a sentence that is only an answer: "None.", "None known."</summary>
    private const int LongestAnswer = 2;

    // Behind a comma, these open a statement of their own: in "no injuries, he followed her home" the "no" ends at the comma.
    private static readonly HashSet<ulong> Subjects = HashesOf("they", "victim", "suspect", "person", "people", "i", "we", "who", "which", "ex");
    private static readonly HashSet<ulong> ListWords = HashesOf("or", "and", "nor");

    private readonly List<TokenRange> found = [];
    private readonly Turn[] turns = [.. cues.Select(_ => new Turn())];
    private bool[] ended = [];
    private bool[] excepted = [];
    private int offset;
    private int limit;

    /// <summary>The phrases that turn hits to one polarity, by their places in the matcher.</summary>
    internal sealed record Cue(Polarity Polarity, IReadOnlyList<int> Before, IReadOnlyList<int> After, IReadOnlyList<int> Except);

    // Length of a cue by the token it ends before, and by the token it starts at; 0 where there is none.
    private sealed class Turn
    {
        public int[] EndingAt = [];
        public int[] StartingAt = [];
    }

    /// <summary>Looks up the cues between two tokens; to be called once for the stretch the scratch was filled from.</summary>
    public void Prepare(TokenBuffer buffer, int from, int to, MatchScratch scratch)
    {
        offset = from;
        limit = to;
        var length = to - from + 1;
        Mark(ends, ref ended, length, buffer, scratch);
        for (var i = 0; i < cues.Count; i++)
        {
            Mark(cues[i].Except, ref excepted, length, buffer, scratch);
            MarkCues(cues[i].Before, ref turns[i].EndingAt, length, atEnd: true, buffer, scratch);
            MarkCues(cues[i].After, ref turns[i].StartingAt, length, atEnd: false, buffer, scratch);
        }
    }

    /// <summary>The polarity of a hit and the words that made it so.</summary>
    /// <param name="canBeDenied">False when the hit's own words hold the "not".</param>
    public (Polarity Polarity, TextSpan? Cue) Read(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, bool canBeDenied)
    {
        for (var i = 0; i < cues.Count; i++)
        {
            if (cues[i].Polarity == Polarity.Denied && !canBeDenied) continue;
            if ((Before(tokens, hit, turns[i]) ?? After(narrative, tokens, hit, turns[i])) is { } cue)
                return (cues[i].Polarity, TextSpan.Between(tokens[cue.Start].Span.Start, tokens[cue.End - 1].Span.End));
        }

        return (Polarity.Affirmed, null);
    }

    private TokenRange? Before(ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn)
    {
        var passed = 0;
        for (var at = hit.Start; at > offset; at--)
        {
            ref readonly var next = ref tokens[at];
            if (next.Break == TokenBreak.Sentence) return null;
            if (next.Break == TokenBreak.Clause && Subjects.Contains(next.Hash)) return null;
            if (turn.EndingAt[at - offset] is > 0 and var length) return new TokenRange(at - length, at);
            if (ended[at - 1 - offset]) return null;
            if (!ListWords.Contains(tokens[at - 1].Hash) && ++passed > Reach) return null;
        }

        return null;
    }

    private TokenRange? After(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, Turn turn)
    {
        var newClause = false;
        for (var at = hit.End; at < limit && at - hit.End <= Reach; at++)
        {
            if (tokens[at].Break == TokenBreak.Sentence) return Answer(narrative, tokens, at, at - hit.End, turn);
            newClause |= tokens[at].Break == TokenBreak.Clause;
            if (newClause && at - hit.End <= ReachBack && turn.StartingAt[at - offset] is > 0 and var length) return new TokenRange(at, at + length);
        }

        return null;
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

    private void Mark(IReadOnlyList<int> phrases, ref bool[] marks, int length, TokenBuffer buffer, MatchScratch scratch)
    {
        Clear(ref marks, length);
        Find(phrases, buffer, scratch);
        foreach (var range in found) marks.AsSpan(range.Start - offset, range.End - range.Start).Fill(true);
    }

    private void MarkCues(IReadOnlyList<int> phrases, ref int[] marks, int length, bool atEnd, TokenBuffer buffer, MatchScratch scratch)
    {
        Clear(ref marks, length);
        Find(phrases, buffer, scratch);
        foreach (var range in found)
        {
            if (excepted.AsSpan(range.Start - offset, range.End - range.Start).Contains(true)) continue;
            ref var mark = ref marks[(atEnd ? range.End : range.Start) - offset];
            mark = Math.Max(mark, range.End - range.Start);
        }
    }

    private void Find(IReadOnlyList<int> phrases, TokenBuffer buffer, MatchScratch scratch)
    {
        found.Clear();
        foreach (var phrase in phrases) matcher.Find(phrase, buffer, scratch, found);
    }

    private static void Clear<T>(ref T[] marks, int length)
    {
        if (marks.Length < length) marks = new T[Math.Max(length, 512)];
        Array.Clear(marks, 0, length);
    }

    private static HashSet<ulong> HashesOf(params ReadOnlySpan<string> words)
    {
        var hashes = new HashSet<ulong>();
        foreach (var word in words) hashes.Add(WordHash.Of(word));
        return hashes;
    }
}
