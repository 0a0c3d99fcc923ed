using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>
/// Rows on their way into tables of a PostgreSQL store: copied in binary form into a temporary table of the session, from which one
/// statement merges them. A batch costs a few round trips, however many rows it has.
/// </summary>
/// <param name="table">The temporary table; the statement that merges reads it in the order of its column <c>place</c>.</param>
/// <param name="columns">As <c>create table</c> takes them: <c>crime_id bigint, reading bytea</c>.</param>
internal sealed class Staging(StoreSession session, string table, string columns)
{
    private readonly string create =
        $"create temporary table if not exists {table} (place bigint, {columns}) on commit delete rows; delete from {table}";

    private readonly NpgsqlDbType[] types = [.. columns.Split(',', StringSplitOptions.TrimEntries).Select(column => ToType(column.Split(' ')[1]))];

    /// <param name="rows">Each with a value a column; an empty sequence does nothing.</param>
    /// <param name="merge">From the temporary table into the table proper.</param>
    public async Task MergeAsync(IReadOnlyCollection<object?[]> rows, string merge, object? values = null) =>
        await MergeAsync(rows, merge, values, session.Connection.ExecuteAsync);

    /// <inheritdoc cref="MergeAsync(IReadOnlyCollection{object?[]}, string, object?)"/>
    /// <remarks>Rows that are made while those before them are on their way. That there is none is only known in the end, so the statement runs then too.</remarks>
    public async Task MergeAsync(IAsyncEnumerable<object?[]> rows, string merge) => await MergeAsync(rows, merge, values: null, session.Connection.ExecuteAsync);

    /// <inheritdoc cref="MergeAsync(IReadOnlyCollection{object?[]}, string, object?)"/>
    /// <returns>What the statement returns.</returns>
    public async Task<IReadOnlyList<T>> MergeAsync<T>(IReadOnlyCollection<object?[]> rows, string merge, object? values = null) =>
        await MergeAsync(rows, merge, values, async command => (await session.Connection.QueryAsync<T>(command)).AsList()) ?? [];

    private async Task<T?> MergeAsync<T>(IReadOnlyCollection<object?[]> rows, string merge, object? values, Func<CommandDefinition, Task<T>> run) =>
        rows.Count == 0 ? default : await MergeAsync(rows.ToAsyncEnumerable(), merge, values, run);

    private async Task<T> MergeAsync<T>(IAsyncEnumerable<object?[]> rows, string merge, object? values, Func<CommandDefinition, Task<T>> run)
    {
        var own = session.Transaction is null;
        if (own) await session.BeginAsync(CancellationToken.None);
        await session.Connection.ExecuteAsync(new CommandDefinition(create, transaction: session.Transaction));
        await CopyAsync(rows);
        var result = await run(new CommandDefinition(merge, values, session.Transaction));
        if (own) await session.CommitAsync(CancellationToken.None);
        return result;
    }

    private async Task CopyAsync(IAsyncEnumerable<object?[]> rows)
    {
        await using var copy = await ((NpgsqlConnection)session.Connection).BeginBinaryImportAsync(
            $"copy {table} from stdin (format binary)", CancellationToken.None);
        var place = 0L;
        await foreach (var row in rows)
        {
            await copy.StartRowAsync(CancellationToken.None);
            await copy.WriteAsync(place++, NpgsqlDbType.Bigint, CancellationToken.None);
            for (var i = 0; i < types.Length; i++)
            {
                // PostgreSQL's text cannot hold a NUL. Its printed sign keeps every position behind it.
                if (row[i] is string text) await copy.WriteAsync(text.Replace('\0', '␀'), types[i], CancellationToken.None);
                else if (row[i] is { } value) await copy.WriteAsync(value, types[i], CancellationToken.None);
                else await copy.WriteNullAsync(CancellationToken.None);
            }
        }

        await copy.CompleteAsync(CancellationToken.None);
    }

    private static NpgsqlDbType ToType(string sql) => sql switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "text" => NpgsqlDbType.Text,
        "float8" => NpgsqlDbType.Double,
        "bytea" => NpgsqlDbType.Bytea,
        _ => throw new ArgumentOutOfRangeException(nameof(sql), sql, "A type that a table of the store has."),
    };
}
