using System.Globalization;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>Labels as a file that a spreadsheet opens and never runs, and that <see cref="LabelSheet"/> reads again. No narrative, no person but those who spoke.</summary>
public static class LabelFile
{
    /// <summary>In the column <c>stalking</c>: the label in <c>corrects_label_id</c> is taken back.</summary>
    internal const string TakenBack = "taken back";

    /// <summary>Writes all labels, by crime, those of a crime oldest first. The file appears whole or not at all.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static async Task<long> WriteAsync(string file, IAsyncEnumerable<Label> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var path = Path.GetFullPath(file);
        var unfinished = path + ".unfinished";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var count = 0L;
            await using (var stream = File.Create(unfinished))
            {
                await stream.WriteAsync(Csv.Row([.. SheetColumns.Names]), cancellationToken);
                await foreach (var label in labels.WithCancellation(cancellationToken))
                {
                    await stream.WriteAsync(Row(label), cancellationToken);
                    count++;
                }
            }

            File.Move(unfinished, path, overwrite: true);
            return count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} cannot be written: {e.GetType().Name}.", e);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static byte[] Row(Label label) => Csv.Row(
        label.Crime.ForceCode,
        label.Crime.CrimeReference,
        StoreWords.Of(label.Stalking) ?? TakenBack,
        label.By,
        label.Role,
        Time(label.At),
        label.Blind ? "yes" : "no",
        StoreWords.Of(label.Sample),
        Number(label.SelectionWeight),
        label.Rubric,
        label.Reason,
        StoreWords.Of(label.Source),
        label.Priority is { } priority ? StoreWords.Of(priority) : null,
        Number(label.Probability),
        label.RecordUpdatedAt is { } updated ? Time(updated) : null,
        label.Id.ToString(CultureInfo.InvariantCulture),
        label.Corrects?.ToString(CultureInfo.InvariantCulture));

    // To the last digit: the moment is what tells a label that comes back from a second opinion.
    private static string Time(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, BritishTime.London).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
