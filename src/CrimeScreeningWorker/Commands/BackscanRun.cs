using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Commands;

/// <summary>This machine's part of a back-scan.</summary>
internal sealed class BackscanRun(
    ScreeningRun screening, RecordingRules rules, ScreeningScope scope, IOptions<LinkageOptions> linkage, ConfiguredSources sources,
    IConfiguration configuration, IOptions<AuditOptions> audit, TimeProvider clock, ILogger<BackscanRun> log)
{
    // What decides a result. Where the store is, who signs in and where logs go may differ from machine to machine.
    private static readonly string[] Sections = [LinkageOptions.Section, ScopeOptions.Section, ScoringOptions.Section];
    private static readonly string[] Limits = [nameof(SourceOptions.MaxRecordBytes), nameof(SourceOptions.MaxNarrativeLength), nameof(SourceOptions.FutureTolerance)];

    /// <summary>Several processes of one machine are several nodes.</summary>
    public BackscanRequest Request(DateOnly from, DateOnly to) =>
        new(from, to, Hash(), string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}"));

    public async Task<BackscanStatus> WorkAsync(
        string source, ScreeningDatabase database, BackscanRequest request, IProgress<BackscanStatus>? progress, CancellationToken cancellationToken)
    {
        var reader = sources.Find(source);
        using var ranged = reader as IRangedSource ?? new RowRanges(reader);
        var status = await new BackscanNode(database, await screening.StepsAsync(database, cancellationToken), scope, linkage.Value, clock, audit.Value).WorkAsync(ranged, request, progress, cancellationToken);
        log.LogInformation(
            "Back-scan {RunId:l} is {State}: {Read} read, {Quarantined} quarantined, {Queued} queued", status.RunId, status.State, status.Counts.Read,
            status.Counts.Quarantined, status.Counts.Queued);
        return status;
    }

    /// <summary>Twelve hexadecimal digits over the settings that decide a result, and the recording rules.</summary>
    private string Hash()
    {
        var settings = Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Concat(Limits.Select(limit => configuration.GetSection(SourceOptions.Section).GetSection(limit)).Select(s => KeyValuePair.Create(s.Path, s.Value)))
            .Where(setting => setting.Value is not null)
            .OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .Select(setting => $"{setting.Key.ToUpperInvariant()}={setting.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(settings.Prepend($"{rules.Version}\n")))))[..12];
    }
}
