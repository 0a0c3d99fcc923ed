using System.Globalization;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>
/// What a run says of itself in the audit log: an entry a batch and kind, in the batch's own transaction. Not one a crime: which crimes a batch took in
/// is in the store (<c>crime.version_run</c>), and the entry's digest fixes it; a row a crime would double every night's writing and say no more.
/// </summary>
internal sealed class RunAudit(AuditOptions options, string runId, TimeProvider time)
{
    private const string Role = "run";

    public async Task WriteAsync(StoreSession session, IReadOnlyCollection<AuditAct> acts)
    {
        if (options.Enabled) await new AuditStore(session).AppendAsync(acts, CancellationToken.None);
    }

    /// <param name="linked">Crimes whose links were worked out, of the batch and earlier ones that it reaches.</param>
    public List<AuditAct> OfBatch(SourceBatch batch, RunCounts counts, int linked)
    {
        var digest = Digest(batch.Records);
        var acts = new List<AuditAct>(3);
        if (counts.New + counts.Quarantined > 0)
            acts.Add(Act(AuditKind.Collection, $"Run {runId}: {counts.Read} rows read, {counts.New} new crimes, {counts.Quarantined} rows set aside", digest));
        if (counts.Changed > 0) acts.Add(Act(AuditKind.Alteration, $"Run {runId}: {counts.Changed} crimes in a newer version of the source", digest));
        if (linked > 0 && counts.New + counts.Changed > 0) acts.Add(Act(AuditKind.Combination, $"Run {runId}: the links of {linked} crimes worked out, and the crimes scored", digest));
        return acts;
    }

    /// <summary>An entry a back-scan, at its end: its ranges are committed by many machines at once, and none must wait for another's place in the chain.</summary>
    public Task WriteBackscanAsync(StoreSession session, RunCounts counts) => WriteAsync(
        session,
        [
            Act(
                AuditKind.Collection,
                $"Back-scan {runId}: {counts.Read} rows read, {counts.New} new crimes, {counts.Changed} in a newer version, {counts.Quarantined} rows set aside", digest: null),
            Act(AuditKind.Combination, $"Back-scan {runId}: the crimes taken in were linked and scored", digest: null),
        ]);

    /// <param name="judged">Crimes whose links a person had judged, or that were linked to one that was erased.</param>
    public AuditAct Judged(int judged, int affected) => Act(
        AuditKind.Combination, $"Run {runId}: {judged} crimes linked again after judgements and erasures, {affected} scored", digest: null);

    // The key and the version of each record, in one order; nothing of what a record says.
    private static string Digest(IEnumerable<SourceRecord> records) => CanonicalHash.Of(
        records.Select(record => record.Crime).OrderBy(crime => crime.Key)
            .SelectMany(crime => (object[])[crime.Key.ForceCode, crime.Key.CrimeReference, StoreTime.ToText(crime.UpdatedAt)]));

    private AuditAct Act(AuditKind kind, FormattableString what, string? digest) =>
        new(kind, time.GetUtcNow(), options.Actor, Role, what.ToString(CultureInfo.InvariantCulture), options.RunReason) { Digest = digest };
}
