using System.Collections.Frozen;
using System.Globalization;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>How exactly a text names a day.</summary>
internal enum DateGrain
{
    Day,

    /// <summary>A day of a week, taken for the last one before the record.</summary>
    Weekday,

    /// <summary>A month, a season or a year, taken for its first day.</summary>
    Longer,
}

/// <summary>A day that a text names.</summary>
/// <param name="Tokens">How many words name it.</param>
internal readonly record struct NamedDate(DateOnly Day, DateGrain Grain, int Tokens);

/// <summary>Reads the dates of a narrative: "12/03", "12/03/26", "3rd of March", "March", "Friday", "Xmas", "2019".</summary>
/// <remarks>A date without its year is the last one that is not after the record.</remarks>
internal static class NarrativeDates
{
    private static readonly FrozenDictionary<ulong, int> Months = Hashed(
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov",
        "december dec");

    // Week of a date begins on Sunday, as DayOfWeek does.
    private static readonly FrozenDictionary<ulong, int> Weekdays = Hashed(
        "sunday sundays sun", "monday mondays mon", "tuesday tuesdays tue tues", "wednesday wednesdays wed weds", "thursday thursdays thu thur thurs",
        "friday fridays fri", "saturday saturdays sat");

    private static readonly FrozenDictionary<ulong, (int Month, int Day)> Feasts = new Dictionary<ulong, (int, int)>
    {
        [WordHash.Of("christmas")] = (12, 25),
        [WordHash.Of("halloween")] = (10, 31),
        [WordHash.Of("spring")] = (3, 1),
        [WordHash.Of("summer")] = (6, 1),
        [WordHash.Of("autumn")] = (9, 1),
        [WordHash.Of("winter")] = (12, 1),
        [WordHash.Of("easter")] = (4, 10),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<ulong, int> Before = new Dictionary<ulong, int>
    {
        [WordHash.Of("today")] = 0,
        [WordHash.Of("tonight")] = 0,
        [WordHash.Of("yesterday")] = 1,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<ulong, int> LastOnes = new Dictionary<ulong, int>
    {
        [WordHash.Of("night")] = 1,
        [WordHash.Of("week")] = 7,
        [WordHash.Of("month")] = 30,
        [WordHash.Of("year")] = 365,
        [WordHash.Of("weekend")] = 7,
    }.ToFrozenDictionary();

    private static readonly ulong Of = WordHash.Of("of");
    private static readonly ulong Last = WordHash.Of("last");
    private static readonly ulong New = WordHash.Of("new");
    private static readonly ulong Year = WordHash.Of("year");

    /// <summary>The date that begins at a word; false when none does.</summary>
    /// <param name="recorded">Day the record was made.</param>
    public static bool TryRead(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at, DateOnly recorded, out NamedDate date)
    {
        ref readonly var token = ref tokens[at];
        date = default;
        if (token.Kind == TokenKind.DateOrTime) return TryReadFigures(narrative.Slice(token.Span.Start, token.Span.Length), recorded, out date);
        if (DayOfMonth(narrative, token) is { } day && TryReadDayMonth(tokens, at, day, recorded, out date)) return true;
        if (token.Kind != TokenKind.Word) return false;
        if (Months.TryGetValue(token.Hash, out var month))
        {
            if (at + 1 < tokens.Length && tokens[at + 1].Break == TokenBreak.None && DayOfMonth(narrative, tokens[at + 1]) is { } behind
                && Make(YearAt(narrative, tokens, at + 2), month + 1, behind, recorded) is { } named)
            {
                date = new NamedDate(named, DateGrain.Day, 2);
                return true;
            }

            var year = YearAt(narrative, tokens, at + 1);
            if (Make(year, month + 1, 1, recorded) is { } first) date = new NamedDate(first, DateGrain.Longer, year is null ? 1 : 2);
            return date.Tokens > 0;
        }

        if (Weekdays.TryGetValue(token.Hash, out var weekday))
        {
            var back = (((int)recorded.DayOfWeek - weekday + 6) % 7) + 1;
            date = new NamedDate(recorded.AddDays(-back), DateGrain.Weekday, 1);
            return true;
        }

        if (Feasts.TryGetValue(token.Hash, out var feast) && Make(YearAt(narrative, tokens, at + 1), feast.Month, feast.Day, recorded) is { } feastDay)
        {
            date = new NamedDate(feastDay, DateGrain.Longer, 1);
            return true;
        }

        return TryReadWords(tokens, at, recorded, out date);
    }

    /// <summary>Days of a fraction as doctors write time: "3/12" is three months, "2/7" two days, "6/52" six weeks; null for other figures.</summary>
    public static int? Fraction(ReadOnlySpan<char> narrative, in Token token)
    {
        var text = narrative.Slice(token.Span.Start, token.Span.Length);
        var slash = text.IndexOf('/');
        if (slash <= 0 || !int.TryParse(text[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return text[(slash + 1)..] switch { "7" => count, "52" => count * 7, "12" => count * 30, _ => null };
    }

    // "yesterday", "last week", "new year"
    private static bool TryReadWords(ReadOnlySpan<Token> tokens, int at, DateOnly recorded, out NamedDate date)
    {
        date = default;
        if (Before.TryGetValue(tokens[at].Hash, out var before)) date = new NamedDate(recorded.AddDays(-before), DateGrain.Day, 1);
        else if (at + 1 >= tokens.Length || tokens[at + 1].Break != TokenBreak.None) return false;
        else if (tokens[at].Hash == Last && LastOnes.TryGetValue(tokens[at + 1].Hash, out var days))
            date = new NamedDate(recorded.AddDays(-days), days == 1 ? DateGrain.Day : DateGrain.Longer, 2);
        else if (tokens[at].Hash == New && tokens[at + 1].Hash == Year) date = new NamedDate(new DateOnly(recorded.Year, 1, 1), DateGrain.Longer, 2);
        return date.Tokens > 0;
    }

    private static bool TryReadDayMonth(ReadOnlySpan<Token> tokens, int at, int day, DateOnly recorded, out NamedDate date)
    {
        date = default;
        var next = at + 1;
        if (next < tokens.Length && tokens[next].Hash == Of) next++;
        if (next >= tokens.Length || tokens[next].Break != TokenBreak.None || !Months.TryGetValue(tokens[next].Hash, out var month)) return false;
        if (Make(null, month + 1, day, recorded) is not { } named) return false;
        date = new NamedDate(named, DateGrain.Day, next - at + 1);
        return true;
    }

    // "12/03", "12/03/26", "12.03.2026", "2026-03-12", "2019"; "14:30" and "07.30" are times.
    private static bool TryReadFigures(ReadOnlySpan<char> text, DateOnly recorded, out NamedDate date)
    {
        date = default;
        Span<Range> parts = stackalloc Range[4];
        var groups = text.SplitAny(parts, "/.-");
        Span<int> numbers = stackalloc int[3];
        if (groups > 3) return false;
        for (var i = 0; i < groups; i++)
            if (!int.TryParse(text[parts[i]], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        if (groups == 1)
        {
            if (text.Length != 4 || numbers[0] < 1950 || numbers[0] > recorded.Year) return false;
            date = new NamedDate(new DateOnly(numbers[0], 1, 1), DateGrain.Longer, 1);
            return true;
        }

        if (groups == 2 && !text.Contains('/')) return false;
        var isoOrder = groups == 3 && numbers[0] > 31;
        int? year = groups == 2 ? null : isoOrder ? numbers[0] : numbers[2] < 100 ? 2000 + numbers[2] : numbers[2];
        if (Make(year, numbers[1], isoOrder ? numbers[2] : numbers[0], recorded) is not { } day) return false;
        date = new NamedDate(day, DateGrain.Day, 1);
        return true;
    }

    private static int? DayOfMonth(ReadOnlySpan<char> narrative, in Token token)
    {
        if (token.Kind == TokenKind.Number && char.IsAsciiDigit(narrative[token.Span.Start]) && token.Value is > 0 and <= 31) return token.Value;
        return token.Kind == TokenKind.Word && token.Value is > 0 and <= 31 ? token.Value : null;
    }

    private static int? YearAt(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, int at) =>
        at < tokens.Length && tokens[at] is { Kind: TokenKind.DateOrTime, Break: TokenBreak.None, Span.Length: 4 } token
        && int.TryParse(narrative.Slice(token.Span.Start, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1950 and < 2100 ? year : null;

    private static DateOnly? Make(int? year, int month, int day, DateOnly recorded)
    {
        if (month is < 1 or > 12 || day < 1) return null;
        var named = year ?? recorded.Year;
        if (named is < 1950 or > 2100 || day > DateTime.DaysInMonth(named, month)) return null;
        var made = new DateOnly(named, month, day);
        if (year is not null || made <= recorded.AddDays(1)) return made;
        return day <= DateTime.DaysInMonth(named - 1, month) ? new DateOnly(named - 1, month, day) : null;
    }

    private static FrozenDictionary<ulong, int> Hashed(params string[] rows) =>
        rows.SelectMany((row, i) => row.Split(' ').Select(word => (Hash: WordHash.Of(word), i))).ToFrozenDictionary(pair => pair.Hash, pair => pair.i);
}
