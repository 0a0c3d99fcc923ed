using System.Data.Common;
using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>A place at which the log is not what it was.</summary>
/// <param name="Seq">Entry of the chain; null: a row that is in no entry.</param>
/// <param name="Row">The row of another table, such as <c>access_log 17</c>; null: the entry itself.</param>
public sealed record AuditFinding(long? Seq, string? Row, string Sentence);

/// <summary>What a check of the whole chain gave.</summary>
/// <param name="Due">Rows that are written and not yet chained; the next act chains them.</param>
/// <param name="Erased">Chained rows that were erased because their time had come.</param>
public sealed record AuditReport(long Entries, long Due, long Erased, AuditHead Head, IReadOnlyList<AuditFinding> Findings)
{
    public bool IsWhole => Findings.Count == 0;
}

/// <summary>
/// Reads the chain from its first entry to its newest and every row that it holds the digest of. It finds what was changed, removed or inserted and
/// says where. A chain that was written anew as a whole, or cut at its end, is whole in itself: that shows against a head that was kept elsewhere.
/// </summary>
/// <exception cref="StoreException">The store cannot be read.</exception>
public sealed class AuditVerification(ScreeningDatabase database)
{
    private const int Page = 2_000;
    private const int Most = 1_000;

    /// <param name="kept">A head that was kept outside the store; null: none was.</param>
    public async Task<AuditReport> ExecuteAsync(AuditHead? kept, CancellationToken cancellationToken)
    {
        try
        {
            await database.CheckAsync(cancellationToken);
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            return await ExecuteAsync(new AuditStore(session), kept, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private static async Task<AuditReport> ExecuteAsync(AuditStore store, AuditHead? kept, CancellationToken cancellationToken)
    {
        var findings = new List<AuditFinding>();
        var erasures = (await store.ReadErasedAsync(cancellationToken)).ToLookup(row => row.Seq);
        var erased = erasures.SelectMany(rows => rows).ToDictionary(row => (row.Source, row.RowId), row => row.Seq);
        var (head, entries) = (new AuditHead(0, ""), 0L);
        while (await store.ReadAsync(head.Seq, Page, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                entries++;
                CheckChain(entry, head, findings);
                CheckErasure(entry, erasures, findings);
                if (kept is { } known && known.Seq == entry.Seq && known.Hash != entry.Hash)
                    findings.Add(new AuditFinding(entry.Seq, null, "The entry is another than the one that was kept elsewhere: it or one before it was changed."));
                head = new AuditHead(entry.Seq, entry.Hash);
            }

            await CheckRowsAsync(store, page, erased, findings, cancellationToken);
            if (findings.Count > Most) break;
        }

        if (kept is { } expected && expected.Seq > head.Seq)
            findings.Add(new AuditFinding(expected.Seq, null, Invariant($"The log ends with entry {head.Seq}; entry {expected.Seq} was in it once: its end was cut off.")));
        foreach (var source in AuditSource.All)
        {
            foreach (var id in await store.ReadUnchainedAsync(source, Most, cancellationToken))
                findings.Add(new AuditFinding(null, Row(source.Table, id), "The row is in no entry: it was inserted past the log, or its entry was removed."));
        }

        return new AuditReport(entries, await store.CountDueAsync(cancellationToken), erased.Count, head, findings);
    }

    private static void CheckChain(AuditEntry entry, AuditHead before, List<AuditFinding> findings)
    {
        if (entry.Seq != before.Seq + 1)
        {
            var missing = entry.Seq - before.Seq - 1;
            findings.Add(new AuditFinding(
                before.Seq + 1, null, Invariant($"{missing} {(missing == 1 ? "entry is" : "entries are")} missing before entry {entry.Seq}: removed.")));
        }
        else if (entry.Previous != before.Hash)
        {
            findings.Add(new AuditFinding(entry.Seq, null, "The entry does not follow the one before it: one of the two was changed, or this one was put in its place."));
        }

        if (entry.ComputeHash() != entry.Hash) findings.Add(new AuditFinding(entry.Seq, null, "The entry is not what it was when it was written: changed."));
    }

    // An erasure accounts for exactly the rows that its digest was taken over.
    private static void CheckErasure(AuditEntry entry, ILookup<long, (string Source, long RowId, long Seq)> erasures, List<AuditFinding> findings)
    {
        var rows = erasures[entry.Seq].ToList();
        if (entry is { Kind: "erasure", Source: null, Digest: { } digest } && ErasedRows.Digest(rows.Select(row => (row.Source, row.RowId))) != digest)
            findings.Add(new AuditFinding(entry.Seq, null, "What is listed as erased by the entry is not what it erased."));
        else if (rows.Count > 0 && entry.Kind != "erasure")
            findings.Add(new AuditFinding(entry.Seq, null, "Rows are listed as erased by an entry that erased nothing."));
    }

    private static async Task CheckRowsAsync(
        AuditStore store, IReadOnlyList<AuditEntry> page, Dictionary<(string Source, long RowId), long> erased, List<AuditFinding> findings,
        CancellationToken cancellationToken)
    {
        foreach (var source in AuditSource.All)
        {
            var chained = page.Where(entry => entry.Source == source.Table).ToList();
            if (chained.Count == 0) continue;
            var now = await store.ReadDigestsAsync(source, chained.Select(entry => entry.SourceRow!.Value), cancellationToken);
            foreach (var entry in chained)
            {
                var id = entry.SourceRow!.Value;
                if (now.TryGetValue(id, out var digest))
                {
                    if (digest != entry.Digest) findings.Add(new AuditFinding(entry.Seq, Row(source.Table, id), "The row is not what it was when it was chained: changed."));
                }
                else if (!erased.TryGetValue((source.Table, id), out var by) || by <= entry.Seq)
                {
                    findings.Add(new AuditFinding(entry.Seq, Row(source.Table, id), "The row is gone, and no erasure accounts for it: removed."));
                }
            }
        }
    }

    private static string Row(string table, long id) => Invariant($"{table} {id}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The list of chained rows that an erasure takes away, as its entry holds it.</summary>
internal static class ErasedRows
{
    /// <summary>In hexadecimal digits; the order of the rows does not matter.</summary>
    public static string Digest(IEnumerable<(string Source, long RowId)> rows) => CanonicalHash.Of(
        rows.OrderBy(row => row.Source, StringComparer.Ordinal).ThenBy(row => row.RowId).SelectMany(row => (object[])[row.Source, row.RowId]));
}
