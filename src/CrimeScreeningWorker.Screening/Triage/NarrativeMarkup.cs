using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>How a piece of a narrative is marked. Where marks overlap, the later one here is shown.</summary>
internal enum MarkKind
{
    Plain,

    /// <summary>Raises the text model's score; no indicator stands for it.</summary>
    Wording,
    SomeoneElse,
    Supposed,
    Denied,
    Evidence,
}

/// <summary>A piece of a narrative with one mark.</summary>
/// <param name="Codes">Indicators that gave the mark, in the order of the text; empty for plain text.</param>
internal readonly record struct MarkedText(TextSpan Span, MarkKind Kind, ImmutableArray<string> Codes);

/// <summary>Cuts a narrative into pieces so that marks never overlap, whatever the spans do.</summary>
internal static class NarrativeMarkup
{
    /// <returns>Pieces that cover <paramref name="window"/> without gap or overlap, in order.</returns>
    /// <param name="wording">Words that raise the text model's score.</param>
    public static IReadOnlyList<MarkedText> Of(
        string narrative, TextSpan window, IEnumerable<IndicatorHit> hits, IEnumerable<Evidence> evidence, IEnumerable<TextSpan>? wording = null)
    {
        var marks = hits.Where(hit => hit.Span is not null).Select(hit => (Span: hit.Span!.Value, Kind: KindOf(hit.Polarity), hit.Code))
            .Concat(evidence.Select(quote => (quote.Span, Kind: MarkKind.Evidence, quote.Code)))
            .Concat((wording ?? []).Select(word => (Span: word, Kind: MarkKind.Wording, Code: "TEXT")))
            .Select(mark => mark with { Span = Clip(narrative, mark.Span, window) })
            .Where(mark => mark.Span.Length > 0)
            .Distinct()
            .OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Span.End).ThenBy(mark => mark.Code, StringComparer.Ordinal)
            .ToList();
        var edges = marks.SelectMany(mark => new[] { mark.Span.Start, mark.Span.End })
            .Append(window.Start).Append(window.End)
            .Distinct().Order().ToList();

        var pieces = new List<MarkedText>();
        var open = new List<(TextSpan Span, MarkKind Kind, string Code)>();
        var next = 0;
        for (var i = 0; i + 1 < edges.Count; i++)
        {
            var span = TextSpan.Between(edges[i], edges[i + 1]);
            open.RemoveAll(mark => mark.Span.End <= span.Start);
            while (next < marks.Count && marks[next].Span.Start <= span.Start) open.Add(marks[next++]);
            var kind = open.Count == 0 ? MarkKind.Plain : open.Max(mark => mark.Kind);
            ImmutableArray<string> codes = [.. open.Where(mark => mark.Kind == kind).Select(mark => mark.Code).Distinct(StringComparer.Ordinal)];
            Append(pieces, new MarkedText(span, kind, codes));
        }
        return pieces;
    }

    /// <summary>Overlapping marks of one kind were cut at their edges; they read as one.</summary>
    private static void Append(List<MarkedText> pieces, MarkedText piece)
    {
        if (pieces.Count == 0 || pieces[^1].Kind != piece.Kind)
        {
            pieces.Add(piece);
            return;
        }
        var last = pieces[^1];
        pieces[^1] = new MarkedText(
            TextSpan.Between(last.Span.Start, piece.Span.End), piece.Kind, [.. last.Codes.Union(piece.Codes, StringComparer.Ordinal)]);
    }

    private static MarkKind KindOf(Polarity polarity) => polarity switch
    {
        Polarity.Affirmed => MarkKind.Evidence,
        Polarity.Denied => MarkKind.Denied,
        Polarity.Hypothetical => MarkKind.Supposed,
        _ => MarkKind.SomeoneElse,
    };

    private static TextSpan Clip(string narrative, TextSpan span, TextSpan window)
    {
        var start = Math.Clamp(span.Start, window.Start, window.End);
        var end = Math.Clamp(span.End, start, window.End);
        return TextSpan.Between(NarrativeExcerpt.WholeCharacter(narrative, start), NarrativeExcerpt.WholeCharacter(narrative, end));
    }
}
