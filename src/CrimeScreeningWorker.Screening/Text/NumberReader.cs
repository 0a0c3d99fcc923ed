namespace CrimeScreeningWorker.Screening.Text;

/// <summary>A number as it was typed: what it is, what it counts, and where it ends.</summary>
/// <param name="Text">Normalised word; null takes the class of <see cref="Value"/>.</param>
internal readonly record struct NumberReading(int Start, int End, TokenKind Kind, string? Text, int Value)
{
    public static NumberReading Count(int start, int end, int value) => new(start, end, TokenKind.Number, null, value);

    public static NumberReading Date(int start, int end) => new(start, end, TokenKind.DateOrTime, "#date", 0);

    public static NumberReading Word(int start, int end, string text, int value = 0) => new(start, end, TokenKind.Word, text, value);
}

/// <summary>Reads what begins with a digit: counts, times, dates, sums, telephone numbers, ages, references.</summary>
internal static class NumberReader
{
    /// <summary>Digits joined by signs or with letters: a registration, a reference, a section of an act.</summary>
    public const string Code = "#code";

    /// <summary>How old somebody is, which is never scored.</summary>
    public const string Age = "#age";

    private const int LongNumberDigits = 7;

    public static NumberReading Read(ReadOnlySpan<char> text, int first)
    {
        var sign = first > 0 ? text[first - 1] : ' ';
        if (TryReadPhone(text, first, sign, out var phone)) return phone;
        var shape = Shape.Of(text, first);
        if (sign is '£' or '$' or '€') return new(first - 1, WithSuffix(text, shape.End, "k", "m"), TokenKind.Money, "#money", 0);
        if (WithSuffix(text, shape.End, "p", "k") is var penny && penny > shape.End) return new(first, penny, TokenKind.Money, "#money", 0);
        return shape.Groups > 1 ? ReadJoined(text, first, shape) : ReadPlain(text, first, shape, sign);
    }

    private static NumberReading ReadPlain(ReadOnlySpan<char> text, int first, Shape shape, char sign)
    {
        var end = shape.End;
        if (shape.Digits >= LongNumberDigits) return new(first, end, TokenKind.LongNumber, "#longnumber", 0);
        if (EndOfTime(text, first, end, shape) is > 0 and var time) return NumberReading.Date(first, time);
        if (Ordinal(text, end, shape.First) is { } ordinal) return NumberReading.Word(first, end + 2, ordinal, shape.First);
        if (shape.First is >= 20 and <= 90 && WithSuffix(text, end, "s", "'s") is var decade && decade > end) return NumberReading.Word(first, decade, Age);
        if (WithSuffix(text, end, "x", "x") is var times && times > end) return NumberReading.Count(first, times, shape.First);
        if (shape.First is 999 or 101) return NumberReading.Word(first, end, shape.First == 999 ? "999" : "101");
        if (sign == '(' && end < text.Length && text[end] == ')' && shape is { Digits: 2, First: >= 16 }) return NumberReading.Word(first, end, Age);
        return EndOfCode(text, first, end) is > 0 and var code ? NumberReading.Word(first, code, Code) : NumberReading.Count(first, end, shape.First);
    }

    private static NumberReading ReadJoined(ReadOnlySpan<char> text, int first, Shape shape)
    {
        var range = shape is { Sign: '-', Groups: 2, LongestGroup: <= 3 } && shape.Second > shape.First;
        var fraction = shape is { Sign: '.', Groups: 2 } && (shape.LastDigits == 1 || shape.First > 24 || shape.Second > 59);
        if ((range || fraction) && shape.Digits < LongNumberDigits) return NumberReading.Count(first, shape.End, shape.First);
        if (shape.Groups <= 3 && shape.LongestGroup <= 4 && shape.Digits <= 8)
            return NumberReading.Date(first, WithSuffix(text, WithSuffix(text, shape.End, "am", "pm"), "hrs", "h"));
        return new(first, shape.End, TokenKind.LongNumber, "#longnumber", 0);
    }

    // "0930", "2214hrs", "10pm", "10 pm", and a year of our time.
    private static int EndOfTime(ReadOnlySpan<char> text, int first, int end, Shape shape)
    {
        var behind = end < text.Length && text[end] == ' ' ? end + 1 : end;
        if (shape.Digits <= 2 && WithSuffix(text, behind, "am", "pm") is var noon && noon > behind) return noon;
        if (shape.Digits != 4 || end - first != 4) return 0;
        if (WithSuffix(text, behind, "hrs", "hours") is var hours && hours > behind) return hours;
        if (end < text.Length && char.IsLetterOrDigit(text[end])) return 0;
        return text[first] == '0' || (shape.First is >= 1950 and < 2050 and not 2000) ? end : 0;
    }

    private static string? Ordinal(ReadOnlySpan<char> text, int end, int value)
    {
        if (WithSuffix(text, end, "st", "nd") == end && WithSuffix(text, end, "rd", "th") == end) return null;
        return value switch { 1 => "first", 2 => "second", 3 => "third", _ => "nth" };
    }

    // "8L", "2A" and "12ab3" are references; "30mins" and "2h" are a number and its unit.
    private static int EndOfCode(ReadOnlySpan<char> text, int first, int end)
    {
        var i = end;
        while (i < text.Length && char.IsAsciiLetterOrDigit(text[i])) i++;
        if (i == end) return 0;
        var single = i == end + 1 && char.ToLowerInvariant(text[end]) is not ('m' or 'h' or 'd');
        return single || text[end..i].ContainsAnyInRange('0', '9') ? i : 0;
    }

    // The end behind one of two suffixes when no letter or digit follows it; the same end otherwise.
    private static int WithSuffix(ReadOnlySpan<char> text, int end, string one, string other) =>
        EndOf(text, end, one) is > 0 and var found ? found : EndOf(text, end, other) is > 0 and var second ? second : end;

    private static int EndOf(ReadOnlySpan<char> text, int at, string suffix)
    {
        if (!text[at..].StartsWith(suffix, StringComparison.OrdinalIgnoreCase)) return 0;
        var end = at + suffix.Length;
        return end < text.Length && char.IsLetterOrDigit(text[end]) ? 0 : end;
    }

    // British numbers in their groups: "07700 900123", "+44 7700 900 123", "0113-496-0000".
    private static bool TryReadPhone(ReadOnlySpan<char> text, int first, char sign, out NumberReading phone)
    {
        phone = default;
        var international = sign == '+';
        if (!international && (text[first] != '0' || first + 1 >= text.Length || text[first + 1] is not ('1' or '2' or '3' or '7' or '8' or '0'))) return false;
        var most = international ? 12 : text[first + 1] == '0' ? 14 : 11;
        var (digits, firstGroup, i) = (0, 0, first);
        for (; i < text.Length && digits < most; i++)
        {
            if (char.IsAsciiDigit(text[i])) digits++;
            else if (text[i] is ' ' or '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) firstGroup = firstGroup == 0 ? digits : firstGroup;
            else break;
        }

        if (digits < 10 || (!international && firstGroup is 1 or 2)) return false;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        phone = new(international ? first - 1 : first, i, TokenKind.LongNumber, "#longnumber", 0);
        return true;
    }

    /// <summary>Groups of digits and the signs between them.</summary>
    /// <param name="Sign">First sign between groups; a thousands comma is none.</param>
    private readonly record struct Shape(int End, int Digits, int Groups, char Sign, int First, int Second, int LongestGroup, int LastDigits)
    {
        public static Shape Of(ReadOnlySpan<char> text, int first)
        {
            var (digits, groups, sign, longest, inGroup) = (0, 1, '\0', 0, 0);
            long one = 0;
            long two = 0;
            var i = first;
            for (; i < text.Length; i++)
            {
                var c = text[i];
                if (char.IsAsciiDigit(c))
                {
                    digits++;
                    inGroup++;
                    if (groups == 1 && digits <= 9) one = (one * 10) + (c - '0');
                    if (groups == 2 && inGroup <= 9) two = (two * 10) + (c - '0');
                    longest = Math.Max(longest, inGroup);
                }
                else if (c == ',' && groups == 1 && inGroup <= 3 && IsThousands(text, i))
                {
                    inGroup = 0;
                }
                else if (c is '/' or ':' or '.' or '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
                {
                    if (sign == '\0') sign = c;
                    groups++;
                    inGroup = 0;
                }
                else break;
            }

            return new Shape(i, digits, groups, sign, (int)one, (int)two, longest, inGroup);
        }

        private static bool IsThousands(ReadOnlySpan<char> text, int comma) =>
            comma + 3 < text.Length && !text.Slice(comma + 1, 3).ContainsAnyExceptInRange('0', '9')
            && (comma + 4 == text.Length || !char.IsAsciiDigit(text[comma + 4]));
    }
}
