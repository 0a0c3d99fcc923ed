using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Triage;
using CrimeScreeningWorker.Service;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>Two nodes on one store, the clock of one five minutes ahead, over the days on which clocks and calendars do something odd.</summary>
public sealed class ServiceClockTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("2026-03-28T00:00:00Z", "spring change on the 29th")]
    [InlineData("2026-10-24T00:00:00Z", "autumn change on the 25th")]
    [InlineData("2028-02-28T00:00:00Z", "leap day")]
    [InlineData("2026-12-30T00:00:00Z", "turn of the year")]
    public async Task RunAsync_ThreeDays_EachNightOnceAndEachRowOnce(string from, string what)
    {
        var start = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        await using var sound = new ServiceNight(start);
        await using var ahead = new ServiceNight(start + Ahead, beside: sound);
        var schedule = new NightSchedule(new ServiceOptions().Schedule);

        var taken = 0;
        for (var night = schedule.Next(start); night < start.AddDays(3); night = schedule.Next(night.Value))
        {
            sound.DropSample(taken += 20);
            // The clock that is ahead comes to the hour first; five minutes later it has come for the other.
            foreach (var node in new[] { ahead, sound })
            {
                node.Clock.SetUtcNow(night.Value);
                Assert.Equal(0, await node.Get<NightlyJob>().RunAsync(night, CancellationToken.None));
            }
        }

        var runs = await new RunLedger(sound.Database).ReadAsync(100, CancellationToken.None);
        var good = runs.Where(run => run.State == RunState.Succeeded).ToList();
        Assert.True(good.Count == 3, $"{what}: {good.Count} runs");
        Assert.DoesNotContain(runs, run => run.State == RunState.Failed);
        Assert.Equal(3, good.Select(run => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(run.StartedAt, BritishTime.London).DateTime)).Distinct().Count());
        Assert.All(good, run => Assert.Equal(20, run.Counts.New));
        Assert.Equal(taken, good.Sum(run => run.Counts.New));
    }

    [Fact]
    public async Task RunAsync_ClockSetBackAfterTheNight_DoesNotRunItAgain()
    {
        var night = new DateTimeOffset(2026, 1, 14, 4, 30, 0, TimeSpan.Zero);
        await using var service = new ServiceNight(night.AddMinutes(4));
        service.DropSample(20);
        Assert.Equal(0, await service.Get<NightlyJob>().RunAsync(night, CancellationToken.None));

        await using var back = new ServiceNight(night, beside: service);
        Assert.Equal(0, await back.Get<NightlyJob>().RunAsync(night, CancellationToken.None));

        Assert.Single(await new RunLedger(service.Database).ReadAsync(10, CancellationToken.None), run => run.State == RunState.Succeeded);
    }
}
