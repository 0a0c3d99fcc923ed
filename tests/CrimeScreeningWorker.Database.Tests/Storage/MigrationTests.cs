using System.Data.Common;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>A store of an older version that holds crimes, brought up to date.</summary>
public abstract class MigrationTests(StoreProvider provider) : IDisposable
{
    [Fact]
    public async Task PrepareAsync_StoreBeforeJudgementsWithKeys_KeepsThemAndTakesTheNewKinds()
    {
        var database = provider.NewDatabase();
        if (database.Location.Dialect == StoreDialect.Sqlite) await File.WriteAllBytesAsync(database.Location.Path, []);
        LinkageKey[] keys = [new("person", "GLO", "P1"), new("pair", "GLO", "P1|P2"), new("plate", "", "AB12*"), new("phone", "", "+447700900001")];
        long id;
        await using (var session = await database.OpenAsync(CancellationToken.None))
        {
            OlderStore.Migrate(session, "0005");
            await new RunStore(session).StartAsync("extract.csv", Some.Morning, Some.Morning, "rules-1", "model-1", CancellationToken.None);
            id = Assert.Single(await new CrimeStore(session).SaveAsync([(Some.Record(Some.Crime("A")), true)], run: 1));
            await new LinkageStore(session).AddKeysAsync([(id, Some.Crime("A"), keys)]);
        }

        await database.PrepareAsync(CancellationToken.None);

        await using var after = await database.OpenAsync(CancellationToken.None);
        var store = new LinkageStore(after);
        Assert.Equal(keys.Order(Comparer<LinkageKey>.Create(ByText)), (await store.ReadKeysAsync([id], CancellationToken.None))[id].Order(Comparer<LinkageKey>.Create(ByText)));
        Assert.Equal([id], (await store.ReadHoldersAsync([keys[3]], 5, CancellationToken.None))[keys[3]]);
        foreach (var kind in (string[])["handle_stem", "name", "address", "place"]) await store.AddKeysAsync([(id, Some.Crime("A"), [new LinkageKey(kind, "", "x")])]);
        await Assert.ThrowsAnyAsync<DbException>(() => store.AddKeysAsync([(id, Some.Crime("A"), [new LinkageKey("colour", "", "x")])]));
        await after.EndAsync();
        await after.Connection.ExecuteAsync("delete from crime");
        Assert.Empty((await store.ReadKeysAsync([id], CancellationToken.None))[id]);
        Assert.Empty(await database.ReadPendingScriptsAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        provider.Dispose();
        GC.SuppressFinalize(this);
    }

    private static int ByText(LinkageKey a, LinkageKey b) => string.CompareOrdinal(a.ToString(), b.ToString());
}

public sealed class MigrationOnSqliteTests() : MigrationTests(new SqliteProvider());

public sealed class MigrationOnPostgreSqlTests() : MigrationTests(new PostgreSqlProvider());
