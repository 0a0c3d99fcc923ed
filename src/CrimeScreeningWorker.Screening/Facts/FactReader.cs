using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Reads the facts of narratives, and what the rule book finds in them, one after another for one thread.</summary>
internal sealed class FactReader(IndicatorReaderPlan plan, FactPlan facts, RuleBook book)
{
    /// <summary>Places kept of one value.</summary>
    private const int MostOfOne = 3;

    /// <summary>Below this, words that a surer entry of the kind reads as another value give nothing.</summary>
    private const double Exact = 0.7;

    /// <summary>Longest quotation of several dates, in characters.</summary>
    private const int LongestSpan = 160;

    private readonly IndicatorReader reader = new(plan);
    private readonly List<NarrativeFact> found = [];
    private readonly List<(NamedDate Date, TextSpan Span, int Sentence, int Entry)> dates = [];

    public (IReadOnlyList<IndicatorHit> Hits, ImmutableArray<NarrativeFact> Facts) Read(Crime crime, TokenBuffer buffer)
    {
        var hits = Find(crime, buffer, only: -1);
        return (hits, found.Count == 0 ? [] : Surest());
    }

    public IReadOnlyList<NarrativeFact> ReadAll(Crime crime, TokenBuffer buffer, int entry)
    {
        Find(crime, buffer, entry);
        return [.. found];
    }

    private ImmutableArray<NarrativeFact> Surest()
    {
        // Surest first, so that those which stay are the best; then back into the order of the text.
        found.Sort(static (a, b) => (a.Kind, -a.Confidence, a.Span.Start, a.Span.Length).CompareTo((b.Kind, -b.Confidence, b.Span.Start, b.Span.Length)));
        var kept = new List<NarrativeFact>(found.Count);
        foreach (var fact in found)
        {
            var (same, covered) = (0, false);
            foreach (var other in kept)
            {
                if (other.Kind != fact.Kind || (other.Value != fact.Value && fact.Confidence >= Exact)) continue;
                if (other.Stated == fact.Stated && other.Value == fact.Value) same++;

                // The surer reading of the same words stands: "not her ex partner" is no former partner.
                covered |= other.Span.Overlaps(fact.Span);
            }

            if (same < MostOfOne && !covered) kept.Add(fact);
        }

        kept.Sort(static (a, b) => (a.Span.Start, a.Kind, a.Span.Length).CompareTo((b.Span.Start, b.Kind, b.Span.Length)) is not 0 and var order
            ? order
            : string.CompareOrdinal(a.Value, b.Value));
        return [.. kept];
    }

    private IReadOnlyList<IndicatorHit> Find(Crime crime, TokenBuffer buffer, int only)
    {
        found.Clear();
        dates.Clear();
        var hits = book.WithFields(crime, reader.Read(crime, buffer, out var entriesFound));
        foreach (var hit in hits)
        {
            if (hit.Span is null || !facts.EntriesOf.TryGetValue(hit.Code, out var entries)) continue;
            foreach (var entry in entries)
                if (only < 0 || entry == only) Add(crime, buffer, hit, entry);
        }

        foreach (var hit in entriesFound ?? [])
        {
            var entry = FactPlan.EntryOf(hit);
            if (only < 0 || entry == only) Add(crime, buffer, hit, entry);
        }

        AddDays(DateGrain.Day);
        AddDays(DateGrain.Weekday);
        return hits;
    }

    private void Add(Crime crime, TokenBuffer buffer, IndicatorHit hit, int entry)
    {
        var fact = facts.Facts[entry];
        var span = hit.Span!.Value;
        if (fact.Number == FactNumber.None)
        {
            // "her ex's sister": whoever is named by what belongs to him is somebody else.
            if (fact.Kind == FactKind.Relationship && IsPossessive(crime.Narrative, buffer.Tokens, span)) return;
            found.Add(new NarrativeFact(fact.Kind, fact.Value!, span, fact.Confidence, hit.Polarity));
            return;
        }

        var range = RangeOf(buffer.Tokens, span);
        if (fact.Number == FactNumber.Dates)
        {
            AddDate(crime, buffer.Tokens, hit, range, entry);
            return;
        }

        var number = fact.Number switch
        {
            FactNumber.Count => FactNumbers.Count(crime.Narrative, buffer.Tokens, range),
            FactNumber.Times => FactNumbers.Times(crime.Narrative, buffer.Tokens, range),
            FactNumber.Duration => FactNumbers.Days(crime.Narrative, buffer.Tokens, range),
            _ => FactNumbers.Since(crime, buffer.Tokens, range),
        };
        if ((number?.ToString(CultureInfo.InvariantCulture) ?? fact.Value) is { } value)
            found.Add(new NarrativeFact(fact.Kind, value, span, fact.Confidence, hit.Polarity));
    }

    private void AddDate(Crime crime, ReadOnlySpan<Token> tokens, IndicatorHit hit, TokenRange range, int entry)
    {
        if (hit.Polarity != Polarity.Affirmed) return;
        var recorded = DateOnly.FromDateTime(crime.RecordedAt.UtcDateTime);
        for (var at = range.Start; at < range.End; at++)
        {
            if (!NarrativeDates.TryRead(crime.Narrative, tokens, at, recorded, out var date)) continue;
            dates.Add((date, hit.Span!.Value, hit.Sentence, entry));
            at += date.Tokens - 1;
        }
    }

    // Dates count over the whole text, days of the week within a sentence: the Friday of the next one may be the same.
    private void AddDays(DateGrain grain)
    {
        for (var first = 0; first < dates.Count; first++)
        {
            if (dates[first].Date.Grain != grain) continue;
            var (days, last) = (new HashSet<DateOnly>(), first);
            for (var i = first; i < dates.Count; i++)
            {
                if (dates[i].Date.Grain != grain || (grain == DateGrain.Weekday && dates[i].Sentence != dates[first].Sentence)) continue;
                days.Add(dates[i].Date.Day);
                last = i;
            }

            if (days.Count > 1)
            {
                var (from, to) = (dates[first].Span, dates[last].Span);
                var span = to.End - from.Start <= LongestSpan ? TextSpan.Between(from.Start, to.End) : from;
                var fact = facts.Facts[dates[first].Entry];
                found.Add(new NarrativeFact(fact.Kind, days.Count.ToString(CultureInfo.InvariantCulture), span, fact.Confidence, Polarity.Affirmed));
            }

            if (grain == DateGrain.Day) return;
            first = last;
        }
    }

    private static bool IsPossessive(ReadOnlySpan<char> narrative, ReadOnlySpan<Token> tokens, TextSpan span)
    {
        var range = RangeOf(tokens, span);
        return range.End > range.Start && Grammar.IsPossessive(narrative, tokens[range.End - 1]);
    }

    // The tokens of a span that begins and ends with one.
    private static TokenRange RangeOf(ReadOnlySpan<Token> tokens, TextSpan span)
    {
        var (low, high) = (0, tokens.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Span.Start < span.Start) low = middle + 1;
            else high = middle;
        }

        var end = low;
        while (end < tokens.Length && tokens[end].Span.Start < span.End) end++;
        return new TokenRange(low, end);
    }
}
