using System.Data.Common;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>What a person did at the console.</summary>
public enum AccessAct
{
    View,
    Search,
    Export,
    Claim,
    Decide,
    Note,
    Act,
    Judge,
    SignIn,
    SignOut,

    /// <summary>The person asked for what the person may not have.</summary>
    Refused,
}

/// <summary>A row of the access log.</summary>
/// <param name="Crime">Null where it was not one crime.</param>
/// <param name="Page">The page's own name, such as <c>Crimes/Index</c>: never an address with its values.</param>
public sealed record AccessRecord(DateTimeOffset At, string Reviewer, string Role, AccessAct Act, CrimeKey? Crime, string Page);

/// <summary>Who looked at what: written before the page is shown, and never changed.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used. Then nothing may be shown.</exception>
public sealed class AccessLog(ScreeningDatabase database)
{
    /// <summary>Writes down an act. It is in the store when this returns.</summary>
    /// <param name="crime">Null where it is not about one crime.</param>
    /// <param name="page">The page's own name; no word of the person's, no value of an address.</param>
    public Task WriteAsync(Reviewer reviewer, AccessAct act, CrimeKey? crime, string page, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(reviewer, act, crime is { } one ? [one] : [], page, at, cancellationToken);

    /// <summary>Writes down an act on several crimes, a row each; on none, one row.</summary>
    public async Task WriteAsync(
        Reviewer reviewer, AccessAct act, IReadOnlyCollection<CrimeKey> crimes, string page, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reviewer);
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentException.ThrowIfNullOrWhiteSpace(page);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            await session.BeginAsync(cancellationToken);
            if (crimes.Count == 0) await WriteAsync(session, reviewer, act, null, page, at, cancellationToken);
            foreach (var crime in crimes) await WriteAsync(session, reviewer, act, crime, page, at, cancellationToken);
            await AuditStore.CommitAsync(session, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>Newest first.</summary>
    /// <param name="crime">Of this crime alone; null: of all.</param>
    /// <param name="reviewer">Of this person alone; null: of all.</param>
    public async Task<IReadOnlyList<AccessRecord>> ReadAsync(CrimeKey? crime, string? reviewer, int limit, CancellationToken cancellationToken)
    {
        const string sql = """
            select   a.at, a.reviewer, a.role, a.act, a.force_code as ForceCode, a.crime_reference as CrimeReference, a.page
            from     access_log as a
            where    (@force is null or (a.force_code = @force and a.crime_reference = @reference))
            and      (@reviewer is null or a.reviewer = @reviewer)
            order by a.id desc
            limit    @limit
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<AccessRow>(new CommandDefinition(
                sql, new { force = crime?.ForceCode, reference = crime?.CrimeReference, reviewer, limit }, cancellationToken: cancellationToken));
            return
            [
                .. rows.Select(row => new AccessRecord(
                    StoreTime.Parse(row.At), row.Reviewer, row.Role, ToAct(row.Act),
                    row.ForceCode is null ? null : new CrimeKey(row.ForceCode, row.CrimeReference!), row.Page)),
            ];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>In a transaction of the caller's. What stands of the crime at this moment is what the person is about to see.</summary>
    internal static Task WriteAsync(
        StoreSession session, Reviewer reviewer, AccessAct act, CrimeKey? crime, string page, DateTimeOffset at, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into access_log (at, reviewer, role, act, force_code, crime_reference, page, seen_version, seen_machine)
            values (@at, @reviewer, @role, @act, @force, @reference, @page,
                    (select i.version from review_item as i where i.force_code = @force and i.crime_reference = @reference),
                    (select i.machine from review_item as i where i.force_code = @force and i.crime_reference = @reference))
            """;
        return session.Connection.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                at = StoreTime.ToText(at),
                reviewer = reviewer.Name,
                role = reviewer.RoleText,
                act = ToText(act),
                force = crime?.ForceCode,
                reference = crime?.CrimeReference,
                page,
            },
            session.Transaction,
            cancellationToken: cancellationToken));
    }

    private static string ToText(AccessAct act) => act switch
    {
        AccessAct.View => "view",
        AccessAct.Search => "search",
        AccessAct.Export => "export",
        AccessAct.Claim => "claim",
        AccessAct.Decide => "decide",
        AccessAct.Note => "note",
        AccessAct.Act => "act",
        AccessAct.Judge => "judge",
        AccessAct.SignIn => "sign-in",
        AccessAct.SignOut => "sign-out",
        AccessAct.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "An act of the log."),
    };

    private static AccessAct ToAct(string text) => Enum.Parse<AccessAct>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private sealed class AccessRow
    {
        public string At { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Role { get; init; } = "";
        public string Act { get; init; } = "";
        public string? ForceCode { get; init; }
        public string? CrimeReference { get; init; }
        public string Page { get; init; } = "";
    }
}
