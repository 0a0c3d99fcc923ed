using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class AuditSampleTests
{
    [Fact]
    public void Draw_SameRunInAnotherOrder_DrawsTheSame()
    {
        var crimes = Crimes(("8L", 200), ("8R", 50));

        Assert.Equal(AuditSample.Draw(crimes, "run-1", 15), AuditSample.Draw(crimes.AsEnumerable().Reverse(), "run-1", 15));
    }

    [Fact]
    public void Draw_AnotherRun_DrawsOthers()
    {
        var crimes = Crimes(("8L", 500));

        Assert.NotEqual(AuditSample.Draw(crimes, "run-1", 15), AuditSample.Draw(crimes, "run-2", 15));
    }

    [Fact]
    public void Draw_SeveralClasses_DrawsBySizeAndAtLeastOneOfEach()
    {
        var sample = AuditSample.Draw(Crimes(("66", 1), ("8L", 700), ("8R", 200), ("8M", 99)), "run-1", 15);

        var drawn = sample.CountBy(item => item.HomeOfficeClass).ToDictionary();
        Assert.Equal(15, sample.Count);
        Assert.Equal(1, drawn["66"]);
        Assert.True(drawn["8L"] > drawn["8R"] && drawn["8R"] > drawn["8M"], string.Join(", ", drawn));
    }

    [Fact]
    public void Draw_Weights_AddUpToAllThatWasBelowTheThreshold()
    {
        var sample = AuditSample.Draw(Crimes(("66", 3), ("8L", 700), ("8R", 211)), "run-1", 15);

        Assert.Equal(914, sample.Sum(item => item.Weight), 6);
    }

    [Fact]
    public void Draw_QueuedCrimes_AreNeverDrawn()
    {
        var queued = Crimes(("8L", 20)).Select(crime => crime with { Priority = Priority.P3 });

        Assert.Empty(AuditSample.Draw(queued, "run-1", 15));
    }

    [Fact]
    public void Draw_FewerThanWanted_DrawsAll() => Assert.Equal(4, AuditSample.Draw(Crimes(("8L", 3), ("66", 1)), "run-1", 15).Count);

    [Fact]
    public void Draw_OverManyRuns_GivesEveryCrimeTheSameChance()
    {
        var crimes = Crimes(("8L", 20));

        var drawn = Enumerable.Range(0, 2_000).SelectMany(run => AuditSample.Draw(crimes, $"run-{run}", 5)).CountBy(item => item.Crime).ToList();

        // 500 each are expected; four standard deviations are 77.
        Assert.All(drawn, crime => Assert.InRange(crime.Value, 423, 577));
    }

    [Fact]
    public void Draw_FewerThanThereAreClasses_LeavesNoneWithoutAChance()
    {
        var crimes = Crimes(("8L", 12), ("8R", 4), ("66", 3), ("36", 1));

        var runs = Enumerable.Range(0, 2_000).Select(run => AuditSample.Draw(crimes, $"run-{run}", 2)).ToList();

        Assert.All(runs, items => Assert.Equal(20, items.Sum(item => item.Weight)));
        var drawn = runs.SelectMany(items => items).CountBy(item => item.Crime).ToDictionary();
        Assert.Equal(20, drawn.Count);
        // 200 each are expected; four standard deviations are 54.
        Assert.All(drawn, crime => Assert.InRange(crime.Value, 146, 254));
    }

    private static List<(CrimeKey Key, string HomeOfficeClass, Priority Priority)> Crimes(params (string Class, int Count)[] classes) =>
        [.. classes.SelectMany(stratum => Enumerable.Range(0, stratum.Count).Select(i => (new CrimeKey("GLO", $"{stratum.Class}/{i}"), stratum.Class, Priority.None)))];
}
