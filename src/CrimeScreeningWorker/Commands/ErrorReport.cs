using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Commands;

/// <summary>
/// Prints errors for a person who looks for their classes. The one place where narratives are printed: they are those of a labelled corpus
/// that its owner asked for by name, never those of a night.
/// </summary>
internal static class ErrorReport
{
    private const int MostParts = 14;

    public static void Write(string title, IReadOnlyList<EvaluationError> errors, PreparedCorpus corpus)
    {
        Write($"{title}: {errors.Count}");
        foreach (var error in errors)
        {
            var record = corpus.Records[error.Record];
            var (crime, label) = (record.Crime, record.Label);
            var kinds = string.Join(' ', error.Kinds);
            var facts = string.Join(' ', new[]
            {
                label.Stalking ? "stalking" : "no-stalking", label.Section, label.HighRisk ? "high-risk" : "", label.Breach ? "breach" : "",
                label.NeedsHistory ? "needs-history" : "", label.Borderline ? "borderline" : "clear", label.Pair > 0 ? $"pair {label.Pair} ({label.Kind})" : "",
            }.Where(f => f.Length > 0));
            Write("");
            Write(string.Create(CultureInfo.InvariantCulture,
                $"{kinds} | {record.File} {crime.Key.CrimeReference} | class {crime.HomeOfficeClass} {crime.Relationship} {string.Join('+', crime.ProtectiveOrders)} | p={error.Probability:0.000} rank {error.Rank} of {error.Of}"));
            Write($"  label: {facts}: {label.Reason}");
            Write("  parts: " + string.Join(", ", error.Parts.Take(MostParts).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Part} {c.LogOdds:+0.00;-0.00}"))));
            Write("  " + crime.Narrative.ReplaceLineEndings(" / "));
        }
    }

    // Not through the console of the tables, which would break the lines.
    private static void Write(string line) => Console.Out.WriteLine(line);
}
