using System.Globalization;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The columns of each file, in the order of the output contract.</summary>
internal static class OutputRows
{
    private const int QuoteCharacters = 160;
    private const int RawCharacters = 500;

    private static readonly string[] ScoreColumns =
    [
        "force_code", "crime_reference", "home_office_class", "score", "priority", "suggested_class", "suggested_section",
        "online", "order_breach", "high_risk", "text_score", "linked_crimes", "indicators",
    ];

    public static byte[] ScoresHeader => Csv.Row(ScoreColumns);

    public static byte[] TriageHeader => Csv.Row(["rank", .. ScoreColumns, "reason", "evidence", "ask", "due_by"]);

    public static byte[] SuggestionsHeader => Csv.Row(
        "force_code", "crime_reference", "action", "recorded_class", "suggested_class", "suggested_section", "basis", "confidence",
        "linked_crimes", "evidence");

    public static byte[] QuarantineHeader => Csv.Row("source", "line", "crime_reference", "reason", "raw");

    public static byte[] Score(ScoredCrime crime) => Csv.Row(ScoreCells(crime));

    /// <summary>A row of <c>triage.csv</c> without its rank, which is known only when all crimes are.</summary>
    public static byte[] TriageWithoutRank(ScoredCrime crime) => Csv.Row(
    [
        .. ScoreCells(crime),
        crime.Score.Reason,
        Quotes(crime, crime.Score.Evidence.Select(evidence => evidence.Span)),
        string.Join(" | ", crime.Score.Ask),
        crime.Score.DueBy is { } due ? BritishTime.Timestamp(due) : null,
    ]);

    public static byte[] Suggestion(ScoredCrime crime, Suggestion suggestion) => Csv.Row(
        suggestion.Crime.ForceCode,
        suggestion.Crime.CrimeReference,
        suggestion.Action switch
        {
            SuggestionAction.Reclassify => "reclassify",
            SuggestionAction.AddIncluded => "add_included",
            SuggestionAction.AddFlag => "add_flag",
            _ => "review",
        },
        suggestion.RecordedClass,
        suggestion.SuggestedClass,
        suggestion.SuggestedSection,
        suggestion.Basis,
        suggestion.Confidence,
        References(suggestion.LinkedCrimes),
        Quotes(crime, suggestion.Evidence));

    public static byte[] Rejected(RejectedRecord record) => Csv.Row(
        record.Source,
        record.Line.ToString(CultureInfo.InvariantCulture),
        record.CrimeReference,
        record.Reason.Contains(record.Field, StringComparison.Ordinal) ? record.Reason : $"{record.Field}: {record.Reason}",
        Shorten(record.Raw, RawCharacters));

    private static string[] ScoreCells(ScoredCrime crime) =>
    [
        crime.Crime.Key.ForceCode,
        crime.Crime.Key.CrimeReference,
        crime.Crime.HomeOfficeClass,
        Probability(crime.Score.Probability),
        crime.Score.Priority == Priority.None ? "none" : crime.Score.Priority.ToString(),
        crime.Score.SuggestedClass,
        crime.Score.SuggestedSection,
        crime.Score.Online ? "1" : "0",
        crime.Score.OrderBreach ? "1" : "0",
        crime.Score.HighRisk ? "1" : "0",
        Probability(crime.Score.TextScore),
        References(crime.Score.LinkedCrimes),
        string.Join(';', crime.Score.Indicators),
    ];

    private static string Probability(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string References(IEnumerable<CrimeKey> crimes) => string.Join(';', crimes.Select(crime => crime.CrimeReference));

    private static string Quotes(ScoredCrime crime, IEnumerable<TextSpan> spans) =>
        string.Join(" | ", spans.Select(span => Quote(crime.Crime.Narrative, span)).Where(quote => quote.Length > 0).Distinct(StringComparer.Ordinal));

    /// <summary>The words of a span on one line.</summary>
    private static string Quote(string narrative, TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, narrative.Length);
        var end = Math.Clamp(span.End, start, narrative.Length);
        var words = Shorten(narrative[start..end], QuoteCharacters).Select(c => char.IsControl(c) ? ' ' : c);
        return string.Join(' ', string.Concat(words).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Shorten(string text, int characters)
    {
        if (text.Length <= characters) return text;
        return char.IsHighSurrogate(text[characters - 1]) ? text[..(characters - 1)] : text[..characters];
    }
}
