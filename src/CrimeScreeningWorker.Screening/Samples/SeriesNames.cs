using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Samples;

/// <summary>
/// Gives the identifiers of a copied case new values: the same ones throughout the series, others in every other series.
/// </summary>
/// <remarks>
/// The two ranges for invented telephone numbers hold 2,000 numbers. Each is given out once; after that a number becomes an e-mail address,
/// because a number that dozens of series share would join none of them.
/// </remarks>
internal sealed class SeriesNames
{
    private const int NumbersInRange = 1_000;

    // Those that stand anywhere in a registration and are not taken for a digit, so that a plate stays one and a part of it fits the whole.
    private const string Letters = "ABCDEFGHKLMNPRSVWXY";

    private readonly SampleCase source;
    private readonly int series;
    private readonly int firstPhone;
    private readonly char[] letters;

    /// <param name="firstPhone">How many telephone numbers the series before this one have.</param>
    public SeriesNames(SampleCase source, int series, int firstPhone, SeededChance chance)
    {
        (this.source, this.series, this.firstPhone) = (source, series, firstPhone);
        letters = Letters.ToCharArray();
        for (var i = letters.Length - 1; i > 0; i--)
        {
            var j = chance.Below(i + 1, series, Question.Letters + (ulong)i);
            (letters[i], letters[j]) = (letters[j], letters[i]);
        }
    }

    /// <summary>The narrative with its identifiers replaced.</summary>
    public string Rewrite(string narrative, IReadOnlyList<TextIdentifier> identifiers)
    {
        if (identifiers.Count == 0) return narrative;
        var text = new StringBuilder(narrative.Length + 16);
        var copied = 0;
        foreach (var identifier in identifiers)
        {
            var (start, end) = (identifier.Span.Start, identifier.Span.End);
            text.Append(narrative, copied, start - copied);
            switch (identifier.Kind)
            {
                case IdentifierKind.Phone:
                    text.Append(Phone(identifier.Value));
                    break;
                case IdentifierKind.Email:
                    text.Append(Email(identifier.Value));
                    break;
                case IdentifierKind.Address or IdentifierKind.Street:
                    // "14 Pelham St" stays the house of a street.
                    var type = narrative.LastIndexOf(' ', end - 1, end - start);
                    for (var i = start; i < end; i++) text.Append(i < type ? Letter(narrative[i]) : narrative[i]);
                    break;
                default:
                    var typed = narrative.AsSpan(start, end - start);
                    // "FD?? ending LKO": where a registration is in capitals, the small letters are words.
                    var words = identifier.Kind == IdentifierKind.Vehicle && typed.ContainsAnyInRange('A', 'Z');
                    foreach (var c in typed) text.Append(words && char.IsLower(c) ? c : Letter(c));
                    break;
            }

            copied = end;
        }

        return text.Append(narrative, copied, narrative.Length - copied).ToString();
    }

    private string Phone(string value)
    {
        var number = firstPhone;
        while (source.Phones[number - firstPhone] != value) number++;
        return number switch
        {
            < NumbersInRange => string.Create(CultureInfo.InvariantCulture, $"07700 900{number:000}"),
            < 2 * NumbersInRange => string.Create(CultureInfo.InvariantCulture, $"01632 960{number - NumbersInRange:000}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"caller{number}@example.org"),
        };
    }

    private string Email(string value) =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Concat(value[..value.IndexOf('@', StringComparison.Ordinal)].Select(Letter))}.{series}@example.org");

    private char Letter(char c)
    {
        var index = Letters.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
        if (index < 0) return c;
        return char.IsLower(c) ? char.ToLowerInvariant(letters[index]) : letters[index];
    }
}
