using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Houses and streets that a narrative names: "14 Pelham St", "FERRAND STREET", "12 Waun Terrace".</summary>
/// <remarks>An address is the number and the street in capitals, <c>14 PELHAM STREET</c>; a street its name alone. Words before the street's type
/// are its name only where each begins with a capital, so that "walked up the road" names none.</remarks>
internal static class Addresses
{
    private const int MostWordsOfName = 2;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["st"] = "STREET",
        ["street"] = "STREET",
        ["rd"] = "ROAD",
        ["road"] = "ROAD",
        ["ave"] = "AVENUE",
        ["avenue"] = "AVENUE",
        ["cl"] = "CLOSE",
        ["close"] = "CLOSE",
        ["dr"] = "DRIVE",
        ["drive"] = "DRIVE",
        ["ln"] = "LANE",
        ["lane"] = "LANE",
        ["ter"] = "TERRACE",
        ["terr"] = "TERRACE",
        ["terrace"] = "TERRACE",
        ["court"] = "COURT",
        ["ct"] = "COURT",
        ["crescent"] = "CRESCENT",
        ["cres"] = "CRESCENT",
        ["grove"] = "GROVE",
        ["way"] = "WAY",
        ["gardens"] = "GARDENS",
        ["gdns"] = "GARDENS",
        ["place"] = "PLACE",
        ["row"] = "ROW",
        ["hill"] = "HILL",
        ["mews"] = "MEWS",
        ["square"] = "SQUARE",
        ["parade"] = "PARADE",
        ["walk"] = "WALK",
        ["approach"] = "APPROACH",
        ["mansions"] = "MANSIONS",
        ["hall"] = "HALL",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> TypeOf = Types.GetAlternateLookup<ReadOnlySpan<char>>();

    // In half of all towns; and words that only begin a sentence.
    private static readonly WordSet NoNames = new(
        "high", "main", "station", "church", "the", "a", "her", "his", "their", "our", "my", "this", "that", "any", "by", "in", "on", "at", "to", "of", "from", "near", "no", "every", "victims", "magistrates",
        "crown", "county", "family", "town", "village", "city", "up", "down", "dead", "same", "tennis", "squash", "half", "long", "some", "all", "and", "or");

    public static void Add(ReadOnlySpan<char> text, ImmutableArray<TextIdentifier>.Builder found)
    {
        Span<(int Start, int End)> before = stackalloc (int, int)[MostWordsOfName + 1];
        var known = 0;
        var i = 0;
        while (i < text.Length)
        {
            if (!Words.IsPart(text, i))
            {
                // A name goes over blanks alone; the stop of "St. Mary" is no end, but neither is that a street.
                if (text[i] != ' ') known = 0;
                i++;
                continue;
            }

            var end = Words.EndOf(text, i);
            if (known > 0 && char.IsAsciiLetterUpper(text[i]) && TypeOf.TryGetValue(text[i..end], out var type))
                Add(text, before[..known], type, end, found);
            if (known == before.Length) before[1..].CopyTo(before);
            else known++;
            before[known - 1] = (i, end);
            i = end;
        }
    }

    private static void Add(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> before, string type, int end, ImmutableArray<TextIdentifier>.Builder found)
    {
        var first = before.Length;
        while (first > 0 && before.Length - first < MostWordsOfName && IsName(text[before[first - 1].Start..before[first - 1].End])) first--;
        if (first == before.Length) return;
        var start = before[first].Start;
        var name = NameOf(text, before[first..], type);
        var number = first > 0 ? text[before[first - 1].Start..before[first - 1].End] : default;
        if (IsNumber(number)) found.Add(new TextIdentifier(IdentifierKind.Address, $"{number} {name}".ToUpperInvariant(), TextSpan.Between(before[first - 1].Start, end)));
        else found.Add(new TextIdentifier(IdentifierKind.Street, name, TextSpan.Between(start, end)));
    }

    private static string NameOf(ReadOnlySpan<char> text, ReadOnlySpan<(int Start, int End)> words, string type)
    {
        var name = "";
        foreach (var (start, end) in words) name += string.Concat(text[start..end], " ");
        return name.ToUpperInvariant() + type;
    }

    private static bool IsName(ReadOnlySpan<char> word) =>
        word.Length >= 3 && char.IsAsciiLetterUpper(word[0]) && !word.ContainsAnyInRange('0', '9') && !NoNames.Contains(word);

    private static bool IsNumber(ReadOnlySpan<char> word) => word.Length is >= 1 and <= 4 && char.IsAsciiDigit(word[0]) && !word[..^1].ContainsAnyExceptInRange('0', '9');
}
