using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <remarks>
/// A part of a registration is a pattern: <c>GK17*</c> (begins so), <c>*KFU</c> (ends so), <c>GK17V?X</c> (one character not read).
/// It equals the same part in another record, and <see cref="Fits"/> a whole registration.
/// </remarks>
internal static partial class Registrations
{
    private const int FewestKnown = 3;
    private const int MostWords = 7;

    private static readonly WordSet Connectors = new(
        "as", "is", "was", "of", "no", "number", "mark", "shown", "the", "on", "it", "with", "in", "vehicle", "taken", "noted", "given", "believed", "possibly",
        "poss", "maybe", "may", "be", "plate", "reg", "registration", "index", "vrm", "vrn", "seen", "letters", "digits", "numbers", "characters", "read", "only",
        "like", "something", "approx", "think", "thinks", "2", "3", "4", "two", "three", "four");

    private static readonly WordSet PartWords = new("part", "partial", "partially", "incomplete");
    private static readonly WordSet EndWords = new("ending", "ends", "end", "ended", "finishing", "finishes", "last");
    private static readonly WordSet StartWords = new("starting", "starts", "start", "beginning", "begins", "first");
    private static readonly WordSet GapWords = new("something", "unknown", "blank", "then");

    private enum Part
    {
        Whole,
        Some,
        Front,
        Back,
    }

    public static bool IsPart(string value) => value.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether a whole registration may be the one of which <paramref name="part"/> was read.</summary>
    public static bool Fits(string part, string whole) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(part, whole, ignoreCase: false);

    /// <summary>Known characters of a part.</summary>
    public static int Known(ReadOnlySpan<char> part) => part.Length - part.Count('*') - part.Count('?');

    /// <summary>Reads a registration, or a part of one, behind a word such as "plate", of which <paramref name="start"/> and <paramref name="end"/> are the bounds.</summary>
    public static bool TryReadBehind(ReadOnlySpan<char> text, int start, int end, out TextSpan span, out string value)
    {
        var part = PartWords.Contains(Words.Before(text, start, out _)) ? Part.Some : Part.Whole;
        var position = end;
        for (var word = 0; word < MostWords; word++)
        {
            position = OverPunctuation(text, position);
            var wordEnd = Words.EndOf(text, position);
            var here = text[position..wordEnd];
            if (TryReadFull(text, position, cued: part is Part.Whole or Part.Some, out span, out value) && part is Part.Whole or Part.Some) return true;
            if (EndWords.Contains(here)) part = Part.Back;
            else if (StartWords.Contains(here)) part = Part.Front;
            else if (PartWords.Contains(here)) part = Part.Some;
            else if (here.IsEmpty || !Connectors.Contains(here)) return TryReadPart(text, position, part, out span, out value);
            position = wordEnd;
        }

        span = default;
        value = "";
        return false;
    }

    // "WX17 O SOMETHING", "PART YD19 KR": no word for a plate, but said to be unfinished.
    private static bool TryReadUnfinished(ReadOnlySpan<char> text, int start, out TextSpan span, out string value)
    {
        span = default;
        value = "";
        if (!PlateShapes.IsCurrentHead(text[start..]) || Words.EndOf(text, start) != start + 4 || !MayStart(text, start)) return false;
        var said = PartWords.Contains(Words.Before(text, start, out _));
        var rest = text[(start + 4)..];
        if (!said && !rest[..Math.Min(rest.Length, 14)].Contains(" something", StringComparison.OrdinalIgnoreCase)) return false;
        return TryReadPart(text, start, Part.Some, out span, out value);
    }

    private static bool TryReadPart(ReadOnlySpan<char> text, int start, Part part, out TextSpan span, out string value)
    {
        span = default;
        value = "";
        Span<char> read = stackalloc char[PlateShapes.Longest + 1];
        var length = 0;
        var position = start;
        var end = start;
        var gap = -1;
        for (var group = 0; group < 4 && position < text.Length; group++)
        {
            var groupEnd = position;
            while (groupEnd < text.Length && groupEnd - position <= PlateShapes.Longest && IsPlateCharacter(text[groupEnd])) groupEnd++;
            var typed = text[position..groupEnd];
            if (group > 0 && gap < 0 && Words.EndOf(text, position) is var wordEnd && GapWords.Contains(text[position..wordEnd]))
            {
                gap = length;
                groupEnd = wordEnd;
            }
            else
            {
                // What stands alone at a sentence's end is its question mark, not a character nobody could read.
                if (groupEnd == text.Length || text[groupEnd] == ' ')
                    while (typed.Length > 1 && typed[^1] == '?' && typed[^2] != '?') typed = typed[..^1];
                if (!IsPlausible(typed, group) || length + typed.Length > PlateShapes.Longest) break;
                Append(typed, read, ref length);
                end = position + typed.Length;
            }

            if (groupEnd + 1 >= text.Length || text[groupEnd] is not (' ' or '-')) break;
            position = groupEnd + 1;
        }

        if (gap >= length) gap = -1;
        if (!IsEnough(read[..length], part)) return false;
        span = TextSpan.Between(start, end);
        value = Pattern(read[..length], part, gap);
        return true;
    }

    private static void Append(ReadOnlySpan<char> typed, Span<char> read, ref int length)
    {
        foreach (var c in typed) read[length++] = c is '_' or '*' ? '?' : char.ToUpperInvariant(c);
    }

    private static bool IsPlateCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '?' or '*';

    // Capitals, or small letters with a digit among them; a first group may be anything of a plate, a later one is its end.
    private static bool IsPlausible(ReadOnlySpan<char> typed, int group)
    {
        if (typed.IsEmpty || CommonWords.Contains(typed) || (group > 0 && typed.Length > 4)) return false;
        if (typed.ContainsAnyInRange('a', 'z')) return typed.ContainsAnyInRange('0', '9') && IsOneCase(typed, out _);
        return group == 0 || typed.Length <= 3 || typed.ContainsAny('_', '?', '*');
    }

    private static bool IsEnough(ReadOnlySpan<char> read, Part part)
    {
        if (Known(read) < FewestKnown || read.Length > PlateShapes.Longest) return false;
        var hasDigit = read.ContainsAnyInRange('0', '9');
        var hasLetter = read.ContainsAnyInRange('A', 'Z');
        return part switch
        {
            Part.Whole => PlateShapes.IsCurrentHead(read) && (read.Length == 4 || read.Contains('?')),
            Part.Some => hasLetter && (hasDigit ? PlateShapes.IsCurrentHead(read) || read.Contains('?') || read.Length <= 4 : read.Length == 3 || read.Contains('?')),
            _ => hasLetter && read.Length <= 6 && (hasDigit || read.Length == 3),
        };
    }

    private static string Pattern(ReadOnlySpan<char> read, Part part, int gap)
    {
        if (read.Length == PlateShapes.Longest) return read.ToString();
        if (part == Part.Back) return $"*{read}";
        if (gap > 0) return $"{read[..gap]}*{read[gap..]}";
        return part == Part.Front || PlateShapes.IsCurrentHead(read) || read.Contains('?') ? $"{read}*" : $"*{read}*";
    }

    private static int OverPunctuation(ReadOnlySpan<char> text, int position)
    {
        var i = position;
        while (i < text.Length && i - position < 3 && text[i] is ' ' or ':' or '=' or '\'' or '"' or '(' or '#' or '-' or '‘' or '“' or '.' or ',') i++;
        return i;
    }
}
