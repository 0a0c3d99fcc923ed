using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Load;

/// <summary>Makes a big store out of a small one: every crime again and again under other numbers, with its reading, score and links.</summary>
internal static class FullStore
{
    /// <summary>Numbers of the copies begin so far apart that no two are one.</summary>
    private const long Apart = 1_000_000;

    /// <returns>Items open in today's list and the one beside it.</returns>
    public static async Task<int> FillAsync(string path, int items)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await ExecuteAsync(connection, "pragma synchronous = off");
        // Those that were drawn as a sample are not drawn again among the copies.
        var open = await CountAsync(connection, " and blind is null");
        var copies = (items + open - 1) / open;
        await ExecuteAsync(connection, "begin");
        var copied = $"with recursive n (value) as (select 1 union all select value + 1 from n where value < {copies - 1})";
        // Only what is open: a crime that nobody has to read makes the file bigger and no list longer.
        const string isOpen = "in (select i.crime_id from review_item as i where i.closed = 0 and i.list_priority <> 'none')";
        foreach (var (table, where, changed) in new (string Table, string Where, Dictionary<string, string> Changed)[]
        {
            ("crime", $"c.id {isOpen}", new() { ["id"] = $"c.id + n.value * {Apart}", ["crime_reference"] = "c.crime_reference || '-' || n.value" }),
            ("crime_reading", $"c.crime_id {isOpen}", new() { ["crime_id"] = $"c.crime_id + n.value * {Apart}" }),
            ("link", $"c.crime_id {isOpen} and c.other_id {isOpen}", new() { ["crime_id"] = $"c.crime_id + n.value * {Apart}", ["other_id"] = $"c.other_id + n.value * {Apart}" }),
            ("score", $"c.crime_id {isOpen}", new() { ["crime_id"] = $"c.crime_id + n.value * {Apart}" }),
        })
        {
            var columns = await ColumnsAsync(connection, table);
            var values = columns.Select(column => changed.GetValueOrDefault(column, "c." + column));
            await ExecuteAsync(connection, $"{copied} insert into {table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from {table} as c cross join n where {where}");
        }

        await ExecuteAsync(connection, "commit");
        await ExecuteAsync(connection, "pragma wal_checkpoint(truncate)");
        return await CountAsync(connection);
    }

    private static async Task<int> CountAsync(SqliteConnection connection, string only = "")
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from review_item where closed = 0 and list_priority <> 'none'{only}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<string>> ColumnsAsync(SqliteConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select name from pragma_table_info('{table}')";
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync()) columns.Add(reader.GetString(0));
        return columns;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
