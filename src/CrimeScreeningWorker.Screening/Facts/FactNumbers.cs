using System.Collections.Frozen;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Reads the number that a find states: how often, or how long in days.</summary>
internal static class FactNumbers
{
    /// <summary>No more than this is taken for a count or for days: nobody was rung a million times.</summary>
    public const int Largest = 36_500;

    private static readonly FrozenDictionary<string, int> OrdinalWords = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["sixth"] = 6,
        ["seventh"] = 7,
        ["eighth"] = 8,
        ["ninth"] = 9,
        ["tenth"] = 10,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<ulong, int> Units = Hashed(
        ("day", 1), ("days", 1), ("night", 1), ("nights", 1), ("week", 7), ("weeks", 7), ("fortnight", 14), ("fortnights", 14), ("month", 30), ("months", 30),
        ("year", 365), ("years", 365));

    private static readonly FrozenSet<ulong> Plurals =
        new[] { "days", "nights", "weeks", "fortnights", "months", "years" }.Select(word => WordHash.Of(word)).ToFrozenSet();

    private static readonly FrozenDictionary<ulong, int> Loose = Hashed(("couple", 2), ("few", 3), ("several", 3));

    /// <summary>The first number of a find; null when there is none above 0.</summary>
    public static int? Count(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange find)
    {
        for (var at = find.Start; at < find.End; at++)
        {
            if (tokens[at].Kind == TokenKind.Number) return Whole(Number(narrative, tokens, ref at, find.End));
            if (Ordinal(narrative, tokens[at]) is { } ordinal) return Whole(ordinal);
        }

        return null;
    }

    /// <summary>The first number that is written with an x, "x6" or "3x"; null when there is none.</summary>
    public static int? Times(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange find)
    {
        for (var at = find.Start; at < find.End; at++)
        {
            if (tokens[at].Kind != TokenKind.Number) continue;
            var typed = narrative.Slice(tokens[at].Span.Start, tokens[at].Span.Length);
            if (at > find.Start || typed[0] is 'x' or 'X' || (typed[^1] is 'x' or 'X' && char.IsAsciiDigit(typed[0]))) return Whole(tokens[at].Value);
        }

        return null;
    }

    /// <summary>The first number with its unit of time, in days: "six months", "a fortnight", "3/12"; null when there is none.</summary>
    public static int? Days(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TokenRange find)
    {
        long count = 0;
        int? bare = null;
        for (var at = find.Start; at < find.End; at++)
        {
            ref readonly var token = ref tokens[at];
            if (Units.TryGetValue(token.Hash, out var unit))
            {
                if (count > 0) return Whole(unit * count);
                bare = unit * (Plurals.Contains(token.Hash) ? 2 : 1);
            }
            else if (token.Kind == TokenKind.Number) count = Number(narrative, tokens, ref at, find.End);
            else if (Loose.TryGetValue(token.Hash, out var loose)) count = loose;
            else if (token.Kind == TokenKind.DateOrTime && NarrativeDates.Fraction(narrative, token) is { } days) return Whole(days);
        }

        return bare;
    }

    /// <summary>The days from what is named in a find until the record was made; null when no date is named there.</summary>
    public static int? Since(Crime crime, ReadOnlySpan<Token> tokens, TokenRange find)
    {
        var recorded = DateOnly.FromDateTime(crime.RecordedAt.UtcDateTime);
        for (var at = find.Start; at < find.End; at++)
            if (NarrativeDates.TryRead(crime.Narrative, tokens, at, recorded, out var date))
                return Whole(Math.Max(0, recorded.DayNumber - date.Day.DayNumber));
        return null;
    }

    /// <summary>The place in an order that a word tells, "3rd", "third", "fourth"; null for all other words, and for "first", which is one.</summary>
    public static int? Ordinal(ReadOnlySpan<char> narrative, in Token token)
    {
        if (token.Kind != TokenKind.Word) return null;
        if (token.Value > 0) return token.Value;
        var word = narrative.Slice(token.Span.Start, token.Span.Length);
        return word.Length is > 4 and <= 7 && OrdinalWords.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var ordinal) ? ordinal : null;
    }

    // "twenty five", "two dozen", "three hundred"; leaves `at` on the last word of the number.
    private static long Number(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, ref int at, int end)
    {
        long number = tokens[at].Value;
        while (at + 1 < end && tokens[at + 1] is { Kind: TokenKind.Number, Break: TokenBreak.None } next
               && char.IsLetter(narrative[next.Span.Start]) && number < Largest)
        {
            if (next.Value is 12 or 24 or 100 or 200 or 1000 or 2000) number *= next.Value is 24 or 200 or 2000 ? next.Value / 2 : next.Value;
            else if (number is >= 20 and < 100 && number % 10 == 0 && next.Value < 10) number += next.Value;
            else break;
            at++;
        }

        return number;
    }

    private static int? Whole(long number) => number is > 0 and <= Largest ? (int)number : null;

    private static FrozenDictionary<ulong, int> Hashed(params (string Word, int Value)[] words) =>
        words.ToFrozenDictionary(word => WordHash.Of(word.Word), word => word.Value);
}
