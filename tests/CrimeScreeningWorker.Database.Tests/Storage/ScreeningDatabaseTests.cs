using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>What is particular to a store that is a file.</summary>
public sealed class ScreeningDatabaseTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("screening-file-");

    [Fact]
    public async Task PrepareAsync_NoFolderYet_MakesFolderAndStore()
    {
        var database = Database("new/folder/store.db");

        await database.PrepareAsync(CancellationToken.None);
        await database.CheckAsync(CancellationToken.None);

        Assert.True(File.Exists(database.Location.Path));
    }

    [Fact]
    public async Task PrepareAsync_Twice_ChangesNothing()
    {
        var database = Database("store.db");
        await database.PrepareAsync(CancellationToken.None);
        var before = await File.ReadAllBytesAsync(database.Location.Path);

        await database.PrepareAsync(CancellationToken.None);

        Assert.Equal(before, await File.ReadAllBytesAsync(database.Location.Path));
    }

    [Fact]
    public async Task PrepareAsync_ReadOnlyFile_RefusesBeforeWriting()
    {
        var database = Database("store.db");
        await database.PrepareAsync(CancellationToken.None);
        File.SetAttributes(database.Location.Path, FileAttributes.ReadOnly);

        await RefusesAsync(database, "read-only");
    }

    [Fact]
    public async Task PrepareAsync_ReadOnlyFolder_RefusesBeforeWriting()
    {
        var locked = folder.CreateSubdirectory("locked");
        locked.Attributes |= FileAttributes.ReadOnly;

        await RefusesAsync(Database("locked/store.db"), "is read-only");

        Assert.Empty(locked.GetFileSystemInfos());
        locked.Attributes &= ~FileAttributes.ReadOnly;
    }

    [Fact]
    public async Task PrepareAsync_FolderInPlaceOfTheFile_Refuses()
    {
        folder.CreateSubdirectory("store.db");

        await RefusesAsync(Database("store.db"), "it is a folder");
    }

    [Fact]
    public async Task PrepareAsync_FileInPlaceOfTheFolder_Refuses()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "taken"), "x");

        await RefusesAsync(Database("taken/store.db"), "is a file, not a folder");
    }

    [Fact]
    public async Task PrepareAsync_OtherKindOfFile_RefusesAndLeavesItAsItIs()
    {
        var database = Database("crimes.csv");
        await File.WriteAllTextAsync(database.Location.Path, "force_code,crime_reference\nGLO,1\n");

        await RefusesAsync(database, "is not a SQLite database");

        Assert.StartsWith("force_code", await File.ReadAllTextAsync(database.Location.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_DatabaseOfAnotherProgram_RefusesAndLeavesItAsItIs()
    {
        var database = Database("other.db");
        await ExecuteAsync(database, "create table invoice (id integer)");
        var before = await File.ReadAllBytesAsync(database.Location.Path);

        await RefusesAsync(database, "not one of this program");

        Assert.Equal(before, await File.ReadAllBytesAsync(database.Location.Path));
    }

    [Fact]
    public async Task PrepareAsync_NewerSchema_RefusesAndSaysBothVersions()
    {
        var database = Database("store.db");
        await database.PrepareAsync(CancellationToken.None);
        await ExecuteAsync(
            database,
            "insert into schema_changelog (type, version, description, name, installed_by, success) values (0, '0099', 'later', 'V0099__later.sql', '', 1)");

        await RefusesAsync(database, $"newer version of this program (schema 99; this one knows {StoreSchema.Newest(StoreDialect.Sqlite)})");
    }

    [Fact]
    public async Task CheckAsync_NoStore_SaysSoAndMakesNone()
    {
        var database = Database("none.db");

        var refused = await Assert.ThrowsAsync<StoreException>(() => database.CheckAsync(CancellationToken.None));

        Assert.Contains("no store at", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(database.Location.Path));
    }

    [Fact]
    public async Task OpenForRunAsync_HeldByAnother_RefusesUntilItIsLetGo()
    {
        var database = Database("store.db");
        await database.PrepareAsync(CancellationToken.None);
        await using (await database.OpenForRunAsync(CancellationToken.None))
        {
            var refused = await Assert.ThrowsAsync<RunInProgressException>(() => database.OpenForRunAsync(CancellationToken.None));
            Assert.Contains("another run", refused.Message, StringComparison.Ordinal);
        }

        await (await database.OpenForRunAsync(CancellationToken.None)).DisposeAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private ScreeningDatabase Database(string name) => new(StoreLocation.Parse($"sqlite:{Path.Combine(folder.FullName, name)}"));

    private static async Task RefusesAsync(ScreeningDatabase database, string because)
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => database.PrepareAsync(CancellationToken.None));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.Contains(database.Location.Path, refused.Message, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(ScreeningDatabase database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database.Location.Path};Pooling=False");
        await connection.ExecuteAsync(sql);
    }
}
