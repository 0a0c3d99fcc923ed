using System.Data.Common;
using System.Globalization;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>
/// Erases what has outlived its period, in one transaction with the entry of the audit log that says so, and gives the space back. A run that screens
/// is not let in meanwhile.
/// </summary>
/// <exception cref="StoreException">Every member: the store cannot be used, or another run is writing.</exception>
public sealed class RetentionRun(ScreeningDatabase database, RetentionOptions options, TimeProvider time)
{
    private static readonly (string Class, ErasedTable[] Tables)[] Classes =
    [
        ("quarantine", [ErasedTable.Quarantine]),
        ("crimes", [ErasedTable.Crime]),
        ("decisions", [ErasedTable.ReviewEvent, ErasedTable.CdiEvent, ErasedTable.Label, ErasedTable.LinkJudgement, ErasedTable.ReviewItem, ErasedTable.CdiItem]),
        ("access log", [ErasedTable.AccessLog]),
    ];

    /// <summary>Says what would be erased now. Nothing is written.</summary>
    public async Task<ErasureCertificate> PlanAsync(CancellationToken cancellationToken)
    {
        await database.CheckAsync(cancellationToken);
        return await InSessionAsync(
            async session =>
            {
                session.BeginSnapshot();
                var (classes, held, _) = await FindAsync(new RetentionStore(session), cancellationToken);
                return new ErasureCertificate(time.GetUtcNow(), "", "Dry run: nothing was erased", classes, held, null, [], null, null);
            },
            database.OpenAsync, cancellationToken);
    }

    /// <exception cref="ArgumentException">Person or reason is blank.</exception>
    /// <exception cref="StoreException">There is no key for the certificate; nothing was erased.</exception>
    public async Task<ErasureCertificate> ApplyAsync(string person, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(person);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (options.CertificateKey is not { } key) throw new StoreException("Retention:CertificateKey is not set: a certificate could not name what was erased. Nothing was erased.");
        await database.CheckAsync(cancellationToken);
        return await InSessionAsync(
            async session =>
            {
                var before = await StoreSpace.MeasureAsync(session, database.Location, cancellationToken);
                var certificate = await EraseAsync(session, person, reason, key, cancellationToken);
                if (certificate.Rows > 0) await StoreSpace.GiveBackAsync(session, cancellationToken);
                return certificate with { BytesBefore = before, BytesAfter = await StoreSpace.MeasureAsync(session, database.Location, cancellationToken) };
            },
            database.OpenForRunAsync, cancellationToken);
    }

    private async Task<ErasureCertificate> EraseAsync(StoreSession session, string person, string reason, string key, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        // Holds and what people say are written with the chain in hand: from here on none comes in between.
        if (session.OnPostgreSql) await PostgreSqlStore.LockForAuditAsync(session);
        var store = new RetentionStore(session);
        var (classes, held, due) = await FindAsync(store, cancellationToken);
        var hashes = (await store.ReadKeysAsync(due[ErasedTable.Crime], cancellationToken)).Select(crime => ErasureCertificate.HashOf(crime, key))
            .Order(StringComparer.Ordinal).ToList();
        var now = time.GetUtcNow();
        var chained = due.Where(table => RetentionStore.IsChained(table.Key)).SelectMany(table => table.Value.Select(id => (RetentionStore.NameOf(table.Key), id)));
        var what = $"Retention: {string.Join(", ", classes.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Class} {c.Rows.Values.Sum()} rows")))}";
        var head = await new AuditStore(session).AppendAsync(
            [new AuditAct(AuditKind.Erasure, now, person, "retention", what, reason) { Digest = ErasedRows.Digest(chained) }], cancellationToken);
        foreach (var (table, rows) in due.OrderBy(table => table.Key)) await store.EraseAsync(table, rows, head!.Seq, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new ErasureCertificate(now, person, reason, classes, held, new AuditHead(head!.Seq, head.Hash).ToString(), hashes, null, null);
    }

    private async Task<(List<ErasedClass> Classes, long Held, Dictionary<ErasedTable, IReadOnlyList<long>> Due)> FindAsync(
        RetentionStore store, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = new Dictionary<ErasedTable, IReadOnlyList<long>>();
        var classes = new List<ErasedClass>(Classes.Length);
        foreach (var (name, tables) in Classes)
        {
            var period = PeriodOf(name);
            foreach (var table in tables) due.Add(table, await store.FindDueAsync(table, StoreTime.ToText(now - period), cancellationToken));
            classes.Add(new ErasedClass(
                name, period.TotalDays, now - period,
                tables.ToDictionary(RetentionStore.NameOf, table => (long)due[table].Count, StringComparer.Ordinal)));
        }

        return (classes, await store.CountHeldAsync(StoreTime.ToText(now - options.Crimes), cancellationToken), due);
    }

    private TimeSpan PeriodOf(string name) => name switch
    {
        "quarantine" => options.Quarantine,
        "crimes" => options.Crimes,
        "decisions" => options.Decisions,
        _ => options.AccessLog,
    };

    private async Task<T> InSessionAsync<T>(
        Func<StoreSession, Task<T>> work, Func<CancellationToken, Task<StoreSession>> open, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await open(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
