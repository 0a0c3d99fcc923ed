using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>How far the records show a limb of section 4A.</summary>
public enum LimbState
{
    /// <summary>Nothing is said of it, which is not "no".</summary>
    NotStated,

    /// <summary>Said not to be so, and nowhere said to be.</summary>
    Denied,

    /// <summary>Some of what the limb asks is said.</summary>
    PartlyShown,

    /// <summary>All that the limb asks is said. Whether it is proved is for people.</summary>
    Shown,
}

/// <summary>A place that speaks to a limb.</summary>
/// <param name="Crime">The record it stands in: this one or an earlier one of the same people.</param>
/// <param name="Title">What was found there, in words.</param>
/// <param name="Span">Exact characters of that record's narrative.</param>
public sealed record LimbQuote(CrimeKey Crime, string Title, TextSpan Span);

/// <summary>One way in which section 4A can be made out.</summary>
/// <param name="Quotes">This record's first, then the earlier ones, oldest first.</param>
public sealed record Limb(LimbState State, ImmutableArray<LimbQuote> Quotes);

/// <summary>What this record and the earlier ones of the same people say to the two limbs of section 4A of the Protection from Harassment Act 1997.</summary>
/// <param name="FearOfViolence">Fear on at least two occasions that violence will be used.</param>
/// <param name="Distress">Serious alarm or distress.</param>
/// <param name="DailyLife">A substantial adverse effect on usual day-to-day activities.</param>
/// <param name="SeriousEffect">The second limb as a whole: distress together with the effect.</param>
public sealed record SectionEvidence(Limb FearOfViolence, Limb Distress, Limb DailyLife, LimbState SeriousEffect)
{
    /// <summary>Quotations of a limb.</summary>
    private const int MostQuotes = 6;

    /// <summary>Occasions of fear that the first limb asks for.</summary>
    private const int OccasionsOfFear = 2;

    private const string FearsViolence = "FEAR_VIOLENCE";
    private const string NotAfraid = "NOT_AFRAID";

    /// <summary>This record's quotations, those of the stronger limb first.</summary>
    public IEnumerable<TextSpan> QuotesOf(CrimeKey crime) =>
        FearOfViolence.Quotes.Concat(Distress.Quotes).Concat(DailyLife.Quotes).Where(quote => quote.Crime == crime).Select(quote => quote.Span);

    public static SectionEvidence Of(Crime crime, CrimeReading reading, CourseOfConduct history, RuleBook book)
    {
        var records = new List<(CrimeKey Key, CrimeReading Reading)> { (crime.Key, reading) };
        foreach (var linked in history.Crimes)
            if (linked.RecordedAt <= crime.RecordedAt && linked.Links.Any(link => link.IsCourseOfConduct)) records.Add((linked.Key, linked.Reading));

        var calm = Polarities(records, code => code == NotAfraid).Contains(Polarity.Affirmed);
        var fear = LimbOf(records, book, calm, indicator => indicator.Code == FearsViolence);
        var distress = LimbOf(records, book, calm, indicator => indicator is { Group: IndicatorGroup.Effect, DailyLife: false });
        var daily = LimbOf(records, book, calm: false, indicator => indicator is { DailyLife: true } && indicator.Code != FearsViolence);
        if (fear.State == LimbState.Shown && Occasions(fear) < OccasionsOfFear) fear = fear with { State = LimbState.PartlyShown };
        return new SectionEvidence(fear, distress, daily, Both(distress.State, daily.State));
    }

    // A record tells of an occasion; within one, sentences apart may tell of two.
    private static int Occasions(Limb fear) => fear.Quotes.Length;

    private static LimbState Both(LimbState distress, LimbState daily) => (distress, daily) switch
    {
        (LimbState.Shown, LimbState.Shown) => LimbState.Shown,
        (LimbState.Shown, _) or (_, LimbState.Shown) => LimbState.PartlyShown,
        (LimbState.Denied, _) or (_, LimbState.Denied) => LimbState.Denied,
        _ => LimbState.NotStated,
    };

    private static Limb LimbOf(List<(CrimeKey Key, CrimeReading Reading)> records, RuleBook book, bool calm, Func<Indicator, bool> speaks)
    {
        bool Speaks(string code) => book.Find(code) is { } indicator && speaks(indicator);
        var quotes = ImmutableArray.CreateBuilder<LimbQuote>();
        foreach (var (key, reading) in records)
        {
            var sentences = new HashSet<(string, int)>();
            foreach (var hit in reading.Hits)
            {
                if (hit is not { Polarity: Polarity.Affirmed, Span: { } span } || !Speaks(hit.Code) || quotes.Count == MostQuotes) continue;
                if (sentences.Add((hit.Code, hit.Sentence))) quotes.Add(new LimbQuote(key, book.Find(hit.Code)!.Title, span));
            }
        }

        if (quotes.Count > 0) return new Limb(LimbState.Shown, quotes.ToImmutable());
        return new Limb(calm || Polarities(records, Speaks).Contains(Polarity.Denied) ? LimbState.Denied : LimbState.NotStated, []);
    }

    private static HashSet<Polarity> Polarities(List<(CrimeKey Key, CrimeReading Reading)> records, Func<string, bool> speaks) =>
        [.. records.SelectMany(record => record.Reading.Hits).Where(hit => hit.Span is not null && speaks(hit.Code)).Select(hit => hit.Polarity)];
}
