using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The account of a crime in its own words, with the evidence marked.</summary>
internal sealed partial class TriagePage
{
    private static readonly (MarkKind Kind, string Class, string Example, string Meaning)[] Legend =
    [
        (MarkKind.Evidence, "seen", "words", "said to have happened"),
        (MarkKind.Denied, "denied", "words", "said not to have happened"),
        (MarkKind.Supposed, "supposed", "words", "feared, planned or asked"),
        (MarkKind.SomeoneElse, "other", "words", "about someone else, or about the time when they were a couple"),
    ];

    private void WriteNarrative(ScreenedCrime crime)
    {
        var narrative = crime.Crime.Narrative;
        if (string.IsNullOrWhiteSpace(narrative)) return;

        var important = crime.Score.Evidence.Select(evidence => evidence.Span)
            .Concat(crime.Reading.Hits.Where(hit => hit.Span is not null).Select(hit => hit.Span!.Value));
        var windows = NarrativeExcerpt.Windows(narrative, important, options.NarrativeCharacters);
        var pieces = windows
            .Select(window => NarrativeMarkup.Of(narrative, window, crime.Reading.Hits, crime.Score.Evidence))
            .ToList();

        html.Line($"""<div class="account">""");
        html.Line($"""<h4>What the record says</h4>""");
        var shownCharacters = windows.Sum(window => window.Length);
        if (shownCharacters < narrative.Length)
            html.Line($"""<p class="soft">This account has {narrative.Length} characters. Shown here are {shownCharacters}: how it begins, and what stands around the evidence. The whole account is in the crime record.</p>""");
        html.Write($"""<blockquote dir="auto">""");
        for (var i = 0; i < windows.Count; i++)
        {
            WriteGap(windows[i].Start - (i == 0 ? 0 : windows[i - 1].End));
            foreach (var piece in pieces[i]) WritePiece(narrative, piece);
        }
        WriteGap(narrative.Length - windows[^1].End);
        html.Line($"""</blockquote>""");
        WriteLegend([.. pieces.SelectMany(window => window)]);
        html.Line($"""</div>""");
    }

    private void WriteGap(int characters)
    {
        if (characters > 0) html.Write($"""<span class="gap">[{characters} characters left out]</span>""");
    }

    private void WritePiece(string narrative, MarkedText piece)
    {
        var text = narrative.Substring(piece.Span.Start, piece.Span.Length);
        var titles = string.Join(", ", piece.Codes.Select(context.TitleOf));
        switch (piece.Kind)
        {
            case MarkKind.Evidence:
                html.Write($"""<mark class="seen"><span class="hidden">[Evidence, {titles}: </span>{text}<span class="hidden">]</span></mark><sup aria-hidden="true">{string.Join(' ', piece.Codes)}</sup>""");
                break;
            case MarkKind.Denied:
                html.Write($"""<sup class="turned" aria-hidden="true">not</sup><mark class="denied"><span class="hidden">[Said not to have happened, {titles}: </span>{text}<span class="hidden">]</span></mark>""");
                break;
            case MarkKind.Supposed:
                html.Write($"""<sup class="turned" aria-hidden="true">if</sup><mark class="supposed"><span class="hidden">[Feared, planned or asked, {titles}: </span>{text}<span class="hidden">]</span></mark>""");
                break;
            case MarkKind.SomeoneElse:
                html.Write($"""<sup class="turned" aria-hidden="true">other</sup><mark class="other"><span class="hidden">[About someone else, {titles}: </span>{text}<span class="hidden">]</span></mark>""");
                break;
            default:
                html.Write($"""{text}""");
                break;
        }
    }

    private void WriteLegend(List<MarkedText> pieces)
    {
        var kinds = Legend.Where(entry => pieces.Exists(piece => piece.Kind == entry.Kind)).ToList();
        if (kinds.Count == 0) return;
        html.Write($"""<p class="legend"><span class="name">Marks:</span>""");
        foreach (var (kind, style, example, meaning) in kinds)
        {
            html.Write($""" <span class="key" aria-hidden="true">""");
            if (kind == MarkKind.Denied) html.Write($"""<sup class="turned">not</sup>""");
            if (kind == MarkKind.Supposed) html.Write($"""<sup class="turned">if</sup>""");
            if (kind == MarkKind.SomeoneElse) html.Write($"""<sup class="turned">other</sup>""");
            html.Write($"""<mark class="{style}">{example}</mark>""");
            if (kind == MarkKind.Evidence) html.Write($"""<sup>CODE</sup>""");
            html.Write($"""</span> {meaning}.""");
        }
        html.Line($"""</p>""");

        var codes = pieces.Where(piece => piece.Kind == MarkKind.Evidence).SelectMany(piece => piece.Codes).Distinct(StringComparer.Ordinal).ToList();
        if (codes.Count == 0) return;
        html.Write($"""<p class="legend"><span class="name">Codes:</span>""");
        foreach (var code in codes)
        {
            html.Write($""" <span class="key"><b>{code}</b> <bdi>{context.TitleOf(code)}</bdi>""");
            if (context.Lowers(code)) html.Write($""" (lowers)""");
            html.Write($""".</span>""");
        }
        html.Line($"""</p>""");
    }
}
