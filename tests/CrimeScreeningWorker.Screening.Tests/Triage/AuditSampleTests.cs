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

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40)]
    [InlineData(999)]
    public void Draw_SeveralClasses_DrawsEachBySizeRoundedUpOrDown(int size)
    {
        var sample = AuditSample.Draw(Crimes(("66", 1), ("8L", 700), ("8R", 200), ("8M", 99)), "run-1", size);

        var drawn = sample.CountBy(item => item.HomeOfficeClass).ToDictionary();
        Assert.Equal(size, sample.Count);
        Assert.All(
            [("66", 1), ("8L", 700), ("8R", 200), ("8M", 99)],
            ((string Class, int Size) c) => Assert.InRange(drawn.GetValueOrDefault(c.Class), Math.Floor(c.Size * size / 1000.0), Math.Ceiling(c.Size * size / 1000.0)));
    }

    [Fact]
    public void Draw_MoreClassesThanSeats_LeavesNoneUndrawnForEver()
    {
        var crimes = Crimes(("105A", 20), ("149", 4), ("36", 8), ("66", 30), ("8L", 90), ("8R", 50));

        var drawn = Enumerable.Range(0, 1_000).SelectMany(run => AuditSample.Draw(crimes, $"run-{run}", 3)).ToList();

        // What the sample says of a class, over many runs, is its size; each range is four standard deviations.
        var sizes = drawn.GroupBy(item => item.HomeOfficeClass).ToDictionary(c => c.Key, c => c.Sum(item => item.Weight) / 1_000);
        Assert.Equal(6, sizes.Count);
        Assert.InRange(sizes["149"], 4 - 2, 4 + 2);
        Assert.InRange(sizes["36"], 8 - 2.8, 8 + 2.8);
        Assert.InRange(sizes["105A"], 20 - 3.9, 20 + 3.9);
        Assert.InRange(sizes["8L"], 90 - 4, 90 + 4);
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

    private static List<(CrimeKey Key, string HomeOfficeClass, Priority Priority)> Crimes(params (string Class, int Count)[] classes) =>
        [.. classes.SelectMany(stratum => Enumerable.Range(0, stratum.Count).Select(i => (new CrimeKey("GLO", $"{stratum.Class}/{i}"), stratum.Class, Priority.None)))];
}
