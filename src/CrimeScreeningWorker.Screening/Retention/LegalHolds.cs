using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>A crime that must be kept, whatever its age.</summary>
public sealed record LegalHold(CrimeKey Crime, string Person, string Reason, DateTimeOffset At);

/// <summary>
/// Holds a crime back from erasure, with what people said of it, who looked at it, and the crimes that it is directly linked to. Who held and who let go
/// is kept for good.
/// </summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class LegalHolds(ScreeningDatabase database, TimeProvider time)
{
    /// <param name="reason">Names the proceedings, such as a case number; no person.</param>
    /// <exception cref="ArgumentException">Person or reason is blank.</exception>
    /// <exception cref="StoreException">The store neither holds the crime nor anything that was said of it, or it is held already.</exception>
    public Task HoldAsync(CrimeKey crime, string person, string reason, CancellationToken cancellationToken) =>
        WriteAsync(crime, "held", person, reason, cancellationToken);

    /// <exception cref="ArgumentException">Person or reason is blank.</exception>
    /// <exception cref="StoreException">The crime is not held.</exception>
    public Task ReleaseAsync(CrimeKey crime, string person, string reason, CancellationToken cancellationToken) =>
        WriteAsync(crime, "released", person, reason, cancellationToken);

    /// <summary>What is held now, by crime.</summary>
    public async Task<IReadOnlyList<LegalHold>> ReadAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select   h.force_code as ForceCode, h.crime_reference as CrimeReference, h.person, h.reason, h.at
            from     retention_hold as h
            where    h.kind = 'held'
            and      h.id = (select max(n.id) from retention_hold as n where n.force_code = h.force_code and n.crime_reference = h.crime_reference)
            order by h.force_code, h.crime_reference
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<(string ForceCode, string CrimeReference, string Person, string Reason, string At)>(
                new CommandDefinition(sql, cancellationToken: cancellationToken));
            return [.. rows.Select(row => new LegalHold(new CrimeKey(row.ForceCode, row.CrimeReference), row.Person, row.Reason, StoreTime.Parse(row.At)))];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private async Task WriteAsync(CrimeKey crime, string kind, string person, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(person);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        const string newest = """
            select kind from retention_hold where force_code = @ForceCode and crime_reference = @CrimeReference order by id desc limit 1
            """;
        const string known = """
            select (select count(*) from crime where force_code = @ForceCode and crime_reference = @CrimeReference)
                 + (select count(*) from review_item where force_code = @ForceCode and crime_reference = @CrimeReference)
                 + (select count(*) from label where force_code = @ForceCode and crime_reference = @CrimeReference)
            """;
        const string insert = """
            insert into retention_hold (force_code, crime_reference, kind, person, reason, at) values (@ForceCode, @CrimeReference, @kind, @person, @reason, @at)
            """;
        try
        {
            await database.CheckAsync(cancellationToken);
            await using var session = await database.OpenAsync(cancellationToken);
            await session.BeginAsync(cancellationToken);
            if (session.OnPostgreSql) await PostgreSqlStore.LockForAuditAsync(session);
            var now = time.GetUtcNow();
            var values = new { crime.ForceCode, crime.CrimeReference, kind, person, reason, at = StoreTime.ToText(now) };
            var stands = await session.Connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(newest, values, session.Transaction, cancellationToken: cancellationToken));
            if (kind == "held" && stands == "held") throw new StoreException($"The crime {crime} is held already.");
            if (kind == "released" && stands != "held") throw new StoreException($"The crime {crime} is not held: there is nothing to release.");
            if (kind == "held"
                && await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(known, values, session.Transaction, cancellationToken: cancellationToken)) == 0)
                throw new StoreException($"The store {database.Location} holds no crime {crime}, and nothing that was said of it.");
            await session.Connection.ExecuteAsync(new CommandDefinition(insert, values, session.Transaction, cancellationToken: cancellationToken));
            var what = kind == "held" ? "Legal hold placed" : "Legal hold released";
            await new AuditStore(session).AppendAsync(
                [new AuditAct(AuditKind.Alteration, now, person, "retention", what, reason) { Crime = crime }], cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
