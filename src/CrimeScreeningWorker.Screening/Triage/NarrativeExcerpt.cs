using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Which parts of a long narrative a page shows: how it begins, and the surroundings of the evidence.</summary>
internal static class NarrativeExcerpt
{
    private const int Surroundings = 300;
    private const int WordReach = 40;

    /// <summary>Windows into the narrative, in order, apart from each other, together at most <paramref name="maximum"/> characters.</summary>
    /// <param name="evidence">Most important first; what no longer fits is left out.</param>
    public static IReadOnlyList<TextSpan> Windows(string narrative, IEnumerable<TextSpan> evidence, int maximum)
    {
        if (narrative.Length <= maximum) return [new TextSpan(0, narrative.Length)];

        // A window reaches a little further, to the end of a word, so the room is counted with that.
        List<TextSpan> windows = [Window(narrative, 0, maximum / 4 - WordReach)];
        foreach (var span in evidence)
        {
            var wider = Merge(windows, Window(narrative, span.Start - Surroundings, span.End + Surroundings));
            if (wider.Sum(window => window.Length) <= maximum) windows = wider;
        }
        if (windows.Count > 1) return windows;
        return [Window(narrative, 0, maximum - WordReach)];
    }

    /// <summary>The place itself, or the one before it when it stands inside a surrogate pair.</summary>
    public static int WholeCharacter(string text, int place) =>
        place > 0 && place < text.Length && char.IsSurrogatePair(text[place - 1], text[place]) ? place - 1 : place;

    private static TextSpan Window(string narrative, int start, int end)
    {
        start = Math.Clamp(start, 0, narrative.Length);
        end = Math.Clamp(end, start, narrative.Length);
        var first = start;
        while (first > 0 && start - first < WordReach && !char.IsWhiteSpace(narrative[first - 1])) first--;
        var last = end;
        while (last < narrative.Length && last - end < WordReach && !char.IsWhiteSpace(narrative[last])) last++;
        return TextSpan.Between(WholeCharacter(narrative, first), WholeCharacter(narrative, last));
    }

    private static List<TextSpan> Merge(List<TextSpan> windows, TextSpan added)
    {
        var merged = new List<TextSpan>();
        foreach (var window in windows.Append(added).OrderBy(window => window.Start))
        {
            // Windows that all but touch read better as one.
            if (merged.Count > 0 && window.Start <= merged[^1].End + WordReach)
                merged[^1] = TextSpan.Between(merged[^1].Start, Math.Max(merged[^1].End, window.End));
            else merged.Add(window);
        }
        return merged;
    }
}
