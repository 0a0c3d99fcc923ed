using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Commands;

/// <summary>
/// Prints errors for a person who looks for their classes. The one command that prints narratives: those of a labelled corpus that
/// its owner named, never those of a night. Of sealed records it gives counts alone.
/// </summary>
internal static class ErrorListing
{
    private const int MostParts = 14;
    private const int MostCounted = 12;

    public static void Write(string title, IReadOnlyList<EvaluationError> errors, PreparedCorpus corpus)
    {
        var open = errors.Where(e => !SealedRecords.Contains(corpus.Records[e.Record])).ToList();
        Line($"{title}: {errors.Count}, {errors.Count - open.Count} of them sealed");
        foreach (var error in open)
        {
            Line();
            Write(error, corpus);
        }

        var closed = errors.Except(open).ToList();
        if (closed.Count > 0) Line();
        foreach (var kind in closed.SelectMany(e => e.Kinds).Distinct().Order())
        {
            var of = closed.Where(e => e.Kinds.Contains(kind)).ToList();
            Line($"Sealed, {kind}: {of.Count}; raised by {Parts(of, raising: true)}; lowered by {Parts(of, raising: false)}");
        }

        Line();
    }

    /// <summary>Records joined amiss, and records of one series that are not joined.</summary>
    public static void Write(IReadOnlyList<LinkError> errors, PreparedCorpus corpus)
    {
        var open = errors.Where(e => !SealedRecords.Contains(corpus.Records[e.Record]) && !SealedRecords.Contains(corpus.Records[e.Other])).ToList();
        Line($"Links: {errors.Count(e => !e.Missing)} amiss, {errors.Count(e => e.Missing)} missing, {errors.Count - open.Count} of all sealed");
        foreach (var error in open)
        {
            Line();
            Line($"{(error.Missing ? "MISSING" : "AMISS")}: {(error.By.IsEmpty ? "nothing" : string.Join(", ", error.By.Select(l => $"{l.By} ({Strength(l)})")))}");
            foreach (var record in (int[])[error.Record, error.Other])
                Line($"  {corpus.Records[record].File} {corpus.Records[record].Crime.Key.CrimeReference}: {corpus.Records[record].Crime.Narrative.ReplaceLineEndings(" / ")}");
        }

        Line();

        static string Strength(Link link) => link.Strength.ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>What each high-risk indicator is worth on all labelled records.</summary>
    public static void Write(IReadOnlyList<IndicatorFigure> indicators)
    {
        Line("High-risk indicators: records on which they are affirmed, share of them that is high risk, and that is stalking");
        foreach (var figure in indicators.Where(f => f.Indicator.HighRisk))
            Line(string.Create(CultureInfo.InvariantCulture, $"  {figure.Indicator.Code,-24} {figure.Records,4}  {figure.HighRisk:0.00}  {figure.Stalking:0.00}"));
        Line();
    }

    private static void Write(EvaluationError error, PreparedCorpus corpus)
    {
        var record = corpus.Records[error.Record];
        var (crime, label) = (record.Crime, record.Label);
        Line(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(' ', error.Kinds)} | {record.File} {crime.Key.CrimeReference} | class {crime.HomeOfficeClass} {crime.Relationship} {string.Join('+', crime.ProtectiveOrders)} | p={error.Probability:0.000} rank {error.Rank} of {error.Of}"));
        string[] facts =
        [
            label.Stalking ? "stalking" : "no stalking", label.Section == "none" ? "" : label.Section, label.HighRisk ? "high risk" : "", label.Breach ? "breach" : "",
            label.NeedsHistory ? "needs history" : "", label.Borderline ? "borderline" : "clear", label.Pair > 0 ? $"pair {label.Pair} ({label.Kind})" : "",
        ];
        Line($"  label: {string.Join(", ", facts.Where(f => f.Length > 0))}: {label.Reason}");
        Line("  parts: " + string.Join(", ", error.Parts.Take(MostParts).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Part} {c.LogOdds:+0.00;-0.00}"))));
        Line("  read: " + string.Join(", ", corpus.Readings[error.Record].Hits.Where(h => h.Span is not null).Select(h => Words(h, crime.Narrative)).Distinct(StringComparer.Ordinal)));
        Line("  " + crime.Narrative.ReplaceLineEndings(" / "));
    }

    private static string Words(IndicatorHit hit, string narrative) =>
        $"{hit.Code}{(hit.Polarity == Polarity.Affirmed ? "" : $" ({hit.Polarity})")} '{narrative.Substring(hit.Span!.Value.Start, hit.Span.Value.Length)}'";

    private static string Parts(List<EvaluationError> errors, bool raising)
    {
        var counts = errors.SelectMany(e => e.Parts.Where(p => p.LogOdds > 0 == raising).Take(3)).CountBy(p => p.Part, StringComparer.Ordinal)
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Take(MostCounted).Select(p => $"{p.Key} {p.Value}").ToList();
        return counts.Count == 0 ? "nothing" : string.Join(", ", counts);
    }

    // Not through the console of the tables, which would break the lines.
    private static void Line(string line = "") => Console.Out.WriteLine(line);
}
