using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>A filter by a name.</summary>
/// <param name="Query">As it stands in the address: no person, no identifier.</param>
public sealed record SavedView(long Id, string Owner, string Name, bool Shared, string Query);

/// <summary>Filters that people keep: their own, and those that colleagues share.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class SavedViews(ScreeningDatabase database)
{
    /// <summary>The reader's own by name, then those that others share, by name.</summary>
    public Task<IReadOnlyList<SavedView>> ReadAsync(Reviewer reader, CancellationToken cancellationToken)
    {
        const string sql = """
            select   v.id, v.owner, v.name, v.shared, v.query
            from     saved_view as v
            where    v.owner = @owner or v.shared = 1
            order by case when v.owner = @owner then 0 else 1 end, v.name, v.id
            """;
        return InSessionAsync<IReadOnlyList<SavedView>>(
            async session =>
            [
                .. (await session.Connection.QueryAsync<(long Id, string Owner, string Name, long Shared, string Query)>(
                        new CommandDefinition(sql, new { owner = reader.Name }, cancellationToken: cancellationToken)))
                    .Select(row => new SavedView(row.Id, row.Owner, row.Name, row.Shared != 0, row.Query)),
            ],
            cancellationToken);
    }

    /// <summary>Saves, in place of the reader's own of that name.</summary>
    public Task SaveAsync(string name, bool shared, string query, Reviewer reviewer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(query);
        const string sql = """
            insert into saved_view (owner, name, shared, query, saved_at) values (@owner, @name, @shared, @query, @at)
            on conflict (owner, name) do update set shared = excluded.shared, query = excluded.query, saved_at = excluded.saved_at
            """;
        var values = new { owner = reviewer.Name, name = name.Trim(), shared = shared ? 1L : 0L, query, at = StoreTime.ToText(now) };
        return InSessionAsync(
            session => session.Connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: cancellationToken)), cancellationToken);
    }

    /// <returns>False when it is not the reviewer's own.</returns>
    public Task<bool> DeleteAsync(long id, Reviewer reviewer, CancellationToken cancellationToken) => InSessionAsync(
        async session => await session.Connection.ExecuteAsync(new CommandDefinition(
            "delete from saved_view where id = @id and owner = @owner", new { id, owner = reviewer.Name }, cancellationToken: cancellationToken)) > 0,
        cancellationToken);

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
}
