using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Which rows of a batch are worked on, and how every row is counted.</summary>
/// <param name="Accepted">One a crime: versions the store does not have yet.</param>
/// <param name="Counts">Of this batch; rows that could not be read included.</param>
/// <param name="Met">Crimes that this run had taken over and whose rows have come again now.</param>
internal sealed record Intake(IReadOnlyList<SourceRecord> Accepted, RunCounts Counts, IReadOnlySet<long> Met)
{
    /// <summary>
    /// Tells new, changed, unchanged and late rows apart. Of several versions of a crime in one run the newest counts, in whatever order
    /// and batches they come; the others are late.
    /// </summary>
    /// <param name="known">The versions that the store holds of the batch's crimes.</param>
    /// <param name="run">Row of this run.</param>
    /// <param name="resumed">
    /// Crimes that an unfinished run had taken in and this run has taken over, as long as their rows have not been met: a row that comes
    /// again counts as it did there. It is left as it is, since the batch may have to be taken again.
    /// </param>
    public static Intake Sort(SourceBatch batch, IReadOnlyDictionary<CrimeKey, CrimeVersion> known, long run, IReadOnlySet<long> resumed)
    {
        long added = 0, changed = 0, unchanged = 0, late = 0;
        var accepted = new Dictionary<CrimeKey, SourceRecord>(batch.Records.Count);
        var met = new HashSet<long>();
        foreach (var record in batch.Records)
        {
            var key = record.Crime.Key;
            var updated = record.Crime.UpdatedAt;
            if (accepted.TryGetValue(key, out var rival))
            {
                unchanged++;
                if (updated != rival.Crime.UpdatedAt) late++;
                if (updated > rival.Crime.UpdatedAt) accepted[key] = record;
                continue;
            }

            if (!known.TryGetValue(key, out var held))
            {
                added++;
                accepted.Add(key, record);
                continue;
            }

            if (updated < held.UpdatedAt)
            {
                unchanged++;
                late++;
                continue;
            }

            var newer = updated > held.UpdatedAt;
            if (newer) accepted.Add(key, record);
            if (held.VersionRun != run)
            {
                if (newer) changed++;
                else unchanged++;
            }
            else if (resumed.Contains(held.Id) && met.Add(held.Id))
            {
                if (held.FirstRun == run) added++;
                else changed++;
            }
            else
            {
                // This run has counted the crime already, by a version that is now passed over.
                unchanged++;
                if (newer) late++;
            }
        }

        return new Intake([.. accepted.Values], RunCounts.Zero with
        {
            Read = batch.Records.Count + batch.Rejected.Count,
            New = added,
            Changed = changed,
            Unchanged = unchanged,
            Quarantined = batch.Rejected.Count,
            Late = late,
        }, met);
    }
}
