using System.Globalization;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>The changes of a shadow run as a file that a spreadsheet opens. No narrative, no person.</summary>
public static class ShadowFile
{
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static async Task WriteAsync(ShadowReport report, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var bytes = new List<byte>();
        bytes.AddRange(Csv.Row(
            "force_code", "crime_reference", "change", "priority_before", "priority_after", "probability_before", "probability_after", "rank_before", "rank_after"));
        foreach (var row in report.Rows)
        {
            bytes.AddRange(Csv.Row(
                row.Crime.ForceCode, row.Crime.CrimeReference, StoreWords.Of(row.Change), StoreWords.Of(row.PriorityBefore), StoreWords.Of(row.PriorityAfter),
                Number(row.ProbabilityBefore), Number(row.ProbabilityAfter), Place(row.RankBefore), Place(row.RankAfter)));
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            await File.WriteAllBytesAsync(file, bytes.ToArray(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} cannot be written: {e.GetType().Name}.", e);
        }
    }

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Place(int? rank) => rank?.ToString(CultureInfo.InvariantCulture) ?? "";
}
