using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>What a record of a night costs over a short history and over the same history with very many other crimes beside it.</summary>
/// <param name="times">How often the first history lies in the second; the copies are of other people.</param>
/// <remarks>The nights follow each other over either store, so both histories grow by the same few thousand crimes.</remarks>
internal sealed class History(int times) : IDisposable
{
    private const int First = 10_000, Night = 3_000;
    private static readonly DateTimeOffset AsOf = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    // Tables that a look-up goes through, with what makes a row of a copy another's.
    private static readonly (string Table, Func<string, string> Column)[] Tables =
    [
        ("crime", column => column switch
        {
            "id" => "id + shift",
            "crime_reference" or "victim_id" or "suspect_id" => $"{column} || mark",
            _ => column,
        }),
        ("crime_reading", column => column == "crime_id" ? "crime_id + shift" : column),
        ("linkage_key", column => column switch
        {
            "crime_id" => "crime_id + shift",
            "crime_reference" or "value" => $"{column} || mark",
            _ => column,
        }),
        ("link", column => column is "crime_id" or "other_id" ? $"{column} + shift" : column),
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("history-");

    /// <returns>The table, as Markdown.</returns>
    public async Task<string> RunAsync(int runs)
    {
        using var host = WorkerHost.Build();
        var run = host.Services.GetRequiredService<ScreeningRun>();
        var (before, nights) = await ExtractsAsync(runs + 1);
        var (small, large) = (Path.Combine(folder.FullName, "small.db"), Path.Combine(folder.FullName, "large.db"));
        await ScreenAsync(run, before, small);
        File.Copy(small, large);
        await MultiplyAsync(small, large);

        var costs = new[] { new List<double>(), new List<double>() };
        foreach (var (night, round) in nights.Select((night, round) => (night, round)))
        {
            foreach (var (store, cost) in new[] { small, large }.Zip(costs))
            {
                var seconds = ProcessorTime.Of(() => ScreenAsync(run, night, store).GetAwaiter().GetResult());
                // The first round compiles.
                if (round > 0) cost.Add(1000 * seconds / Night);
            }
        }

        var text = new StringBuilder("| crimes of history | milliseconds of processor a record of the night |\n| ---: | ---: |\n");
        foreach (var (crimes, cost) in new[] { First, (long)First * times }.Zip(costs)) text.Append(CultureInfo.InvariantCulture, $"| {crimes} | {Spread(cost)} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\nOver the longer history a record costs {Spread([.. costs[1].Zip(costs[0], (large, small) => large / small)])} times as much: {runs} rounds of {Night} new records each, SQLite.\n");
        return text.ToString();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<(string Before, IReadOnlyList<string> Nights)> ExtractsAsync(int nights)
    {
        var all = Path.Combine(folder.FullName, "all.csv");
        await Throughput.GenerateAsync(all, First + nights * Night);
        using var reader = CsvHelper.CsvReader.FromFile(all);
        var rows = new List<byte[]>();
        while (reader.Read()) rows.Add(CrimeRow(reader));
        var header = File.ReadLines(all).First();
        var before = await WriteAsync("before.csv", header, rows.Take(First));
        var files = new List<string>();
        foreach (var night in rows.Skip(First).Chunk(Night)) files.Add(await WriteAsync($"night{files.Count}.csv", header, night));
        return (before, files);
    }

    private static byte[] CrimeRow(CsvHelper.CsvReader reader) => Screening.Triage.Csv.Row(
        [.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetString(field))]);

    private async Task<string> WriteAsync(string name, string header, IEnumerable<byte[]> rows)
    {
        var path = Path.Combine(folder.FullName, name);
        await using var file = File.Create(path);
        await file.WriteAsync(Encoding.UTF8.GetBytes(header + "\n"));
        foreach (var row in rows) await file.WriteAsync(row);
        return path;
    }

    private Task ScreenAsync(ScreeningRun run, string extract, string store) => run.ScreenAsync(
        extract, StoreLocation.Parse($"sqlite:{store}"), Path.Combine(folder.FullName, "out"), AsOf, null, CancellationToken.None);

    private async Task MultiplyAsync(string first, string store)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000");
        if (times < 2) return;
        var shift = await connection.ExecuteScalarAsync<long>("select max(id) from crime");
        await connection.ExecuteAsync("attach @first as first", new { first });
        const string byCrime = "linkage_key_by_crime";
        var index = await connection.ExecuteScalarAsync<string>("select sql from sqlite_master where name = @byCrime", new { byCrime });
        // Millions of rows in another order than the table's are sorted once, not put in one by one.
        await connection.ExecuteAsync($"drop index {byCrime}");
        foreach (var (table, of) in Tables)
        {
            var columns = (await connection.QueryAsync<string>("select name from pragma_table_info(@table) order by cid", new { table })).AsList();
            var sql = $"""
                with recursive copy (shift, mark) as (
                    select @shift, '~1' union all select shift + @shift, '~' || (shift / @shift + 1) from copy where shift < @last)
                insert into {table} ({string.Join(", ", columns)})
                select {string.Join(", ", columns.Select(of))} from {(table == "linkage_key" ? $"first.{table} cross join copy order by 1, 2, 3, 4, 5, 6" : $"copy cross join first.{table}")}
                """;
            await connection.ExecuteAsync(new CommandDefinition(sql, new { shift, last = shift * (times - 1) }, commandTimeout: 0));
        }

        await connection.ExecuteAsync(new CommandDefinition(index!, commandTimeout: 0));
        await connection.ExecuteAsync("pragma journal_mode = wal");
    }

    private static string Spread(List<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:0.00} ({sorted[0]:0.00} to {sorted[^1]:0.00})");
    }
}
