using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Reads forms: "Is the victim in fear? N", "Weapons - not known", "Threats made Y/N". What a form asks has not happened because the form
/// says it; only a yes makes it so.
/// </summary>
internal sealed class AnswerReader(IReadOnlyList<AnswerReader.Answer> answers)
{
    /// <summary>Most words between what was found and the end of its question, and between the question's start and what was found.</summary>
    private const int LongestQuestion = 24;

    /// <summary>Most words between what a form names and the colon or dash behind it.</summary>
    private const int LongestLabel = 4;

    /// <summary>Words of an answering sentence that may hold its yes or no anywhere: "Victim replied no".</summary>
    private const int LongestAnswer = 4;

    private static readonly ulong Yes = WordHash.Of("y");
    private static readonly ulong No = WordHash.Of("n");
    private static readonly HashedWords LeadIns = new("a", "ans", "answer", "reply", "response");

    private readonly List<TokenRange> found = [];
    private int[] lengths = [];
    private byte[] kinds = [];
    private int offset;
    private int limit;

    /// <summary>The phrases that answer one way, by their places in the matcher.</summary>
    internal sealed record Answer(Polarity Polarity, PhraseGroup Phrases);

    /// <summary>Looks up the answers between two tokens.</summary>
    public void Prepare(int from, int to, MatchScratch scratch)
    {
        (offset, limit) = (from, to);
        var length = to - from + 1;
        if (lengths.Length < length) (lengths, kinds) = (new int[Math.Max(length, 512)], new byte[Math.Max(length, 512)]);
        Array.Clear(lengths, 0, length);
        for (byte i = 0; i < answers.Count; i++)
        {
            found.Clear();
            PhraseMatcher.FindAll(answers[i].Phrases, scratch, found);
            foreach (var range in found)
            {
                var at = range.Start - offset;
                if (range.End - range.Start <= lengths[at]) continue;
                (lengths[at], kinds[at]) = (range.End - range.Start, i);
            }
        }
    }

    /// <summary>What a form answers of a hit, and the words that do; null where the hit stands in no form.</summary>
    public (Polarity Polarity, TokenRange Words)? Read(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit)
    {
        var end = EndOfSentence(tokens, hit.End, LongestQuestion);
        if (end < 0) return null;
        return Asked(narrative, tokens, hit, end) ?? Labelled(narrative, tokens, hit, end);
    }

    // "Has he ever followed you? Not to her knowledge."
    private (Polarity Polarity, TokenRange Words)? Asked(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, int end)
    {
        var start = StartOfQuestion(narrative, tokens, hit.Start);
        if (start < 0) return null;
        var asks = Grammar.Asks(tokens[start]);
        var marked = End(narrative, tokens, end).Contains('?');
        var chooses = end - 2 >= hit.End && tokens[end - 2].Hash == Yes && tokens[end - 1].Hash == No;
        if (!marked && !chooses && !asks) return null;

        // "DOES VICTIM FEEL IN DANGER NO": the answer without its question mark.
        if (!marked && asks && end - 1 >= hit.End && AnswerAt(end - 1) is { } last && last.Words.End == end) return last;
        if (!marked && !chooses) return null;
        if (end < limit && Answered(tokens, end) is { } answer) return answer;
        return asks || chooses ? (Polarity.Hypothetical, new TokenRange(chooses ? end - 2 : start, chooses ? end : start + 1)) : null;
    }

    private (Polarity Polarity, TokenRange Words)? Answered(ReadOnlySpan<Token> tokens, int at)
    {
        var end = EndOfSentence(tokens, at + 1, LongestAnswer);
        if (LeadIns.Contains(tokens[at].Hash) && end == at + 1 && end < limit) end = EndOfSentence(tokens, ++at + 1, LongestAnswer);
        if (AnswerAt(at) is { } first) return first;
        for (var next = at + 1; next < end && next - at < LongestAnswer; next++)
            if (AnswerAt(next) is { } later && later.Words.End == end) return later;
        return null;
    }

    // "Threats: none", "Weapons - not known", "Scared (Y/N): N", and without any sign "THREATS NONE WEAPONS NONE".
    private (Polarity Polarity, TokenRange Words)? Labelled(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange hit, int end)
    {
        var behindSign = false;
        for (var at = hit.End; at < end && at - hit.End <= LongestLabel; at++)
        {
            behindSign |= tokens[at].Break == TokenBreak.Clause && !End(narrative, tokens, at).Contains(',');
            if (at + 2 <= end && at + 1 < limit && tokens[at].Hash == Yes && tokens[at + 1].Hash == No && tokens[at + 1].Sentence == tokens[at].Sentence)
            {
                if (at + 2 < end && AnswerAt(at + 2) is { } chosen) return chosen;
                return (Polarity.Hypothetical, new TokenRange(at, at + 2));
            }

            if (!behindSign || AnswerAt(at) is not { } answer) continue;
            return answer.Words.End >= end || tokens[answer.Words.End].Break != TokenBreak.None ? answer : null;
        }

        return null;
    }

    private (Polarity Polarity, TokenRange Words)? AnswerAt(int at) =>
        at < limit && lengths[at - offset] is > 0 and var length ? (answers[kinds[at - offset]].Polarity, new TokenRange(at, at + length)) : null;

    // What was typed before the token at `end`.
    private static ReadOnlySpan<char> End(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int end) =>
        narrative[tokens[end - 1].Span.End..(end < tokens.Length ? Math.Max(tokens[end].Span.Start, tokens[end - 1].Span.End) : narrative.Length)];

    private int EndOfSentence(ReadOnlySpan<Token> tokens, int at, int most)
    {
        for (var end = at; end <= at + most; end++)
            if (end >= limit || tokens[end].Break == TokenBreak.Sentence) return end;
        return -1;
    }

    // The nearest word that asks at the start of a clause or a quotation ("Q5: does he ..."), otherwise the first of the sentence.
    private int StartOfQuestion(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at)
    {
        for (var start = at; start >= Math.Max(offset, at - LongestQuestion); start--)
        {
            ref readonly var token = ref tokens[start];
            var opens = token.Break != TokenBreak.None || (token.Span.Start > 0 && narrative[token.Span.Start - 1] is '"' or '“' or '‘');
            if (token.Break == TokenBreak.Sentence || (opens && Grammar.Asks(token))) return start;
        }

        return -1;
    }
}
