using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Widens a hit to a quotation that a reader understands: its sentence, or the words around it in a long one.</summary>
internal static class Quotations
{
    private const int Longest = 160;

    public static TextSpan Around(string narrative, TextSpan hit)
    {
        int start = hit.Start, end = hit.End;
        while (start > 0 && !EndsSentence(narrative, start - 1)) start--;
        while (end < narrative.Length && !EndsSentence(narrative, end)) end++;
        if (end < narrative.Length && narrative[end] == '.') end++;
        if (end - start > Longest)
        {
            var spare = Math.Max(0, Longest - hit.Length) / 2;
            start = WordStart(narrative, Math.Max(start, hit.Start - spare), hit.Start);
            end = WordEnd(narrative, Math.Min(end, hit.End + spare), hit.End);
        }

        while (start < hit.Start && char.IsWhiteSpace(narrative[start])) start++;
        while (end > hit.End && char.IsWhiteSpace(narrative[end - 1])) end--;
        return TextSpan.Between(start, end);
    }

    private static bool EndsSentence(string text, int i) =>
        text[i] is '\n' or '\r' || (text[i] is '.' or '!' or '?' && (i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1])));

    private static int WordStart(string text, int i, int limit)
    {
        while (i > 0 && i < limit && !char.IsWhiteSpace(text[i - 1])) i++;
        return Math.Min(i, limit);
    }

    private static int WordEnd(string text, int i, int limit)
    {
        while (i < text.Length && i > limit && !char.IsWhiteSpace(text[i])) i--;
        return Math.Max(i, limit);
    }
}
