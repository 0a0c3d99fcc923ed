using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary><c>kill -9</c> of the worker at random moments of its runs, on both kinds of store.</summary>
public sealed class KilledRunTests(ITestOutputHelper output) : IDisposable
{
    private const int Unreadable = 7;
    private readonly Workspace workspace = new Workspace().Set("Sources__BatchRows", "20");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Screen_KilledAtRandomMoments_EndsAsIfNothingHadHappened(bool onServer)
    {
        var references = WriteExtract();
        var (calm, calmWords) = NewStore(onServer, "undisturbed", "undisturbed");
        (await workspace.RunAsync(calmWords)).Ends(3);
        var (database, words) = NewStore(onServer, "killed", "out");
        var moments = new Random(20260314);
        var kills = 0;
        for (var tries = 0; kills < FaultCounts.Kills; tries++)
        {
            Assert.True(tries < 4 * FaultCounts.Kills, $"Only {kills} of {tries} kills came while the run was writing.");
            if (await KillAsync(database, words, moments.Next(0, references.Count * 8 / 10), spin: moments.Next(0, 1_000_000))) kills++;
            // One that outran its kill has left nothing to do: the next ones have another store.
            else (database, words) = NewStore(onServer, $"killed{tries}", "out");
        }

        var watch = Stopwatch.StartNew();
        (await workspace.RunAsync(words)).Ends(3);

        watch.Stop();
        var (lost, twice) = await AccountAsync(database, references);
        new FaultReport($"kill -9 at random moments of a run, {(onServer ? "PostgreSQL" : "SQLite")}", FaultCounts.Kills, kills, lost, twice, watch.Elapsed)
            .Holds(output);
        Assert.Equal(await StoreProvider.ContentAsync(calm), await StoreProvider.ContentAsync(database));
        var undisturbed = new Outputs(workspace.PathOf("undisturbed"));
        workspace.Out.AreAllThoseOf(undisturbed);
        Assert.Equal(undisturbed.Counts(), workspace.Out.Counts());
        Assert.DoesNotContain(workspace.Content(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>The sample three times over, and some rows that cannot be read.</summary>
    private List<string> WriteExtract()
    {
        var text = Extract.Volume(3);
        Assert.StartsWith(Extract.Header + "\n", text, StringComparison.Ordinal);
        text += string.Concat(Enumerable.Range(0, Unreadable).Select(n => Extract.Crime($"UNREADABLE/{n}", ("recorded_at", "yesterday")) + "\n"));
        workspace.Write("night.csv", text);
        var references = CsvTable.Read(workspace.PathOf("night.csv")).Rows.Select(row => row["crime_reference"]).ToList();
        Assert.Equal(references.Count, references.Distinct(StringComparer.Ordinal).Count());
        return references;
    }

    private (ScreeningDatabase Database, string[] Words) NewStore(bool onServer, string name, string folder)
    {
        if (!onServer)
        {
            var file = $"{name}.db";
            return (new ScreeningDatabase(StoreLocation.Parse($"sqlite:{workspace.PathOf(file)}")), Workspace.ScreenWords("night.csv", file, folder));
        }

        var server = PostgreSqlCluster.Shared.ConnectionString(PostgreSqlCluster.Shared.NewDatabase());
        var location = StoreLocation.Of(new PostgreSqlStoreOptions { ConnectionString = server.ConnectionString });
        workspace.Set($"Stores__{name}__Password", server.Password!);
        server.Remove("Password");
        workspace.Set($"Stores__{name}__ConnectionString", server.ConnectionString);
        return (new ScreeningDatabase(location), ["screen", "--source", "night.csv", "--store", name, "--out", folder, "--as-of", Workspace.Morning]);
    }

    /// <summary>Kills a run some time after it has read so many rows, which is anywhere within a batch; false when it was done by then.</summary>
    private async Task<bool> KillAsync(ScreeningDatabase database, string[] words, int rows, int spin)
    {
        var before = (await NewestAsync(database))?.RunId;
        using var process = workspace.Start(["dotnet", Worker.Program, .. words]);
        while (!process.HasExited && !(await NewestAsync(database) is { } run && run.RunId != before && run.Counts.Read >= rows)) await Task.Delay(2);
        Thread.SpinWait(spin);
        process.Kill();
        await process.WaitForExitAsync();
        return await NewestAsync(database) is { State: RunState.Running };
    }

    private static async Task<RunRecord?> NewestAsync(ScreeningDatabase database)
    {
        try
        {
            return (await new RunLedger(database).ReadAsync(1, CancellationToken.None)).SingleOrDefault();
        }
        catch (StoreException)
        {
            // The first run has yet to make it.
            return null;
        }
    }

    /// <summary>Each row of the source is in exactly one of screened, history and quarantine, and no result is there twice.</summary>
    private async Task<(long Lost, long Twice)> AccountAsync(ScreeningDatabase database, IReadOnlyCollection<string> references)
    {
        await using var session = await database.OpenAsync(CancellationToken.None);
        var screened = (await session.Connection.QueryAsync<string>(
            "select c.crime_reference from crime as c join score as s on s.crime_id = c.id where c.in_scope = 1")).AsList();
        var history = (await session.Connection.QueryAsync<string>("select crime_reference from crime where in_scope = 0")).AsList();
        var quarantine = (await session.Connection.QueryAsync<string>("select crime_reference from quarantine")).AsList();
        var places = screened.Concat(history).Concat(quarantine).CountBy(reference => reference, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        Assert.Equal(Unreadable, quarantine.Count);
        Assert.Equal(screened.Order(StringComparer.Ordinal), workspace.Out.Scores.Select(row => row["crime_reference"]).Order(StringComparer.Ordinal));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{screened.Count} screened, {history.Count} history, {quarantine.Count} quarantine"));
        return (references.Count(reference => !places.ContainsKey(reference)), places.Values.Sum(count => count - 1L));
    }
}
