using System.Globalization;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>Gives a suite the database it runs on: each test a store of its own.</summary>
public abstract class StoreProvider : IDisposable
{
    public abstract ScreeningDatabase NewDatabase();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>
    /// All that the store says of crimes, as sorted lines: without row numbers and run references, which depend on the order of arrival.
    /// </summary>
    internal static async Task<string> ContentAsync(ScreeningDatabase database)
    {
        string[] statements =
        [
            "select 'crime', c.*, null as id, null as first_run, null as version_run from crime as c",
            """
            select 'score', c.force_code, c.crime_reference, v.rule_book_version, v.model_version, s.*, null as crime_id, null as run_id, null as version_id
            from score as s join crime as c on c.id = s.crime_id join screening_version as v on v.id = s.version_id
            """,
            "select 'reading', c.force_code, c.crime_reference, {hex} from crime_reading as r join crime as c on c.id = r.crime_id",
            "select 'key', c.force_code, k.kind, k.scope, k.value, k.recorded_at, k.crime_reference from linkage_key as k join crime as c on c.id = k.crime_id",
            """
            select 'link', a.force_code, a.crime_reference, b.force_code as f, b.crime_reference as r, l.basis, l.strength, l.by_words
            from link as l join crime as a on a.id = l.crime_id join crime as b on b.id = l.other_id
            """,
            "select 'watermark', w.* from watermark as w",
        ];
        var hex = database.Location.Dialect == StoreDialect.Sqlite ? "hex(r.reading)" : "encode(r.reading, 'hex')";
        await using var session = await database.OpenAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var sql in statements)
        {
            await using var reader = await session.Connection.ExecuteReaderAsync(sql.Replace("{hex}", hex, StringComparison.Ordinal));
            while (await reader.ReadAsync())
            {
                // A column given again as null takes the place of the one before it.
                var row = new Dictionary<string, object?>(StringComparer.Ordinal);
                for (var i = 0; i < reader.FieldCount; i++) row[reader.GetName(i)] = await reader.IsDBNullAsync(i) ? null : reader.GetValue(i);
                lines.Add(string.Join('|', row.Select(cell => string.Create(CultureInfo.InvariantCulture, $"{cell.Value}"))));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }
}

/// <summary>SQLite files in a folder that goes away with the test.</summary>
public sealed class SqliteProvider : StoreProvider
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("screening-store-");
    private int count;

    public string Folder => folder.FullName;

    public override ScreeningDatabase NewDatabase() => new(StoreLocation.Parse($"sqlite:{Path.Combine(Folder, $"{++count}.db")}"));

    protected override void Dispose(bool disposing) => folder.Delete(recursive: true);
}

/// <summary>Databases of the tests' server, each new and empty.</summary>
internal sealed class PostgreSqlProvider(PostgreSqlCluster? cluster = null) : StoreProvider
{
    private readonly PostgreSqlCluster server = cluster ?? PostgreSqlCluster.Shared;

    public override ScreeningDatabase NewDatabase() => new(StoreLocation.Of(new PostgreSqlStoreOptions
    {
        ConnectionString = server.ConnectionString(server.NewDatabase()).ConnectionString,
    }));

    protected override void Dispose(bool disposing) { }
}
