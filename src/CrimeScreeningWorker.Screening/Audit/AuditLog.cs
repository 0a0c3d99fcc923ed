using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>An entry of the audit log for a person: who, when, what, to whom, why.</summary>
/// <param name="Seq">Its place in the chain, from 1.</param>
/// <param name="At">Null of an act whose own row has been erased.</param>
/// <param name="Hash">SHA-256 over the hash before it and its own fields, in hexadecimal digits.</param>
public sealed record AuditRecord(
    long Seq, DateTimeOffset? At, string Kind, string? Actor, string? Role, string What, CrimeKey? Crime, string? Recipient, string? Reason, string Hash);

/// <summary>How far the chain goes: who keeps this elsewhere can tell later that nothing before it was changed or cut off.</summary>
/// <param name="Seq">0: there is no entry.</param>
public readonly record struct AuditHead(long Seq, string Hash)
{
    public override string ToString() => $"{Seq}:{Hash}";
}

/// <summary>The audit log of a store.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class AuditLog(ScreeningDatabase database)
{
    private const int Page = 5_000;

    /// <summary>Writes down an act. It is in the store, chained, when this returns: before whoever asked is given anything.</summary>
    public Task<AuditHead> WriteAsync(AuditAct act, CancellationToken cancellationToken) => InSessionAsync(
        async session =>
        {
            await session.BeginAsync(cancellationToken);
            var head = await new AuditStore(session).AppendAsync([act], cancellationToken);
            await session.CommitAsync(cancellationToken);
            return new AuditHead(head!.Seq, head.Hash);
        },
        cancellationToken);

    public Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken) => InSessionAsync(
        async session => await new AuditStore(session).ReadHeadAsync(cancellationToken) is { } head ? new AuditHead(head.Seq, head.Hash) : new AuditHead(0, ""),
        cancellationToken);

    /// <summary>The entries of a stretch of time, in the order of the chain.</summary>
    /// <param name="to">Not of it any more.</param>
    /// <param name="crime">Of this crime alone; null: of all.</param>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, CrimeKey? crime, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = """
            select   r.seq, r.at, r.kind, r.actor, r.role, r.what, r.force_code as ForceCode, r.crime_reference as CrimeReference, r.recipient, r.reason, r.hash
            from     audit_record as r
            where    r.seq > @after and r.at >= @from and r.at < @to
            and      (@force is null or (r.force_code = @force and r.crime_reference = @reference))
            order by r.seq
            limit    @Page
            """;
        for (var after = 0L; ;)
        {
            var page = await InSessionAsync(
                async session => (await session.Connection.QueryAsync<Row>(new CommandDefinition(
                    sql,
                    new { after, from = StoreTime.ToText(from), to = StoreTime.ToText(to), force = crime?.ForceCode, reference = crime?.CrimeReference, Page },
                    cancellationToken: cancellationToken))).AsList(),
                cancellationToken);
            foreach (var row in page) yield return row.ToRecord();
            if (page.Count < Page) yield break;
            after = page[^1].Seq;
        }
    }

    private async Task<T> InSessionAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class Row
    {
        public long Seq { get; init; }
        public string? At { get; init; }
        public string Kind { get; init; } = "";
        public string? Actor { get; init; }
        public string? Role { get; init; }
        public string What { get; init; } = "";
        public string? ForceCode { get; init; }
        public string? CrimeReference { get; init; }
        public string? Recipient { get; init; }
        public string? Reason { get; init; }
        public string Hash { get; init; } = "";

        public AuditRecord ToRecord() => new(
            Seq, At is null ? null : StoreTime.Parse(At), Kind, Actor, Role, What, ForceCode is null ? null : new CrimeKey(ForceCode, CrimeReference!),
            Recipient, Reason, Hash);
    }
}
