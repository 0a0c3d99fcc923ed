using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The marks of the narrative, and the sentences that light a behaviour.</summary>
internal sealed partial class CaseFile
{
    private const int MostQuotes = 3;

    /// <summary>Words of the text model that are marked, and the least that one has to do for it.</summary>
    private const int MostWording = 15;
    private const double LeastWording = 0.05;

    private CaseSign SignOf(string title, BehaviourState state, Predicate<string> speaks)
    {
        var quotes = state switch
        {
            BehaviourState.Seen => QuotesOf(Screened.Crime.Key, Screened.Reading, Polarity.Affirmed, speaks),
            BehaviourState.Denied => QuotesOf(Screened.Crime.Key, Screened.Reading, Polarity.Denied, speaks),
            BehaviourState.SeenInLinkedCrime => Screened.History.Crimes
                .Where(Triage.Behaviours.IsOfTheSamePeople)
                .Reverse()
                .SelectMany(linked => QuotesOf(linked.Key, linked.Reading, Polarity.Affirmed, speaks)),
            _ => [],
        };
        return new CaseSign(title, state, [.. quotes.DistinctBy(quote => (quote.In, quote.Text)).Take(MostQuotes)]);
    }

    private IEnumerable<CaseQuote> QuotesOf(CrimeKey crime, CrimeReading reading, Polarity polarity, Predicate<string> speaks) => reading.Hits
        .Where(hit => hit.Span is not null && hit.Polarity == polarity && speaks(hit.Code))
        .Select(hit => Quote(crime, hit.Span!.Value, hit.Code))
        .OfType<CaseQuote>();

    /// <summary>R1, R2, … by the place at which each indicator is first affirmed, so that they rise down the page.</summary>
    private static ImmutableDictionary<string, string> MarksOf(ScreenedCrime screened) => screened.Reading.Hits
        .Where(hit => hit is { Polarity: Polarity.Affirmed, Span: not null })
        .Select(hit => (hit.Code, hit.Span!.Value.Start))
        .Concat(screened.Score.Evidence.Select(evidence => (evidence.Code, evidence.Span.Start)))
        .GroupBy(hit => hit.Code, hit => hit.Start, StringComparer.Ordinal)
        .OrderBy(group => group.Min()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select((group, index) => (Code: group.Key, Mark: string.Create(System.Globalization.CultureInfo.InvariantCulture, $"R{index + 1}")))
        .ToImmutableDictionary(pair => pair.Code, pair => pair.Mark, StringComparer.Ordinal);

    private ImmutableArray<CasePiece> PiecesOf(IReadOnlyList<TextContribution> wording)
    {
        var narrative = Screened.Crime.Narrative;
        if (string.IsNullOrWhiteSpace(narrative)) return [];
        var words = wording.Where(word => word.LogOdds >= LeastWording && word.Span.End <= narrative.Length)
            .OrderByDescending(word => word.LogOdds).ThenBy(word => word.Span.Start)
            .Take(MostWording)
            .Select(word => word.Span);
        // A quotation is a whole sentence, to be read by itself. In the narrative the words themselves are marked, where they are known.
        var found = Screened.Reading.Hits.Where(hit => hit is { Polarity: Polarity.Affirmed, Span: not null }).Select(hit => hit.Code).ToHashSet(StringComparer.Ordinal);
        var evidence = Score.Evidence.Where(quote => quote.Span.End <= narrative.Length && !found.Contains(quote.Code));
        var met = new HashSet<string>(StringComparer.Ordinal);
        return [.. NarrativeMarkup.Of(narrative, new TextSpan(0, narrative.Length), Screened.Reading.Hits, evidence, words).Select(piece =>
        {
            ImmutableArray<string> shown = piece.Kind == MarkKind.Evidence ? [.. piece.Codes.Select(code => marks[code])] : [];
            return new CasePiece(
                narrative.Substring(piece.Span.Start, piece.Span.Length), piece.Kind, shown, [.. shown.Where(met.Add)],
                string.Join(", ", piece.Codes.Where(code => code != "TEXT").Select(context.TitleOf)));
        })];
    }
}
