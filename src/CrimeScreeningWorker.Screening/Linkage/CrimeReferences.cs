using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Crime numbers of other records that a narrative names: "see 35/66896/25", "linked to 2500374787".</summary>
/// <remarks>
/// Each force has a form of its own, so everything is taken that could be one: letters, digits and strokes with a run of five digits. What is no
/// crime number of the store meets none there and joins nothing.
/// </remarks>
internal static class CrimeReferences
{
    private const int LeastDigitsInARow = 5;
    private const int Longest = 40;

    public static void Add(ReadOnlySpan<char> text, ImmutableArray<TextIdentifier>.Builder found)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (!IsPart(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && IsPart(text[end])) end++;
            var last = end;
            while (last > i && text[last - 1] is '/' or '-') last--;
            if (Normalise(text[i..last]) is { } value) found.Add(new TextIdentifier(IdentifierKind.Reference, value, TextSpan.Between(i, last)));
            i = end;
        }
    }

    /// <summary>In capitals without strokes; null for what cannot be told from any other number.</summary>
    public static string? Normalise(ReadOnlySpan<char> reference)
    {
        int row = 0, most = 0;
        foreach (var c in reference)
        {
            row = char.IsAsciiDigit(c) ? row + 1 : 0;
            most = Math.Max(most, row);
        }

        if (most < LeastDigitsInARow || reference.Length > Longest) return null;
        Span<char> value = stackalloc char[reference.Length];
        var length = 0;
        foreach (var c in reference)
            if (char.IsAsciiLetterOrDigit(c)) value[length++] = char.ToUpperInvariant(c);
        return value[..length].ToString();
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '-';
}
