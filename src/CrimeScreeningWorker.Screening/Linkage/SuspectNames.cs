using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>
/// Names that a narrative gives to the suspect: "suspect named Lee COTTAM", "her ex husband Alan Price", "known as Kez Turner".
/// </summary>
/// <remarks>
/// A value is how the surname sounds and the first initial, <c>CTM|L</c> for Lee Cottam and Leigh COTTEM, the second empty when only a surname is given: the name
/// itself is not kept, and misspelt names are equal. A name is taken only where a word before it says whose it is, for most names of a
/// narrative are the victim's, a witness's or a street's. Narratives in capitals give none, since nothing tells a name from a word there.
/// </remarks>
internal static class SuspectNames
{
    private const int MostBetween = 2;

    private static readonly WordSet Cues = new(
        "suspect", "susp", "suspects", "s1", "respondent", "defendant", "def", "nominal", "named", "aka", "alias", "nicknamed", "known",
        "ex", "exhusband", "expartner", "exboyfriend", "exgirlfriend", "exwife", "husband", "wife", "boyfriend", "girlfriend", "partner", "fiance", "stepfather",
        "keeper", "against", "offender", "perpetrator", "male", "female", "man", "woman", "lad");

    private static readonly WordSet Between = new(
        "is", "was", "as", "called", "named", "husband", "wife", "boyfriend", "girlfriend", "partner", "mr", "mrs", "ms", "miss", "name", "one", "the", "her", "his", "suspect", "by", "believed", "to", "be");

    // Begin with a capital and stand behind such words without being a name.
    private static readonly WordSet NoNames = new(
        "police", "officer", "pc", "dc", "ds", "sgt", "pcso", "court", "magistrates", "crown", "family", "county", "road", "street", "lane", "close", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "facebook", "instagram", "snapchat", "whatsapp", "tiktok", "nmo", "dvpo", "spo", "ro", "dash",
        "victim", "suspect", "update", "informant", "aggrieved", "caller", "ip", "agg", "compl", "they", "she", "he", "the", "this", "that", "her", "his", "has", "had", "and", "who", "was", "is", "on", "in", "at");

    public static void Add(ReadOnlySpan<char> text, ImmutableArray<TextIdentifier>.Builder found)
    {
        if (IsInCapitals(text)) return;
        var i = 0;
        while (i < text.Length)
        {
            if (!char.IsAsciiLetter(text[i]) || Words.IsPart(text, i - 1))
            {
                i++;
                continue;
            }

            var end = Words.EndOf(text, i);
            if (Cues.Contains(text[i..end]) && TryReadBehind(text, end, out var name))
            {
                found.Add(name);
                end = name.Span.End;
            }

            i = end;
        }
    }

    private static bool TryReadBehind(ReadOnlySpan<char> text, int position, out TextIdentifier name)
    {
        name = default;
        for (var word = 0; word <= MostBetween; word++)
        {
            if (NextWord(text, ref position) is not { } span) return false;
            var typed = text[span.Start..span.End];
            if (Between.Contains(typed))
            {
                position = span.End;
                continue;
            }

            if (!IsCapitalised(typed) || NoNames.Contains(typed)) return false;
            position = span.End;
            if (NextWord(text, ref position) is { } next && text[next.Start..next.End] is var second && IsCapitalised(second) && !NoNames.Contains(second))
            {
                name = new TextIdentifier(IdentifierKind.Name, $"{SoundOf(second)}|{char.ToUpperInvariant(typed[0])}", TextSpan.Between(span.Start, next.End));
                return true;
            }

            // Police write a surname alone in capitals: "suspect COTTAM".
            if (typed.Length < 4 || typed[1..].ContainsAnyInRange('a', 'z')) return false;
            name = new TextIdentifier(IdentifierKind.Name, $"{SoundOf(typed)}|", span);
            return true;
        }

        return false;
    }

    // Over a blank, a bracket or a quotation mark, never over the end of a sentence.
    private static TextSpan? NextWord(ReadOnlySpan<char> text, ref int position)
    {
        var start = position;
        while (start < text.Length && start - position < 3 && text[start] is ' ' or '(' or '\'' or '"' or '-' or ':' or '’' or ',') start++;
        if (start == position || start >= text.Length || !char.IsAsciiLetter(text[start])) return null;
        return TextSpan.Between(start, Words.EndOf(text, start));
    }

    private static bool IsCapitalised(ReadOnlySpan<char> word) =>
        word.Length >= 2 && char.IsAsciiLetterUpper(word[0]) && !word.ContainsAnyInRange('0', '9')
        && (!word[1..].ContainsAnyInRange('A', 'Z') || !word[1..].ContainsAnyInRange('a', 'z') || word.StartsWith("Mc") || word.StartsWith("Mac"));

    private static bool IsInCapitals(ReadOnlySpan<char> text)
    {
        int capitals = 0, small = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterUpper(c)) capitals++;
            else if (char.IsAsciiLetterLower(c)) small++;
        }

        return capitals > small;
    }

    /// <summary>The first letter and the consonants, no letter twice in a row: what most misspellings leave as it was.</summary>
    private static string SoundOf(ReadOnlySpan<char> name)
    {
        Span<char> sound = stackalloc char[name.Length];
        var length = 0;
        foreach (var typed in name)
        {
            var c = char.ToUpperInvariant(typed);
            if (length > 0 && (c is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y' or 'H' or 'W' || sound[length - 1] == c)) continue;
            if (char.IsAsciiLetterUpper(c)) sound[length++] = c;
        }

        return sound[..length].ToString();
    }
}
