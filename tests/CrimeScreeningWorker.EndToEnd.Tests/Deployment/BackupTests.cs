using Dapper;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <summary>A backup that is taken while a night runs, by SQLite's own means (what <c>.backup</c> of its shell does), and put back.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Day2 = "2026-02-03T05:00:00Z";
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Sqlite_BackupTakenInARunAndRestored_TheNightGoesOnAsIfNothingHadHappened()
    {
        (await workspace.ScreenAsync(Extract.Sample)).Ends(0);
        var crimes = Enumerable.Range(1, 200).Select(number => Extract.Crime(
            $"GLO/CR/9{number}/26", ("recorded_at", "2026-02-02T12:00:00+00:00"), ("updated_at", "2026-02-02T12:00:00+00:00"),
            ("victim_id", $"V{number / 2}"), ("suspect_id", $"S{number / 2}"), ("narrative", Extract.Stalking)));
        var next = workspace.Write("next.csv", Extract.Header + "\n" + string.Join('\n', crimes) + "\n");
        // Small batches: the backup meets a store that is being written.
        workspace.Set("Sources__BatchRows", "10");
        File.Copy(workspace.PathOf("store.db"), workspace.PathOf("before.db"));

        using (var night = workspace.Start(["dotnet", Worker.Program, .. Workspace.ScreenWords(next, asOf: Day2)]))
        {
            await WaitForRowsAsync(night);
            Back("store.db", "backup.db");
            (await Worker.EndAsync(night)).Ends(0);
        }

        Assert.InRange(Crimes("backup.db"), Crimes("before.db") + 1, Crimes("store.db"));
        Assert.Equal(Schema("store.db"), Schema("backup.db"));
        Assert.Equal("ok", Ask<string>("backup.db", "pragma integrity_check"));
        (await workspace.RunAsync("audit", "verify", "--store", "sqlite:backup.db")).Ends(0);

        (await workspace.ScreenAsync(next, "backup.db", "again", Day2)).Ends(0);

        Assert.Equal(Crimes("store.db"), Crimes("backup.db"));
        Assert.Equal(workspace.Out.Bytes("triage.csv"), new Outputs(workspace.PathOf("again")).Bytes("triage.csv"));
        (await workspace.RunAsync("audit", "verify", "--store", "sqlite:backup.db")).Ends(0);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        workspace.Dispose();
    }

    private async Task WaitForRowsAsync(System.Diagnostics.Process night)
    {
        var before = Crimes("store.db");
        while (!night.HasExited && Crimes("store.db") == before) await Task.Delay(5);
    }

    private void Back(string from, string to)
    {
        using var source = Open(from);
        using var target = Open(to);
        source.BackupDatabase(target);
    }

    private long Crimes(string store) => Ask<long>(store, "select count(*) from crime");

    // Tables, indexes and the triggers that keep what people said.
    private List<string> Schema(string store)
    {
        using var connection = Open(store);
        return [.. connection.Query<string>("select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_master order by type, name")];
    }

    private T Ask<T>(string store, string question)
    {
        using var connection = Open(store);
        return connection.QuerySingle<T>(question);
    }

    private SqliteConnection Open(string store)
    {
        var connection = new SqliteConnection($"Data Source={workspace.PathOf(store)};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }
}
