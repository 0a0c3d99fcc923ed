using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>UK vehicle registrations, in capitals without a space.</summary>
/// <remarks>
/// Alone, only forms that hardly any other text has are taken: AB12 CDE, A123 BCD, ABC 123D, ABZ 1234, none of them ending in a
/// common word ("CB24 AND"). Behind a word such as "plate" or "VRM" the shorter and older forms are taken too, and parts of one.
/// </remarks>
internal static partial class Registrations
{
    // Three letters behind what looks like half a plate: postcode districts, roads, collar numbers and class codes stand before such words.
    private static readonly WordSet CommonWords = new(
        "the", "and", "for", "was", "has", "had", "her", "him", "his", "she", "who", "not", "but", "all", "any", "are", "can", "did", "get", "got", "how",
        "man", "men", "new", "now", "old", "one", "two", "six", "ten", "our", "out", "off", "saw", "say", "see", "set", "sat", "ran", "run", "put", "son",
        "too", "use", "via", "way", "why", "yes", "you", "let", "may", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mon",
        "tue", "wed", "thu", "fri", "sun", "hrs", "day", "mum", "dad", "car", "van", "red", "kia", "bmw", "jct", "rbt", "exh", "sgt", "obo",
        "ltd", "bus", "end", "per", "due", "own", "age", "ago", "key", "pay", "pcs", "cps", "cid", "agg", "vic", "sus", "wit", "mid", "a", "an", "as", "at", "be", "by", "do", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or", "so", "to", "up", "us", "we",
        "rec", "ref", "log", "cad", "inc", "ip", "pm", "am", "lee", "joe", "sam", "tom", "ben", "dan", "ann", "amy", "sue", "ian");

    // "PC19 LEE", "MG11 DSM", "AT10 PMT": ranks, forms and small words that are also a plate's first letters.
    private static readonly WordSet OtherHeads = new("pc", "dc", "ps", "ds", "mg", "at", "on", "by", "no", "of", "an", "my", "so", "do", "he", "we", "me", "be", "rv", "sc", "ex");

    /// <summary>Reads a registration that stands without a word for it, around the digit at <paramref name="digit"/>.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int digit, out TextSpan span, out string value)
    {
        var start = Words.StartOf(text, digit);
        if (TryReadFull(text, start, cued: false, out span, out value)) return true;
        if (start < digit) return TryReadUnfinished(text, start, out span, out value);
        var before = start - 1;
        if (before < 3 || text[before] is not (' ' or '-') || !Words.IsPart(text, before - 1)) return false;
        var letters = Words.StartOf(text, before);
        return before - letters == 3 && TryReadFull(text, letters, cued: false, out span, out value);
    }

    private static bool TryReadFull(ReadOnlySpan<char> text, int start, bool cued, out TextSpan span, out string value)
    {
        span = default;
        value = "";
        if (!MayStart(text, start)) return false;
        Span<char> typed = stackalloc char[PlateShapes.Longest];
        Span<char> normal = stackalloc char[PlateShapes.Longest];
        Span<int> groups = stackalloc int[3];
        var length = 0;
        var position = start;
        var found = false;
        for (var group = 0; group < (cued ? 3 : 2); group++)
        {
            var end = Words.EndOf(text, position);
            if (end == position || length + end - position > PlateShapes.Longest) break;
            text[position..end].CopyTo(typed[length..]);
            length += end - position;
            groups[group] = length;
            var shape = PlateShapes.Read(typed[..length], normal);
            if (shape != PlateShape.None && MayEnd(text, end) && IsGrouped(shape, normal[..length], groups[..(group + 1)])
                && (cued ? IsLikelyBehindCue(shape, typed[..length], normal[..length], group > 0) : IsLikelyAlone(shape, typed[..length], normal[..length], group > 0)))
            {
                span = TextSpan.Between(start, end);
                value = normal[..length].ToString();
                found = true;
            }

            if (end + 1 >= text.Length || text[end] is not (' ' or '-')) break;
            position = end + 1;
            if (text[position] == ' ') position++;
        }

        return found;
    }

    // One block; two, cut where the form is cut; or "AB 12 CDE".
    private static bool IsGrouped(PlateShape shape, ReadOnlySpan<char> plate, ReadOnlySpan<int> groups) => groups.Length switch
    {
        1 => true,
        2 => groups[0] == PlateShapes.SpaceIn(shape, plate),
        _ => shape == PlateShape.Current && groups[0] == 2 && groups[1] == 4,
    };

    private static bool IsLikelyBehindCue(PlateShape shape, ReadOnlySpan<char> typed, ReadOnlySpan<char> plate, bool split)
    {
        if (!IsOneCase(typed, out var upper)) return false;
        if (split && (CommonWords.Contains(plate[^3..]) || CommonWords.Contains(plate[..3]) || CommonWords.Contains(plate.Trim("0123456789")))) return false;
        return shape switch
        {
            // "Index NK17" is the front of a plate of today far more often than a plate of 1930.
            PlateShape.Dateless => (upper || !split) && !(plate.Length == 4 && PlateShapes.IsCurrentHead(plate)) && CountDigits(plate) is >= 2 and < 6 && !CommonWords.Contains(plate.Trim("0123456789")),
            PlateShape.NorthernIrish => upper || !split,
            _ => true,
        };
    }

    private static bool IsLikelyAlone(PlateShape shape, ReadOnlySpan<char> typed, ReadOnlySpan<char> plate, bool split)
    {
        if (!IsOneCase(typed, out var upper)) return false;
        var digits = CountDigits(plate);
        switch (shape)
        {
            case PlateShape.Current:
                if (split && CommonWords.Contains(plate[4..])) return false;
                // A tail without a vowel is no word, whatever stands before it.
                return !split || !OtherHeads.Contains(plate[..2]) || (!plate[4..].ContainsAny("AEIOU") && plate[..2] is not ("PC" or "DC" or "PS" or "DS" or "MG"));
            case PlateShape.Prefix:
                return upper && digits == 3 && !CommonWords.Contains(plate[^3..]);
            case PlateShape.Suffix:
                // "THE 205A", "OWE 500P", "RAN 100M".
                return upper && digits == 3 && !CommonWords.Contains(plate[..3]) && (!split || plate[^1] is not ('H' or 'K' or 'M' or 'P' or 'S'));
            case PlateShape.NorthernIrish:
                return upper && plate.Length == 7 && plate[2] == 'Z' && !"AEIOU".Contains(plate[1]);
            default:
                return false;
        }
    }

    private static bool IsOneCase(ReadOnlySpan<char> typed, out bool upper)
    {
        upper = !typed.ContainsAnyInRange('a', 'z');
        return upper || !typed.ContainsAnyInRange('A', 'Z');
    }

    private static int CountDigits(ReadOnlySpan<char> plate)
    {
        var count = 0;
        foreach (var c in plate)
            if (char.IsAsciiDigit(c)) count++;
        return count;
    }

    private static bool MayStart(ReadOnlySpan<char> text, int start)
    {
        if (start == 0) return true;
        var before = text[start - 1];
        if (char.IsLetterOrDigit(before) || before is '_' or '@' or '#' or '£') return false;
        return before is not ('/' or '-' or '.' or ':' or ',') || start < 2 || !char.IsAsciiDigit(text[start - 2]);
    }

    private static bool MayEnd(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length) return true;
        var after = text[end];
        if (char.IsLetterOrDigit(after) || after is '_' or '@' or '?' or '*') return after == '?' && !Words.IsPart(text, end + 1);
        return after is not ('/' or '-' or '.' or ':') || !Words.IsPart(text, end + 1) || (after == '.' && char.IsAsciiLetter(text[end + 1]));
    }
}
