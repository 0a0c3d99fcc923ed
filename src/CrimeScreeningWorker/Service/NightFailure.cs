using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>Which errors speak for themselves: their message is one sentence for a person and holds no content of a record.</summary>
internal static class NightFailure
{
    /// <summary>Null for an error of the runtime or of a library, whose message may quote what it was given.</summary>
    public static string? MessageOf(Exception e) => e is SourceException or StoreException or RunFailedException or RuleBookException
        or ModelException or OutputException or OptionsValidationException or BackscanException or BundleException
        ? e.Message
        : null;
}
