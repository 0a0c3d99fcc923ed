using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Review;

public sealed class QueueCountsTests
{
    private static readonly QueuePulse Pulse = new(Newest: 10, Own: 4, Run: 2, HasSecondDue: false);

    private readonly QueueCounts counts = new();
    private int counted;

    [Fact]
    public async Task CountAsync_LongListAskedForAgain_IsNotCountedAgain()
    {
        await CountAsync(Pulse, 20_000);
        await CountAsync(Pulse, 20_000);

        Assert.Equal(1, counted);
        await CountAsync(Pulse, 20_000, list: "another");
        Assert.Equal(2, counted);
    }

    [Fact]
    public async Task CountAsync_ShortList_IsCountedEachTime()
    {
        await CountAsync(Pulse, 200);

        Assert.Equal(199, await CountAsync(Pulse, 199));
    }

    [Fact]
    public async Task CountAsync_AfterAnActOfTheReader_IsCountedAnew()
    {
        await CountAsync(Pulse, 20_000);

        Assert.Equal(19_999, await CountAsync(Pulse with { Newest = 11, Own = 11 }, 19_999));
    }

    [Fact]
    public async Task CountAsync_AfterARun_IsCountedAnew()
    {
        await CountAsync(Pulse, 20_000);

        Assert.Equal(30_000, await CountAsync(Pulse with { Run = 3 }, 30_000));
    }

    [Fact]
    public async Task CountAsync_AfterAFailure_CountsForTheNextWhoAsks()
    {
        await CountAsync(Pulse, 20_000);
        var later = Pulse with { Run = 3 };
        await Assert.ThrowsAsync<InvalidOperationException>(() => counts.CountAsync("list", later, () => throw new InvalidOperationException()));

        Assert.Equal(20_001, await CountAsync(later, 20_001));
    }

    [Fact]
    public async Task CountAsync_AskedByManyAtOnce_CountsOnceForAll()
    {
        await CountAsync(Pulse, 20_000);
        var later = Pulse with { Run = 3 };
        var gate = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 5).Select(_ => counts.CountAsync("list", later, async () =>
        {
            counted++;
            await gate.Task;
            return Bands(20_002);
        })).ToList();

        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), bands => Assert.Equal(20_002, bands.Sum(band => band.Count)));
        Assert.Equal(2, counted);
    }

    private async Task<int> CountAsync(QueuePulse pulse, int items, string list = "list") => (await counts.CountAsync(list, pulse, () =>
    {
        counted++;
        return Task.FromResult(Bands(items));
    })).Sum(band => band.Count);

    private static IReadOnlyList<BandCount> Bands(int items) => [new(Priority.P1, items / 2, 0, 0), new(Priority.P3, items - (items / 2), 0, 0)];
}
