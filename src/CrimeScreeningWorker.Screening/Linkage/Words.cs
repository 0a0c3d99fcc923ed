namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>Steps over a narrative by runs of ASCII letters and digits, each bounded, so that no text makes a scan quadratic.</summary>
internal static class Words
{
    /// <summary>Longer runs are no word and no identifier; they are cut here.</summary>
    private const int Longest = 64;

    public static bool IsPart(ReadOnlySpan<char> text, int i) => (uint)i < (uint)text.Length && char.IsAsciiLetterOrDigit(text[i]);

    public static int StartOf(ReadOnlySpan<char> text, int i)
    {
        var start = i;
        while (start > 0 && i - start < Longest && char.IsAsciiLetterOrDigit(text[start - 1])) start--;
        return start;
    }

    public static int EndOf(ReadOnlySpan<char> text, int i)
    {
        var end = i;
        while (end < text.Length && end - i < Longest && char.IsAsciiLetterOrDigit(text[end])) end++;
        return end;
    }

    /// <summary>The word that ends before <paramref name="i"/>, over blanks and light punctuation; empty when there is none close by.</summary>
    public static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, int i, out int start)
    {
        var end = i;
        while (end > 0 && i - end < 4 && text[end - 1] is ' ' or ':' or '.' or '#' or '(' or '-' or '\'' or '"') end--;
        start = StartOf(text, end);
        return text[start..end];
    }
}
