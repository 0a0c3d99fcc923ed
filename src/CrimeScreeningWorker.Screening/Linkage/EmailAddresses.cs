using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>E-mail addresses of people, lower case.</summary>
internal sealed class EmailAddresses(LinkageOptions options)
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 255;
    private readonly string[] ignoredDomains = [.. options.IgnoredEmailDomains.Select(domain => domain.Trim().TrimStart('@', '.').ToLowerInvariant())];

    /// <summary>Reads the address around an @, or around an "[at]" or "(at)", of <paramref name="length"/> characters at <paramref name="at"/>.</summary>
    /// <param name="value"><see langword="null"/> when the address is an official's.</param>
    public bool TryRead(ReadOnlySpan<char> text, int at, int length, out TextSpan span, out string? value)
    {
        span = default;
        value = null;
        var spaced = length > 1;
        var localEnd = spaced && at > 0 && text[at - 1] == ' ' ? at - 1 : at;
        var start = localEnd;
        while (start > 0 && localEnd - start < LongestLocal && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_' or '-' or '+')) start--;
        while (start < localEnd && text[start] is '.' or '-' or '+') start++;
        if (start == localEnd || text[localEnd - 1] == '.') return false;

        var domainStart = at + length;
        if (spaced && domainStart < text.Length && text[domainStart] == ' ') domainStart++;
        var end = DomainEnd(text, domainStart);
        if (end == domainStart) return false;
        span = TextSpan.Between(start, end);
        var domain = text[domainStart..end].ToString().ToLowerInvariant();
        value = IsIgnored(domain) ? null : $"{text[start..localEnd].ToString().ToLowerInvariant()}@{domain}";
        return true;
    }

    // Labels joined by dots, the last one letters; a full stop, a dash, or the next sentence typed without a blank is not part of it.
    private static int DomainEnd(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        var end = start;
        var labels = 0;
        while (i < text.Length && i - start < LongestDomain)
        {
            var labelEnd = i;
            while (labelEnd < text.Length && labelEnd - start < LongestDomain && (char.IsAsciiLetterOrDigit(text[labelEnd]) || text[labelEnd] == '-')) labelEnd++;
            var label = text[i..labelEnd].TrimEnd('-');
            if (label.IsEmpty || label[0] == '-' || (labels >= 2 && StartsSentence(text, start, label))) break;
            labels++;
            if (labels >= 2 && label.Length >= 2 && !label.ContainsAnyExceptInRange('A', 'z')) end = i + label.Length;
            if (label.Length < labelEnd - i || labelEnd >= text.Length || text[labelEnd] != '.') break;
            i = labelEnd + 1;
        }

        return end;
    }

    private static bool StartsSentence(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> label) =>
        char.IsAsciiLetterUpper(label[0]) && char.IsAsciiLetterLower(text[start]);

    private bool IsIgnored(string domain)
    {
        foreach (var ignored in ignoredDomains)
        {
            if (domain.EndsWith(ignored, StringComparison.Ordinal) && (domain.Length == ignored.Length || domain[^(ignored.Length + 1)] == '.')) return true;
        }

        return false;
    }
}
