using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Storage;

public sealed class FaultRetriesTests
{
    private readonly PausesClock clock = new();
    private readonly CollectedLog log = new();
    private int attempts;

    [Fact]
    public async Task ExecuteAsync_FaultThatPasses_IsTriedUntilItHas()
    {
        var retries = Retries(budget: TimeSpan.FromMinutes(5));

        await WithTimePassing(retries.ExecuteAsync(_ => FailAsync(until: 4), _ => true, CancellationToken.None));

        Assert.Equal(4, attempts);
        Assert.Equal(3, log.Lines.Count);
        Assert.StartsWith(", after 3 retries in ", retries.Tried, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExecuteAsync_FaultThatStays_EndsWithItWhenTheBudgetIsUsedUp()
    {
        var began = clock.GetUtcNow();
        var retries = Retries(budget: TimeSpan.FromMinutes(5));

        await Assert.ThrowsAsync<TimeoutException>(() => WithTimePassing(retries.ExecuteAsync(_ => FailAsync(until: int.MaxValue), _ => true, CancellationToken.None)));

        // The longest pause may lie across its end.
        Assert.InRange(clock.GetUtcNow() - began, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
        Assert.InRange(attempts, 15, 40);
    }

    [Fact]
    public async Task ExecuteAsync_FaultsOneAfterAnother_ShareOneBudget()
    {
        var retries = Retries(budget: TimeSpan.FromMinutes(1));
        var ended = 0;

        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            for (; ended < 100; ended++)
            {
                attempts = 0;
                await WithTimePassing(retries.ExecuteAsync(_ => FailAsync(until: 6), _ => true, CancellationToken.None));
            }
        });

        Assert.InRange(ended, 1, 20);
    }

    [Fact]
    public async Task ExecuteAsync_TimeWithoutAFault_CostsNothing()
    {
        var retries = Retries(budget: TimeSpan.FromMinutes(1));
        for (var n = 0; n < 10; n++)
        {
            await retries.ExecuteAsync(
                _ =>
                {
                    clock.Advance(TimeSpan.FromMinutes(10));
                    return Task.CompletedTask;
                },
                _ => true, CancellationToken.None);
        }

        await WithTimePassing(retries.ExecuteAsync(_ => FailAsync(until: 2), _ => true, CancellationToken.None));

        Assert.Equal(2, attempts);
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 0)]
    public async Task ExecuteAsync_FaultThatStaysOrNoBudget_IsNotTriedAgain(bool mayPass, int minutes)
    {
        var retries = Retries(TimeSpan.FromMinutes(minutes));

        await Assert.ThrowsAsync<TimeoutException>(() => retries.ExecuteAsync(_ => FailAsync(until: 9), _ => mayPass, CancellationToken.None));

        Assert.Equal((1, 0, ""), (attempts, log.Lines.Count, retries.Tried));
    }

    [Fact]
    public async Task ExecuteAsync_StopWithinAPause_EndsIt()
    {
        using var stop = new CancellationTokenSource();
        var working = Retries(TimeSpan.FromMinutes(5)).ExecuteAsync(_ => FailAsync(until: 9), _ => true, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P02", true)]
    [InlineData("57P03", true)]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("53300", true)]
    [InlineData("55P03", true)]
    [InlineData("08006", true)]
    [InlineData("53100", false)]
    [InlineData("42501", false)]
    [InlineData("28P01", false)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    [InlineData("57014", false)]
    public void MayPass_StateOfTheServer_TellsWhatPassesByItself(string state, bool expected)
    {
        var fault = new PostgresException("Made up.", "ERROR", "ERROR", state);

        Assert.Equal(expected, StoreFaults.MayPass(fault));
        Assert.Equal(expected, StoreFaults.MayPass(new StoreException("Made up.", fault)));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    [InlineData(13, false)]
    public void MayPass_ErrorOfTheFile_TellsWhatPassesByItself(int code, bool expected) =>
        Assert.Equal(expected, StoreFaults.MayPass(new SqliteException("Made up.", code)));

    [Fact]
    public void MayPass_ConnectionCutOrSilent_Passes()
    {
        Assert.True(StoreFaults.MayPass(new NpgsqlException("Made up.", new IOException())));
        Assert.True(StoreFaults.MayPass(new NpgsqlException("Made up.", new TimeoutException())));
        Assert.False(StoreFaults.MayPass(new NpgsqlException("Made up.", new System.Security.Authentication.AuthenticationException())));
        Assert.False(StoreFaults.MayPass(new StoreException("Made up.")));
    }

    [Theory]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("40001", false)]
    public void IsStarting_StateOfTheServer_TellsWhetherItWillBeThereSoon(string state, bool expected) =>
        Assert.Equal(expected, StoreFaults.IsStarting(new PostgresException("Made up.", "FATAL", "FATAL", state)));

    [Fact]
    public void IsStarting_NobodyAnswers_IsSaidAtOnce() => Assert.False(StoreFaults.IsStarting(
        new NpgsqlException("Made up.", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused))));

    private FaultRetries Retries(TimeSpan budget) => new("store", new RetryOptions { Budget = budget }, clock, log);

    private Task FailAsync(int until) => ++attempts < until ? throw new TimeoutException() : Task.CompletedTask;

    private async Task WithTimePassing(Task working)
    {
        for (var steps = 0; !working.IsCompleted;)
        {
            // Time passes in the pauses alone: an attempt that another process holds up takes none.
            if (clock.Pauses > 0)
            {
                Assert.True(++steps < 100_000, "It never ends.");
                clock.Advance(TimeSpan.FromSeconds(0.1));
            }

            await Task.Yield();
        }

        await working;
    }

    private sealed class PausesClock() : FakeTimeProvider(Some.Morning)
    {
        private int pauses;

        /// <summary>That somebody is waiting in.</summary>
        public int Pauses => Volatile.Read(ref pauses);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(
                given =>
                {
                    Interlocked.Decrement(ref pauses);
                    callback(given);
                },
                state, dueTime, period);
            Interlocked.Increment(ref pauses);
            return timer;
        }
    }
}
