using System.Collections.Frozen;

namespace CrimeScreeningWorker.Screening.Text;

/// <summary>Tells the full stop that ends a sentence from the one in "e.g.", "J. Smith", "07.30" or "Mill Rd."</summary>
internal static class SentenceEnds
{
    private const int LongestAbbreviation = 6;

    // No reader looks further for the start of a paragraph: a page of blanks must cost what it is long.
    private const int FurthestBlank = 80;

    // Titles stand before a name, the others before what they shorten goes on in small letters or a number.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "mr", "mrs", "ms", "mx", "dr", "insp", "sgt", "det").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Abbreviations =
        FrozenSet.Create(
            StringComparer.OrdinalIgnoreCase,
            "approx", "tel", "mob", "ref", "incl", "inc", "vs", "prev", "poss", "no", "st", "rd", "ave", "dept", "min", "mins", "hrs", "susp", "vic", "temp")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the sign at <paramref name="i"/> ends a sentence; false for every sign that never does.</summary>
    public static bool IsAt(ReadOnlySpan<char> text, int i) => text[i] switch
    {
        '!' or '?' or ';' or '\u2029' => true,
        '\r' when i + 1 < text.Length && text[i + 1] == '\n' => false,
        '\n' or '\r' => NextStartsParagraph(text, i),
        '.' => IsFullStop(text, i),
        _ => false,
    };

    // A single line break inside a paragraph is only a wrapped line.
    private static bool NextStartsParagraph(ReadOnlySpan<char> text, int i)
    {
        var rest = text.Slice(i + 1, Math.Min(FurthestBlank, text.Length - i - 1)).TrimStart(" \t\r");
        return rest.IsEmpty || rest[0] is '\n' or '-' or '*' or '•' || char.IsUpper(rest[0]) || char.IsAsciiDigit(rest[0]);
    }

    private static bool IsFullStop(ReadOnlySpan<char> text, int i)
    {
        if (i + 1 >= text.Length) return true;
        var start = i;
        while (start > 0 && i - start <= LongestAbbreviation && char.IsLetter(text[start - 1])) start--;
        var word = text[start..i];
        if (char.IsLetterOrDigit(text[i + 1])) return char.IsUpper(text[i + 1]) && EndsBeforeCapital(text, word, i);
        var next = i + 2 < text.Length ? text[i + 2] : ' ';
        if (word.Length == 1) return EndsSingleLetter(text, start, next);
        if (word.Length > LongestAbbreviation) return true;
        return !Titles.Contains(word) && (!Abbreviations.Contains(word) || !(char.IsLower(next) || char.IsAsciiDigit(next)));
    }

    // "home.Then" and "HOME.THEN" lack a blank; "U.K" and "20.A" do not end.
    private static bool EndsBeforeCapital(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int i) =>
        word.Length > 2 || (i > 0 && char.IsLower(text[i - 1]));

    // "a.m. He" ends, "e.g. He" does not, nor does the initial of a name; "N. He" answers a question of a form.
    private static bool EndsSingleLetter(ReadOnlySpan<char> text, int start, char next)
    {
        var letter = text[start];
        var insideAbbreviation = start > 0 && text[start - 1] == '.';
        if (insideAbbreviation) return char.IsUpper(next) && letter is not ('g' or 'e');
        if (char.IsUpper(letter)) return letter is 'N' or 'Y' || !char.IsLetter(next);
        return char.IsUpper(next);
    }
}
