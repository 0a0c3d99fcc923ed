using System.Buffers;
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
    public static string Version { get; } = "1-" + Shorthand.Shipped.Version;

    private const int LongestWord = 64;
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?;\n\r");

    /// <summary>Fills <paramref name="buffer"/> with the tokens of <paramref name="narrative"/>, replacing what it held.</summary>
    public static void Tokenize(ReadOnlySpan<char> narrative, TokenBuffer buffer)
    {
        buffer.Clear();
        var state = new Cursor { Break = TokenBreak.Sentence, Sentence = -1 };
        var i = 0;
        while (i < narrative.Length)
        {
            var c = narrative[i];
            if (char.IsLetter(c)) i = ReadWord(narrative, i, buffer, ref state);
            else if (char.IsAsciiDigit(c)) i = ReadNumber(narrative, i, buffer, ref state, money: i > 0 && narrative[i - 1] == '£');
            else if (c == '@' && i + 1 < narrative.Length && IsHandleCharacter(narrative[i + 1])) i = ReadHandle(narrative, i, buffer, ref state);
            else
            {
                ReadBreak(narrative, i, ref state);
                i++;
            }
        }
    }

    private struct Cursor
    {
        public TokenBreak Break;
        public int Sentence;
    }

    private static void Emit(
        TokenBuffer buffer, ref Cursor state, TextSpan span, ReadOnlySpan<char> word, int value, TokenKind kind, PronounForm pronoun)
    {
        if (state.Break == TokenBreak.Sentence) state.Sentence++;
        buffer.Add(span, word, value, state.Sentence, kind, state.Break, pronoun);
        state.Break = TokenBreak.None;
    }

    private static void ReadBreak(ReadOnlySpan<char> text, int i, ref Cursor state)
    {
        var c = text[i];
        if (char.IsWhiteSpace(c) && c is not ('\n' or '\r')) return;
        if (SentenceEnds.Contains(c) && EndsSentence(text, i)) state.Break = TokenBreak.Sentence;
        else if (state.Break == TokenBreak.None && c is ',' or ':' or '(' or ')' or '–' or '—' or '…' || (c == '-' && i > 0 && text[i - 1] == ' '))
        {
            if (state.Break == TokenBreak.None) state.Break = TokenBreak.Clause;
        }
    }

    // A full stop inside "e.g.", "a.m." or "07.30" ends nothing; a single line break inside a paragraph is only a wrapped line.
    private static bool EndsSentence(ReadOnlySpan<char> text, int i)
    {
        if (text[i] is '\n' or '\r') return NextStartsParagraph(text, i);
        if (text[i] != '.') return true;
        if (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])) return char.IsUpper(text[i + 1]) && i > 1 && char.IsLower(text[i - 1]);
        var single = i >= 1 && char.IsLetter(text[i - 1]) && (i == 1 || !char.IsLetterOrDigit(text[i - 2]));
        return !single || i + 1 >= text.Length || (i + 2 < text.Length && char.IsUpper(text[i + 2]) && text[i - 1] is not ('e' or 'g' or 'p'));
    }

    private static bool NextStartsParagraph(ReadOnlySpan<char> text, int i)
    {
        var rest = text[(i + 1)..].TrimStart(" \t\r");
        return rest.IsEmpty || rest[0] is '\n' or '-' or '*' or '•' || char.IsUpper(rest[0]) || char.IsAsciiDigit(rest[0]);
    }

    private static int ReadWord(ReadOnlySpan<char> text, int start, TokenBuffer buffer, ref Cursor state)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        var suffix = -1;
        var i = start;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                if (length < LongestWord) word[length++] = char.ToLowerInvariant(c);
            }
            else if (c is '\'' or '’' or '‘' or '`' && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            {
                suffix = length;
            }
            else if (c == '/' && length <= 2 && i + 1 < text.Length && char.IsLetter(text[i + 1]) && IsShorthandWithSlash(text, start, out var end))
            {
                return EmitShorthand(text, start, end, buffer, ref state);
            }
            else break;
        }

        if (i < text.Length && IsEmail(text, start, ref i))
        {
            Emit(buffer, ref state, TextSpan.Between(start, i), "#email", 0, TokenKind.Email, PronounForm.None);
            return i;
        }

        // "x3" and "x 2" say how many times.
        if (length == 1 && word[0] == 'x' && i < text.Length && char.IsAsciiDigit(text[i])) return ReadNumber(text, i, buffer, ref state, money: false);

        // A capital U+0049 with digits behind it ("S1", "V2") is a role, read with its digit.
        if (length == 1 && i < text.Length && char.IsAsciiDigit(text[i]) && word[0] is 's' or 'v' && (i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1])))
        {
            word[length++] = text[i++];
        }

        EmitWord(buffer, ref state, TextSpan.Between(start, i), word[..length], suffix);
        return i;
    }

    private static void EmitWord(TokenBuffer buffer, ref Cursor state, TextSpan span, Span<char> word, int suffix)
    {
        var pronoun = PronounOf(suffix >= 0 ? word[..suffix] : word);
        if (Shorthand.Shipped.TryGet(WordHash.Of(word), out var reading))
        {
            foreach (var part in reading) Emit(buffer, ref state, span, part, 0, TokenKind.Word, pronoun);
            return;
        }

        // "victim's", "she'd", "he'll": the word before the apostrophe; "o'clock" and names keep their letters.
        if (suffix > 0 && word[suffix..] is "s" or "d" or "ll" or "ve" or "re")
        {
            EmitWord(buffer, ref state, span, word[..suffix], -1);
            return;
        }

        if (NumberWords.TryGet(word, out var value))
            Emit(buffer, ref state, span, NumberWords.ClassOf(value), value, TokenKind.Number, PronounForm.None);
        else
        {
            Emit(buffer, ref state, span, word, 0, TokenKind.Word, pronoun);
        }
    }

    private static PronounForm PronounOf(ReadOnlySpan<char> word) => word switch
    {
        "he" or "him" or "his" or "himself" => PronounForm.Masculine,
        "she" or "her" or "hers" or "herself" => PronounForm.Feminine,
        _ => PronounForm.None,
    };

    private static bool IsShorthandWithSlash(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        while (end < text.Length && end - start < 8 && (char.IsLetter(text[end]) || text[end] is '/' or '\'')) end++;
        while (end > start && text[end - 1] is '/' or '\'') end--;
        Span<char> typed = stackalloc char[8];
        var length = text[start..end].ToLowerInvariant(typed);
        return length > 0 && Shorthand.Shipped.TryGet(WordHash.Of(typed[..length]), out _);
    }

    private static int EmitShorthand(ReadOnlySpan<char> text, int start, int end, TokenBuffer buffer, ref Cursor state)
    {
        Span<char> typed = stackalloc char[8];
        var length = text[start..end].ToLowerInvariant(typed);
        if (Shorthand.Shipped.TryGet(WordHash.Of(typed[..length]), out var reading))
            foreach (var part in reading) Emit(buffer, ref state, TextSpan.Between(start, end), part, 0, TokenKind.Word, PronounForm.None);
        return end;
    }

    private static int ReadNumber(ReadOnlySpan<char> text, int start, TokenBuffer buffer, ref Cursor state, bool money)
    {
        var i = start;
        var digits = 0;
        var joined = false;
        long value = 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            var digitNext = i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);
            if (char.IsAsciiDigit(c))
            {
                digits++;
                if (digits <= 9) value = (value * 10) + (c - '0');
            }
            else if (c == ',' && digitNext && digits <= 3) { }
            else if (c is '/' or ':' or '.' or '-' && digitNext) joined = true;
            else if (c == ' ' && digits >= 4 && text[start] == '0' && digitNext && digits < 11) { }
            else break;
        }

        var span = TextSpan.Between(start, i);
        if (money || (i < text.Length && text[i] is 'p' or 'k' && (i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1]))))
            Emit(buffer, ref state, span, "#money", 0, TokenKind.Money, PronounForm.None);
        else if (digits >= 7)
            Emit(buffer, ref state, span, "#longnumber", 0, TokenKind.LongNumber, PronounForm.None);
        else if (joined)
            Emit(buffer, ref state, span, "#date", 0, TokenKind.DateOrTime, PronounForm.None);
        else
            return EmitCount(text, start, i, (int)value, buffer, ref state);
        return i;
    }

    private static int EmitCount(ReadOnlySpan<char> text, int start, int end, int value, TokenBuffer buffer, ref Cursor state)
    {
        if (end + 1 < text.Length && (end + 2 >= text.Length || !char.IsLetter(text[end + 2])))
        {
            Span<char> ending = [char.ToLowerInvariant(text[end]), char.ToLowerInvariant(text[end + 1])];
            if (ending is "st" or "nd" or "rd" or "th")
            {
                var ordinal = value switch { 1 => "first", 2 => "second", 3 => "third", _ => "nth" };
                Emit(buffer, ref state, TextSpan.Between(start, end + 2), ordinal, value, TokenKind.Word, PronounForm.None);
                return end + 2;
            }
        }

        Emit(buffer, ref state, TextSpan.Between(start, end), NumberWords.ClassOf(value), value, TokenKind.Number, PronounForm.None);
        return end;
    }

    private static int ReadHandle(ReadOnlySpan<char> text, int start, TokenBuffer buffer, ref Cursor state)
    {
        var i = start + 1;
        while (i < text.Length && IsHandleCharacter(text[i])) i++;
        while (text[i - 1] == '.') i--;
        Emit(buffer, ref state, TextSpan.Between(start, i), "#handle", 0, TokenKind.Handle, PronounForm.None);
        return i;
    }

    private static bool IsHandleCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    // Called behind the first run of letters: an address is letters, digits, dots and dashes up to one @ and a domain.
    private static bool IsEmail(ReadOnlySpan<char> text, int start, ref int i)
    {
        var at = i;
        while (at < text.Length && at - start < LongestWord && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_' or '-' or '+')) at++;
        if (at >= text.Length || text[at] != '@' || at + 1 >= text.Length || !char.IsAsciiLetterOrDigit(text[at + 1])) return false;
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-')) end++;
        while (text[end - 1] is '.' or '-') end--;
        i = end;
        return true;
    }
}
