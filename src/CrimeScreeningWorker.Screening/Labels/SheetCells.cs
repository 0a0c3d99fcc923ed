using System.Collections.Frozen;
using System.Globalization;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>Reads what people write into cells. False: it is not what is expected; what that is stands beside each.</summary>
internal static class SheetCells
{
    public const string AnswersExpected = "yes, no or unsure is expected";
    public const string YesNoExpected = "yes or no is expected";
    public const string TimeExpected = "a day such as 14/03/2026 or 2026-03-14 is expected, with a time if it is known";

    private static readonly FrozenDictionary<string, StalkingAnswer> Answers = new Dictionary<string, StalkingAnswer>(StringComparer.OrdinalIgnoreCase)
    {
        ["yes"] = StalkingAnswer.Yes,
        ["y"] = StalkingAnswer.Yes,
        ["1"] = StalkingAnswer.Yes,
        ["true"] = StalkingAnswer.Yes,
        ["no"] = StalkingAnswer.No,
        ["n"] = StalkingAnswer.No,
        ["0"] = StalkingAnswer.No,
        ["false"] = StalkingAnswer.No,
        ["unsure"] = StalkingAnswer.Unsure,
        ["not sure"] = StalkingAnswer.Unsure,
        ["unknown"] = StalkingAnswer.Unsure,
        ["?"] = StalkingAnswer.Unsure,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] LocalTimes =
    [
        .. from day in (string[])["d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "yyyy-MM-dd"]
           from time in (string[])["", " H:mm", " H:mm:ss", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.FFFFFFF"]
           select day + time,
    ];

    private static readonly string[] FixedTimes = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    public static bool TryAnswer(string cell, out StalkingAnswer answer) => Answers.TryGetValue(cell, out answer);

    public static bool TryYesNo(string cell, out bool yes)
    {
        var known = TryAnswer(cell, out var answer) && answer != StalkingAnswer.Unsure;
        yes = answer == StalkingAnswer.Yes && known;
        return known;
    }

    /// <summary>A time without an offset is by British clocks, a day its beginning there.</summary>
    public static bool TryTime(string cell, out DateTimeOffset time)
    {
        var clock = cell.IndexOfAny(['T', ':']);
        if (clock > 0 && (cell.EndsWith('Z') || cell.IndexOfAny(['+', '-'], clock) > 0))
            return DateTimeOffset.TryParseExact(cell, FixedTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
        time = default;
        if (!DateTime.TryParseExact(cell, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        time = new DateTimeOffset(local, BritishTime.London.GetUtcOffset(local));
        return true;
    }

    public static bool TryNumber(string cell, double least, double most, out double number) =>
        double.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) &&
        number >= least && number <= most;

    public static bool TrySample(string cell, out LabelSample sample) => TryWord(cell, out sample);

    public static bool TrySource(string cell, out LabelSource source) => TryWord(cell, out source);

    public static bool TryPriority(string cell, out Priority priority) => TryWord(cell, out priority);

    /// <summary>Words of a set, as its error names them.</summary>
    public static string Expected<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(value => value is Priority p ? StoreWords.Of(p) : StoreWords.Of(value))) + " is expected";

    /// <summary>Takes back the apostrophe by which a cell was kept from being run.</summary>
    public static string Plain(string cell)
    {
        var text = cell.Trim();
        return text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@' ? text[1..] : text;
    }

    private static bool TryWord<T>(string cell, out T value) where T : struct, Enum
    {
        value = default;
        var word = cell.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return word.Length > 0 && char.IsLetter(word[0]) && Enum.TryParse(word, ignoreCase: true, out value) && Enum.IsDefined(value);
    }
}
