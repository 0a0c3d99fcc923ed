using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>A person of a force's system who stands in several crimes.</summary>
/// <param name="Nominal">The force's reference of the person.</param>
/// <param name="Crimes">In which the person has this role.</param>
/// <param name="InScope">Of them, those in scope of the screening.</param>
/// <param name="Others">Of a suspect: different victims; of a victim: different suspects that are known.</param>
public sealed record RepeatPerson(string ForceCode, string Nominal, int Crimes, int InScope, int Others, DateTimeOffset First, DateTimeOffset Last);

/// <summary>A house that the texts of several crimes name.</summary>
/// <param name="House">Number and street, in capitals.</param>
/// <param name="Victims">Different victims of these crimes.</param>
public sealed record RepeatPlace(string ForceCode, string? District, string House, int Crimes, int Victims, DateTimeOffset First, DateTimeOffset Last);

/// <summary>People and places that come again, of the crimes recorded since a day.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class RepeatPeople(ScreeningDatabase database)
{
    /// <summary>Suspects with two victims or more: those with the most victims first, then with the most crimes.</summary>
    public Task<IReadOnlyList<RepeatPerson>> ReadSuspectsAsync(Reviewer reader, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ReadPeopleAsync("suspect_id", "victim_id", "count(distinct upper(trim(c.victim_id))) > 1", "Others desc, Crimes desc", reader, since, limit, cancellationToken);

    /// <summary>Victims of two crimes or more: those with the most crimes first.</summary>
    public Task<IReadOnlyList<RepeatPerson>> ReadVictimsAsync(Reviewer reader, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ReadPeopleAsync("victim_id", "suspect_id", "count(*) > 1", "Crimes desc, Others desc", reader, since, limit, cancellationToken);

    /// <summary>Houses that two crimes or more name: those with the most victims first.</summary>
    public Task<IReadOnlyList<RepeatPlace>> ReadPlacesAsync(Reviewer reader, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        const string sql = """
            select   l.value, c.force_code as ForceCode, c.district, count(distinct l.crime_id) as Crimes, count(distinct upper(trim(c.victim_id))) as Others,
                     min(l.recorded_at) as FirstAt, max(l.recorded_at) as LastAt
            from     linkage_key as l
            join     crime as c on c.id = l.crime_id
            where    l.kind = 'address' and l.recorded_at >= @since and (@forces = '' or @forces like '%|' || c.force_code || '|%')
            group by l.value, c.force_code, c.district
            having   count(distinct l.crime_id) > 1
            order by Others desc, Crimes desc, LastAt desc, l.value
            limit    @limit
            """;
        return ReadAsync(
            sql,
            reader,
            since,
            limit,
            row => new RepeatPlace(
                row.ForceCode, row.District, row.Value[(row.ForceCode.Length + (row.District?.Length ?? 0) + 2)..], (int)row.Crimes, (int)row.Others,
                StoreTime.Parse(row.FirstAt), StoreTime.Parse(row.LastAt)),
            cancellationToken);
    }

    private Task<IReadOnlyList<RepeatPerson>> ReadPeopleAsync(
        string role, string other, string having, string order, Reviewer reader, DateTimeOffset since, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            $"""
            select   upper(trim(c.{role})) as Value, c.force_code as ForceCode, count(*) as Crimes, sum(c.in_scope) as InScope,
                     count(distinct upper(trim(c.{other}))) as Others, min(c.recorded_at) as FirstAt, max(c.recorded_at) as LastAt
            from     crime as c
            where    c.recorded_at >= @since and trim(c.{role}) <> '' and (@forces = '' or @forces like '%|' || c.force_code || '|%')
            group by c.force_code, upper(trim(c.{role}))
            having   {having}
            order by {order}, LastAt desc, Value, c.force_code
            limit    @limit
            """,
            reader,
            since,
            limit,
            row => new RepeatPerson(
                row.ForceCode, row.Value, (int)row.Crimes, (int)row.InScope, (int)row.Others, StoreTime.Parse(row.FirstAt), StoreTime.Parse(row.LastAt)),
            cancellationToken);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, Reviewer reader, DateTimeOffset since, int limit, Func<RepeatRow, T> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var forces = reader.Forces.Length == 0 ? "" : $"|{string.Join('|', reader.Forces)}|";
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<RepeatRow>(
                new CommandDefinition(sql, new { since = StoreTime.ToText(since), forces, limit }, cancellationToken: cancellationToken));
            return [.. rows.Select(make)];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class RepeatRow
    {
        public string Value { get; init; } = "";
        public string ForceCode { get; init; } = "";
        public string? District { get; init; }
        public long Crimes { get; init; }
        public long InScope { get; init; }
        public long Others { get; init; }
        public string FirstAt { get; init; } = "";
        public string LastAt { get; init; } = "";
    }
}
