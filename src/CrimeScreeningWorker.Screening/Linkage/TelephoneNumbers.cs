using PhoneNumbers;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Telephone numbers of people, as E.164.</summary>
/// <remarks>
/// A cheap scan finds runs of digits of a telephone number's length and grouping; libphonenumber judges those few. A UK
/// number need only be possible, not valid: the ranges kept for drama and for training records are not given out, and a
/// new range may be younger than the library.
/// </remarks>
internal sealed class TelephoneNumbers
{
    private const int MostDigits = 16;
    private const int MostForeignGroups = 8;

    private static readonly WordSet GluedWords = new(
        "tel", "mob", "mobile", "phone", "no", "num", "number", "ph", "t", "m", "call", "txt", "text", "sms", "whatsapp", "from", "on");

    // "log 0123 4567 890": a number of this length that a system gave out.
    private static readonly WordSet ReferenceWords = new(
        "ref", "reference", "log", "cad", "inc", "incident", "crime", "occ", "occurrence", "urn", "crn", "imei", "iccid", "sim", "a", "c", "ac", "acct",
        "account", "sort", "invoice", "order", "tracking", "parcel", "card", "storm", "exhibit", "custody", "case", "asn", "policy", "claim", "nhs",
        "badge", "collar", "serial", "barcode");

    private static readonly WordSet Between = new("no", "number", "num", "nr", "is", "was", "of", "code");

    private readonly PhoneNumberUtil util = PhoneNumberUtil.GetInstance();
    private readonly string[] servicePrefixes;
    private readonly HashSet<string> ignored;

    public TelephoneNumbers(LinkageOptions options)
    {
        servicePrefixes = [.. options.ServiceNumberPrefixes.Select(prefix => prefix.Trim()).Where(prefix => prefix.Length > 0)];
        ignored = [.. options.IgnoredNumbers.Select(ToE164).OfType<string>()];
    }

    /// <summary>Reads a number whose first digit is at <paramref name="first"/>.</summary>
    /// <param name="end">Behind the number when one stands here, a service's included; else <paramref name="first"/>.</param>
    /// <param name="value">E.164, or <see langword="null"/> when the number is no person's.</param>
    public bool TryRead(ReadOnlySpan<char> text, int first, out int start, out int end, out string? value)
    {
        start = end = first;
        value = null;
        var lead = text[first];
        var plus = first > 0 && text[first - 1] == '+';
        if (!plus && lead is not ('0' or '4')) return false;
        start = plus || (first > 0 && text[first - 1] == '(') ? first - 1 : first;
        if (!MayStart(text, start)) return false;

        var run = new DigitRun(stackalloc char[MostDigits], stackalloc int[MostDigits], stackalloc int[MostDigits]);
        run.Read(text, first);
        if (run.Count < 8) return false;

        var bracketed = text[start] == '(';
        var read = TryRun(text, start, plus, ref run, out end, out value);
        // "(01632) 960123" begins with its bracket; "he rang (07700 900123)" does not.
        if (read && bracketed && !text[start..end].Contains(')')) start++;
        if (read && plus && start > 0 && text[start - 1] == '(' && text[start..end].Count(')') > text[start..end].Count('(')) start--;
        return read;
    }

    private bool TryRun(ReadOnlySpan<char> text, int start, bool plus, ref DigitRun run, out int end, out string? value)
    {
        if (plus || run.StartsWith("00")) return TryInternational(text, start, ref run, plus ? 0 : 2, out end, out value);
        end = start;
        value = null;
        if (run.Digits[0] == '4') return run.StartsWith("44") && TryNational(text, start, ref run, 2, out end, out value);
        return TryNational(text, start, ref run, 0, out end, out value);
    }

    private bool TryInternational(ReadOnlySpan<char> text, int start, ref DigitRun run, int skip, out int end, out string? value)
    {
        if (run.Digits[skip..] is ['4', '4', ..]) return TryNational(text, start, ref run, skip + 2, out end, out value);
        // No country code begins with 0, and nobody types a foreign number digit by digit.
        var most = run.Digits.Length > skip && run.Digits[skip] != '0' && run.Groups <= MostForeignGroups ? run.Groups : 0;
        for (var groups = most; groups > 0; groups--)
        {
            var digits = run.UpTo(groups);
            if (digits.Length - skip is < 8 or > 15) continue;
            if (Parse($"+{digits[skip..]}") is not { } number || !util.IsValidNumber(number)) continue;
            end = run.EndOf(groups);
            value = Unless(util.Format(number, PhoneNumberFormat.E164));
            return true;
        }

        end = start;
        value = null;
        return false;
    }

    // skip: digits of the country code in front, after which the trunk 0 may be left out or kept ("+44 (0)7700").
    private bool TryNational(ReadOnlySpan<char> text, int start, ref DigitRun run, int skip, out int end, out string? value)
    {
        value = null;
        end = start;
        Span<char> national = stackalloc char[MostDigits + 1];
        national[0] = '0';
        for (var groups = 1; groups <= run.Groups; groups++)
        {
            var digits = run.UpTo(groups)[skip..];
            if (digits.IsEmpty) continue;
            var rest = digits[0] == '0' ? digits[1..] : digits;
            if (skip == 0 && digits[0] != '0') return false;
            if (rest.Length is not (9 or 10) || rest[0] is not ('1' or '2' or '3' or '7' or '8' or '9')) continue;
            rest.CopyTo(national[1..]);
            var typed = national[..(rest.Length + 1)];
            if (!IsUnitedKingdom(typed, ref run, groups, skip) || IsReference(text, start)) continue;
            end = run.EndOf(groups);
            value = IsService(typed) ? null : Unless($"+44{rest}");
            return true;
        }

        return false;
    }

    private bool IsUnitedKingdom(scoped ReadOnlySpan<char> national, ref DigitRun run, int groups, int skip)
    {
        if (skip == 0 && (run.LooksLikeDate(groups) || (national[1] != '7' && run.GroupLength(0) is > 6 and < 10))) return false;
        if (Parse(national.ToString()) is not { } number) return false;
        // Ten digits with the 0 are rare true numbers and many other things.
        return national.Length == 11 ? util.IsPossibleNumber(number) : util.IsValidNumber(number);
    }

    private bool IsService(scoped ReadOnlySpan<char> national)
    {
        foreach (var prefix in servicePrefixes)
            if (national.StartsWith(prefix)) return true;
        return false;
    }

    private string? Unless(string e164) => ignored.Contains(e164) ? null : e164;

    private string? ToE164(string typed) => Parse(typed) is { } number ? util.Format(number, PhoneNumberFormat.E164) : null;

    private PhoneNumber? Parse(string typed)
    {
        try
        {
            return util.Parse(typed, "GB");
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static bool MayStart(ReadOnlySpan<char> text, int start)
    {
        if (start == 0) return true;
        var before = text[start - 1];
        if (char.IsAsciiLetter(before)) return GluedWords.Contains(text[Words.StartOf(text, start)..start]);
        if (char.IsLetterOrDigit(before) || before is '£' or '$' or '€' or '_' or '@') return false;
        return before is not ('-' or '.' or '/' or ':' or ',') || !Words.IsPart(text, start - 2) || char.IsAsciiLetter(text[start - 2]);
    }

    private static bool IsReference(ReadOnlySpan<char> text, int start)
    {
        var word = Words.Before(text, start, out var wordStart);
        if (Between.Contains(word)) word = Words.Before(text, wordStart, out _);
        return ReferenceWords.Contains(word);
    }
}
