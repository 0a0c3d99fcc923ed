using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Retraining;

/// <summary>A label that a model that never saw it, nor its people, disagrees with. No narrative, no person but who spoke.</summary>
/// <param name="Where">"store", or the file of the shipped corpus.</param>
/// <param name="Distance">Of probability and label, in [0, 1].</param>
/// <param name="By">Null: not of the store.</param>
public sealed record LabelError(CrimeKey Crime, string Where, bool Stalking, double Probability, double Distance, string? By, DateTimeOffset? At, LabelSample? Sample);

/// <summary>Where model and label disagree most: the labels that are worth a second look, the model's own errors among them.</summary>
public static class LabelErrors
{
    /// <param name="outcomes">Of models that never saw the people of what they judge.</param>
    /// <returns>The widest disagreement first; only where the model would put even odds on the other answer, or more.</returns>
    public static ImmutableArray<LabelError> Of(TrainingSet set, IEnumerable<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(set);
        return
        [
            .. outcomes.Select(outcome =>
                {
                    var (record, label) = (set.Corpus.Records[outcome.Record], set.Labels[outcome.Record]);
                    return new LabelError(
                        record.Crime.Key, record.File, record.Label.Stalking, outcome.Probability, Math.Abs(outcome.Probability - (record.Label.Stalking ? 1 : 0)),
                        label?.By, label?.At, label?.Sample);
                })
                .Where(error => error.Distance >= 0.5)
                .OrderByDescending(error => error.Distance).ThenBy(error => error.Crime),
        ];
    }

    /// <summary>As a file that a spreadsheet opens.</summary>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void Write(IEnumerable<LabelError> errors, string file)
    {
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            using var stream = File.Create(file);
            stream.Write(Csv.Row("force_code", "crime_reference", "where", "label", "probability", "by", "at", "sample"));
            foreach (var error in errors)
            {
                stream.Write(Csv.Row(
                    error.Crime.ForceCode, error.Crime.CrimeReference, error.Where, error.Stalking ? "yes" : "no",
                    error.Probability.ToString("0.0000", CultureInfo.InvariantCulture), error.By, error.At is { } at ? BritishTime.Timestamp(at) : null,
                    StoreWords.Of(error.Sample)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{file} cannot be written: {e.GetType().Name}.", e);
        }
    }
}
