using System.Globalization;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>
/// Reads a narrative into normalised words, once, for the rule book and the text model alike: shorthand written out, capitals
/// folded, words that say what sex, age or ethnicity somebody is made one word or dropped, and every word tied to its characters.
/// </summary>
/// <remarks>
/// One pass, linear in the text. That "he" and "she" are one word here is a promise, not an economy: a protected characteristic
/// cannot move a score that never sees it (decision 0003).
/// </remarks>
public static class NarrativeTokenizer
{
    /// <summary>Changes when the same text may give other tokens; models and readings made under another version are refused.</summary>
    public static string Version { get; } = "2-" + Shorthand.Shipped.Version;

    private const int LongestWord = 64;
    private const int LongestDomain = 253;
    private static readonly ulong Old = WordHash.Of("old");
    private static readonly ulong YearsOld = WordHash.Of("yo");
    private static readonly ulong Age = WordHash.Of("age");
    private static readonly ulong Aged = WordHash.Of("aged");
    private static readonly ulong Year = WordHash.Of("year");
    private static readonly ulong Years = WordHash.Of("years");
    private static readonly ulong Of = WordHash.Of("of");

    /// <summary>Fills <paramref name="buffer"/> with the tokens of <paramref name="narrative"/>, replacing what it held.</summary>
    public static void Tokenize(ReadOnlySpan<char> narrative, TokenBuffer buffer)
    {
        buffer.Clear();
        var state = new Cursor(buffer);
        var i = 0;
        while (i < narrative.Length && !buffer.IsCut)
        {
            var c = narrative[i];
            if (c == ' ') i++;
            else if (char.IsLetter(c)) i = ReadWord(narrative, i, ref state);
            else if (char.IsAsciiDigit(c)) i = ReadNumber(narrative, i, i, ref state);
            else if (c == '@' && i + 1 < narrative.Length && IsHandleStart(narrative[i + 1])) i = ReadHandle(narrative, i, ref state);
            else state.Pass(narrative, i++);
        }
    }

    private static int ReadWord(ReadOnlySpan<char> text, int start, ref Cursor state)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        var suffix = -1;
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c) || char.IsLetter(c) || (c > 127 && char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark))
            {
                if (length < LongestWord) word[length++] = char.ToLowerInvariant(c);
            }
            else if (c is '\'' or '’' or '‘' or '`' && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            {
                suffix = length;
            }
            else break;
        }

        if (i < text.Length)
        {
            if (text[i] is '.' or '_' or '-' or '+' or '@' || char.IsAsciiDigit(text[i]))
            {
                if (TryFindEmail(text, start, i, out var end)) return state.Add(start, end, "#email", 0, TokenKind.Email);
                if (char.IsAsciiDigit(text[i])) return ReadMixed(text, start, i, ref state);
            }

            if (text[i] == '/' && length <= 2 && TryFindSlashed(text, start, i, out var slashed, out var reading))
            {
                if (reading.Hashes is not [var only] || !IsAge(only, slashed, ref state)) state.Add(start, slashed, reading, PronounForm.None);
                return slashed;
            }
        }

        AddWord(text, start, i, word[..length], suffix, ref state);
        return i;
    }

    private static void AddWord(ReadOnlySpan<char> text, int start, int end, ReadOnlySpan<char> word, int suffix, ref Cursor state)
    {
        // "victim's", "lad's": the word before the apostrophe.
        if (suffix > 0 && word[suffix..] is "s")
        {
            word = word[..suffix];
            suffix = -1;
        }

        var hash = WordHash.Of(word);
        var pronoun = PronounOf(suffix > 0 ? word[..suffix] : word);
        if (Shorthand.Shipped.TryGet(hash, out var reading)) state.Add(start, end, reading, pronoun);

        // "she'd", "he'll" likewise, but "msg'd" and "don't" are whole; "o'clock" and names keep their letters.
        else if (suffix > 0 && word[suffix..] is "d" or "ll" or "ve" or "re") AddWord(text, start, end, word[..suffix], -1, ref state);
        else if (IsTitle(text, start, word)) state.Add(start, end, "mr", 0, TokenKind.Word);
        else if (!IsAge(hash, end, ref state)) state.Add(start, end, word, hash, pronoun);
    }

    // "Miss Smith" says no more than "Mr Smith"; "miss you" is another word.
    private static bool IsTitle(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> word) =>
        word is "miss" && text[start..].StartsWith("Miss ", StringComparison.Ordinal)
        && start + 6 < text.Length && char.IsUpper(text[start + 5]) && char.IsLower(text[start + 6]);

    // "34 years old", "34-year-old", "34yo", "34 years of age": one word that does not say how old.
    private static bool IsAge(ulong hash, int end, ref Cursor state)
    {
        if (hash != Old && hash != YearsOld && hash != Age) return false;
        var tokens = state.Buffer.Tokens;
        var back = 1;
        if (state.Break != TokenBreak.None) return false;
        if (hash == Age && !(tokens.Length > back && tokens[^back++].Hash == Of)) return false;
        if (hash != YearsOld && !(tokens.Length > back && (tokens[^back].Hash == Year || tokens[^back].Hash == Years) && back++ > 0)) return false;
        if (tokens.Length < back || tokens[^back].Kind != TokenKind.Number || tokens[^back].Value > 120) return false;

        // "thirty four years old"
        if (tokens.Length > back && tokens[^(back + 1)] is { Kind: TokenKind.Number, Value: >= 20 and <= 90 } && tokens[^back] is { Value: < 10, Break: TokenBreak.None })
            back++;
        state.Buffer.Replace(back, end, NumberReader.Age);
        return true;
    }

    private static PronounForm PronounOf(ReadOnlySpan<char> word) => word switch
    {
        "he" or "him" or "his" or "himself" => PronounForm.Masculine,
        "she" or "her" or "hers" or "herself" => PronounForm.Feminine,
        _ => PronounForm.None,
    };

    // "o/s", "h/a", "w/o", "w/": found only when nothing of the word is left over.
    private static bool TryFindSlashed(ReadOnlySpan<char> text, int start, int slash, out int end, out WordReading reading)
    {
        Span<char> typed = stackalloc char[Shorthand.Longest];
        end = slash + 1;
        while (end < text.Length && end - start < typed.Length && (char.IsLetter(text[end]) || text[end] == '/')) end++;
        var length = text[start..end].ToLowerInvariant(typed);
        return Shorthand.Shipped.TryGet(WordHash.Of(typed[..length]), out reading) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
    }

    // Letters with digits behind them: "x3" says how often, "b4" and "S1" are shorthand, anything else is a reference.
    private static int ReadMixed(ReadOnlySpan<char> text, int start, int digit, ref Cursor state)
    {
        if (digit == start + 1 && text[start] is 'x' or 'X') return ReadNumber(text, start, digit, ref state);
        var end = EndOfMixed(text, digit);
        return TryAddShorthand(text, start, end, ref state) ? end : state.Add(start, end, NumberReader.Code, 0, TokenKind.Word);
    }

    private static bool TryAddShorthand(ReadOnlySpan<char> text, int start, int end, ref Cursor state)
    {
        Span<char> typed = stackalloc char[Shorthand.Longest];
        if (end - start > typed.Length) return false;
        var length = text[start..end].ToLowerInvariant(typed);
        if (!Shorthand.Shipped.TryGet(WordHash.Of(typed[..length]), out var reading)) return false;
        state.Add(start, end, reading, PronounForm.None);
        return true;
    }

    private static int EndOfMixed(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && char.IsLetterOrDigit(text[i])) i++;
        return i;
    }

    private static int ReadNumber(ReadOnlySpan<char> text, int start, int digit, ref Cursor state)
    {
        var end = digit;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end < text.Length && start == digit && (char.IsLetter(text[end]) || text[end] is '@' or '_' or '.' or '-' or '+'))
        {
            if (TryFindEmail(text, start, end, out var address)) return state.Add(start, address, "#email", 0, TokenKind.Email);
            if (char.IsLetter(text[end]) && EndOfMixed(text, end) is var mixed && TryAddShorthand(text, start, mixed, ref state)) return mixed;
        }

        var read = NumberReader.Read(text, digit);
        var from = Math.Min(start, read.Start);
        if (read.Kind == TokenKind.Number && state.Break != TokenBreak.Sentence && state.Buffer.Count > 0 && read.Value <= 120
            && state.Buffer.Tokens[^1].Hash is var before && (before == Aged || before == Age))
        {
            state.Buffer.Replace(1, read.End, NumberReader.Age);
            return read.End;
        }

        return state.Add(from, read.End, read.Text ?? NumberWords.ClassOf(read.Value), read.Value, read.Kind);
    }

    private static int ReadHandle(ReadOnlySpan<char> text, int start, ref Cursor state)
    {
        var i = start + 1;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.')) i++;
        while (text[i - 1] == '.') i--;
        return state.Add(start, i, "#handle", 0, TokenKind.Handle);
    }

    private static bool IsHandleStart(char c) => char.IsAsciiLetter(c) || c == '_';

    // Letters, digits, dots and dashes up to one @ and a domain with a dot. `at` is where the first run of letters or digits ended.
    private static bool TryFindEmail(ReadOnlySpan<char> text, int start, int at, out int end)
    {
        end = at;
        while (at < text.Length && at - start < LongestWord && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' or '-' or '+')) at++;
        if (at >= text.Length || text[at] != '@') return false;
        var domain = at + 1;
        end = domain;
        while (end < text.Length && end - domain < LongestDomain && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-')) end++;
        while (end > domain && text[end - 1] is '.' or '-') end--;
        return text[domain..end].IndexOf('.') > 0;
    }

    /// <summary>What stands before the next token, and where it goes.</summary>
    private struct Cursor(TokenBuffer buffer)
    {
        private int sentence = -1;

        public TokenBuffer Buffer { get; } = buffer;

        public TokenBreak Break { get; private set; } = TokenBreak.Sentence;

        public int Add(int start, int end, ReadOnlySpan<char> word, int value, TokenKind kind)
        {
            Add(TextSpan.Between(start, end), word, WordHash.Of(word), value, kind, PronounForm.None);
            return end;
        }

        public void Add(int start, int end, ReadOnlySpan<char> word, ulong hash, PronounForm pronoun) =>
            Add(TextSpan.Between(start, end), word, hash, 0, TokenKind.Word, pronoun);

        public void Add(int start, int end, WordReading reading, PronounForm pronoun)
        {
            var span = TextSpan.Between(start, end);
            if (reading.Number >= 0)
            {
                Add(start, end, NumberWords.ClassOf(reading.Number), reading.Number, TokenKind.Number);
                return;
            }

            for (var i = 0; i < reading.Words.Length; i++) Add(span, reading.Words[i], reading.Hashes[i], 0, TokenKind.Word, pronoun);
        }

        /// <summary>Takes note of a sign between words.</summary>
        public void Pass(ReadOnlySpan<char> text, int i)
        {
            if (Break == TokenBreak.Sentence) return;
            if (SentenceEnds.IsAt(text, i)) Break = TokenBreak.Sentence;
            else if (text[i] is ',' or ':' or '(' or ')' or '–' or '—' or '…' || (text[i] == '-' && IsDash(text, i))) Break = TokenBreak.Clause;
        }

        // "Weapons - nil", "Weapons- nil"; not "self-harm".
        private static bool IsDash(ReadOnlySpan<char> text, int i) =>
            (i > 0 && char.IsWhiteSpace(text[i - 1])) || (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]));

        private void Add(TextSpan span, ReadOnlySpan<char> word, ulong hash, int value, TokenKind kind, PronounForm pronoun)
        {
            if (Break == TokenBreak.Sentence) sentence++;
            Buffer.Add(span, word, hash, value, sentence, kind, Break, pronoun);
            Break = TokenBreak.None;
        }
    }
}
