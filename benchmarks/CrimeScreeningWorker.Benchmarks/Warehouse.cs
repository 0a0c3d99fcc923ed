using System.Diagnostics;
using CrimeScreeningWorker.Screening.Sources;
using Npgsql;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>The generated extract as a table of the server that the store lies on: what a force's warehouse would be.</summary>
/// <param name="connectionString">Npgsql's; the password from the environment.</param>
internal sealed class Warehouse(string connectionString)
{
    public const string Source = "benchmark_warehouse";

    /// <summary>Fills the table from a file of the extract, and makes the index that a view needs to be read in pages.</summary>
    /// <returns>Seconds that the rows took to copy in, without the index, and to copy out again in binary form.</returns>
    public async Task<(double In, double Out)> FillAsync(string extract)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var columns = CrimeColumns.All.Select(column => $"{column.Name()} {(column.Name().EndsWith("_at", StringComparison.Ordinal) || column.Name().StartsWith("occurred_", StringComparison.Ordinal) ? "timestamptz" : "text")}");
        await ExecuteAsync(connection, $"drop schema if exists {Source} cascade; create schema {Source}; create table {Source}.crime_extract ({string.Join(", ", columns)})");
        var watch = Stopwatch.StartNew();
        await using (var rows = await connection.BeginTextImportAsync($"copy {Source}.crime_extract from stdin (format csv, header)"))
        {
            using var file = new StreamReader(extract);
            var block = new char[1 << 16];
            for (int read; (read = await file.ReadAsync(block)) > 0;) await rows.WriteAsync(block.AsMemory(0, read));
        }

        var copiedIn = watch.Elapsed.TotalSeconds;
        await ExecuteAsync(connection, $"create index on {Source}.crime_extract (updated_at, force_code, crime_reference); analyze {Source}.crime_extract");
        watch.Restart();
        await using (var rows = await connection.BeginRawBinaryCopyAsync($"copy {Source}.crime_extract to stdout (format binary)"))
            await rows.CopyToAsync(Stream.Null, 1 << 16);
        return (copiedIn, watch.Elapsed.TotalSeconds);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names of this class and of the contract's columns.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
