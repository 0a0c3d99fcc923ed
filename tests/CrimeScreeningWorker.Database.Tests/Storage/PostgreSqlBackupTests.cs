using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>A dump and its restoring, by the commands of docs/operations.md.</summary>
public sealed class PostgreSqlBackupTests : IDisposable
{
    private readonly PostgreSqlProvider provider = new();
    private readonly ReviewStage stage;

    public PostgreSqlBackupTests() => stage = new ReviewStage(provider);

    [Fact]
    public async Task PgDump_RestoredIntoAnEmptyDatabase_IsTheStoreAndGoesOnAsOne()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));
        await stage.DecideAsync("A");
        using var restored = new ReviewStage(provider);
        var server = PostgreSqlCluster.Shared;
        var dump = Path.Combine(server.Folder, "screening.dump");
        server.RunClient(
            "pg_dump", "--format=custom", $"--schema={PostgreSqlStore.DefaultSchema}", "--exclude-table-data=screening.qrtz_*", $"--file={dump}",
            await stage.QueryAsync<string>("select current_database()"));

        server.RunClient("pg_restore", "--no-owner", "--exit-on-error", $"--dbname={await restored.QueryAsync<string>("select current_database()")}", dump);

        Assert.Empty(await restored.Database.ReadPendingScriptsAsync(CancellationToken.None));
        foreach (var table in (string[])["crime", "score", "review_item", "review_event", "access_log", "label", "audit_entry", "run"])
        {
            var rows = $"select t::text from {table} as t order by 1";
            Assert.Equal(await stage.RowsAsync<string>(rows), await restored.RowsAsync<string>(rows));
        }

        var report = await new AuditVerification(restored.Database).ExecuteAsync(kept: null, CancellationToken.None);
        Assert.Empty(report.Findings);
        Assert.NotEqual(0, report.Entries);
        await Assert.ThrowsAnyAsync<DbException>(() => restored.ExecuteAsync("delete from review_event"));
        Assert.Equal(
            await stage.RowsAsync<string>(Grants), await restored.RowsAsync<string>(Grants));

        // The next night, on both.
        await stage.ScreenAsync(ReviewStage.Crime("B"), ReviewStage.Crime("C"));
        restored.Clock.SetUtcNow(stage.Clock.GetUtcNow());
        await restored.ScreenAsync(ReviewStage.Crime("B"), ReviewStage.Crime("C"));
        Assert.Equal(await StoreProvider.ContentAsync(stage.Database), await StoreProvider.ContentAsync(restored.Database));
        Assert.Equal(3, await restored.QueryAsync<int>("select count(*)::int from crime"));
    }

    public void Dispose()
    {
        stage.Dispose();
        provider.Dispose();
    }

    private const string Grants = """
        select   grantee || ' ' || table_name || ' ' || privilege_type
        from     information_schema.role_table_grants
        where    table_schema = 'screening' and grantee like 'crime_screening%'
        order by 1
        """;
}
