namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 4;

    private readonly Workspace workspace = new Workspace().Set("Sources__BatchRows", "20");

    [Fact]
    public async Task Screen_KilledAtSomeMoments_EndsAsIfNothingHadHappened()
    {
        workspace.Write("night.csv", Extract.Volume(3));
        (await workspace.ScreenAsync("night.csv", "undisturbed.db", "undisturbed")).Ends(0);
        var undisturbed = new Outputs(workspace.PathOf("undisturbed"));
        var moments = new Random(20260314);
        var within = 0;
        for (var kill = 0; kill < Kills; kill++)
            if (await KillAsync(TimeSpan.FromMilliseconds(moments.Next(0, 250)))) within++;

        (await workspace.ScreenAsync("night.csv")).Ends(0);

        Assert.True(within >= Kills - 1, $"Only {within} of {Kills} kills came while the run was writing.");
        workspace.Out.AreThoseOf(undisturbed);
        Assert.Equal(undisturbed.Counts(), workspace.Out.Counts());
        Assert.DoesNotContain(workspace.Content(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>Kills a run some time after its store began to fill further; true when it had not ended by itself.</summary>
    private async Task<bool> KillAsync(TimeSpan later)
    {
        var log = workspace.PathOf("store.db-wal");
        using var process = workspace.StartScreening("night.csv");
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        // The log of a killed run is folded in and made anew when the next one opens the store.
        var opened = File.Exists(log) ? File.GetLastWriteTimeUtc(log) : DateTime.MinValue;
        while (!process.HasExited && !(File.Exists(log) && File.GetLastWriteTimeUtc(log) > opened)) await poll.WaitForNextTickAsync();
        if (later > TimeSpan.Zero) await Task.Delay(later, TimeProvider.System);
        var running = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return running;
    }
}
