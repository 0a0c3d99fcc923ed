namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Digits that stand together as people group them, "+44 (0)7700-900 123", with where each group ends.</summary>
internal ref struct DigitRun(Span<char> digits, Span<int> groupEnds, Span<int> textEnds)
{
    private readonly Span<char> digits = digits;
    private readonly Span<int> groupEnds = groupEnds;
    private readonly Span<int> textEnds = textEnds;
    private bool dashedOrDotted;

    public int Count { get; private set; }

    public int Groups { get; private set; }

    public readonly ReadOnlySpan<char> Digits => digits[..Count];

    /// <summary>The digits of the first <paramref name="groups"/> groups.</summary>
    public readonly ReadOnlySpan<char> UpTo(int groups) => digits[..groupEnds[groups - 1]];

    /// <summary>Where in the text the last of these groups ends.</summary>
    public readonly int EndOf(int groups) => textEnds[groups - 1];

    public readonly int GroupLength(int group) => groupEnds[group] - (group == 0 ? 0 : groupEnds[group - 1]);

    public readonly bool StartsWith(ReadOnlySpan<char> value) => Digits.StartsWith(value);

    /// <summary>Fills the run from the digit at <paramref name="i"/>; a group that does not fit whole is left out with all behind it.</summary>
    public void Read(ReadOnlySpan<char> text, int i)
    {
        while (true)
        {
            var count = Count;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                if (count == digits.Length) return;
                digits[count++] = text[i++];
            }

            // "0900123rd" and "07700 90012A" are codes.
            if (i < text.Length && char.IsLetter(text[i]) && !IsGluedWord(text, i)) return;
            groupEnds[Groups] = count;
            textEnds[Groups] = i;
            Count = count;
            if (++Groups == groupEnds.Length) return;
            var next = OverSeparators(text, i);
            if (next == i) return;
            if (Groups == 1 && text[i] is '-' or '.') dashedOrDotted = true;
            i = next;
        }
    }

    /// <summary>07.09.2025 123, 01-02-25 and so on: day, month and year, then something else.</summary>
    public readonly bool LooksLikeDate(int groups) =>
        groups >= 3 && GroupLength(0) == 2 && GroupLength(1) == 2 && (GroupLength(2) == 4 || dashedOrDotted);

    // "07700900123and" is a slip of the space bar; "07700900123A" is a code.
    private static bool IsGluedWord(ReadOnlySpan<char> text, int i) => i + 1 < text.Length && char.IsLetter(text[i + 1]);

    private static int OverSeparators(ReadOnlySpan<char> text, int i)
    {
        var next = i;
        while (next < text.Length && next - i < 3 && text[next] is ' ' or '-' or '–' or '.' or '(' or ')' or '\u00A0')
        {
            // A full stop with a blank behind it ends the sentence and the number.
            if (text[next] == '.' && !(next + 1 < text.Length && char.IsAsciiDigit(text[next + 1]))) return i;
            next++;
        }

        return next < text.Length && char.IsAsciiDigit(text[next]) ? next : i;
    }
}
