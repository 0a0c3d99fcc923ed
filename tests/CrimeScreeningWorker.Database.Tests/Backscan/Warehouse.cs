using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Sources;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

/// <summary>A warehouse with the view of the contract over a plain table, in a database of its own.</summary>
internal sealed class Warehouse
{
    private readonly PostgreSqlCluster cluster;

    public Warehouse(PostgreSqlCluster cluster, string? database = null)
    {
        this.cluster = cluster;
        Database = database ?? cluster.NewDatabase();
        if (database is not null) return;
        cluster.Execute(Database, """
            create table extract (
                force_code text, crime_reference text, recorded_at timestamptz, updated_at timestamptz, home_office_class text,
                offence_title text, narrative text, victim_id text, suspect_id text);
            create index extract_by_recorded on extract (recorded_at, force_code, crime_reference);
            create view crime_extract as select * from extract;
            """);
    }

    public string Database { get; }

    public string ConnectionString => cluster.ConnectionString(Database).ConnectionString;

    public async Task AddAsync(IEnumerable<Crime> crimes)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy extract from stdin (format binary)");
        foreach (var crime in crimes)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(crime.Key.ForceCode);
            await copy.WriteAsync(crime.Key.CrimeReference);
            await copy.WriteAsync(crime.RecordedAt.ToUniversalTime());
            await copy.WriteAsync(crime.UpdatedAt.ToUniversalTime());
            foreach (var text in (string?[])[crime.HomeOfficeClass, crime.OffenceTitle, crime.Narrative, crime.VictimId, crime.SuspectId])
                if (text is null) await copy.WriteNullAsync();
                else await copy.WriteAsync(text);
        }

        await copy.CompleteAsync();
    }

    public PostgreSqlSourceReader Source(int batchRows = 100) => new(
        "warehouse", new PostgreSqlSourceOptions { ConnectionString = ConnectionString }, new SourceOptions { BatchRows = batchRows }, TimeProvider.System);
}
