namespace CrimeScreeningWorker.Screening.Tests;

public sealed class PipelineTests
{
    [Fact]
    public async Task Beside_Items_ComeInTheirOrder()
    {
        var items = await CountAsync(100, _ => { }).Beside(waiting: 1, CancellationToken.None).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 100), items);
    }

    [Fact]
    public async Task Beside_WhileAnItemIsUsed_MakesAsManyReadyAsMayWaitAndOneMore()
    {
        var made = new List<int>();
        using var third = new ManualResetEventSlim();
        await foreach (var item in CountAsync(10, n =>
        {
            lock (made) made.Add(n);
            if (n == 2) third.Set();
        }).Beside(waiting: 1, CancellationToken.None))
        {
            if (item > 0) break;
            Assert.True(third.Wait(TimeSpan.FromSeconds(30)));
            lock (made) Assert.Equal([0, 1, 2], made);
        }
    }

    [Fact]
    public async Task Beside_SourceThatFails_GivesTheItemsBeforeFirst()
    {
        var items = new List<int>();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in CountAsync(10, n => { if (n == 3) throw new InvalidDataException(); }).Beside(waiting: 1, CancellationToken.None)) items.Add(item);
        });

        Assert.Equal([0, 1, 2], items);
    }

    [Fact]
    public async Task Beside_ReaderThatStops_ClosesTheSourceAndHidesNothingOfItsOwnError()
    {
        var closed = false;

        await Assert.ThrowsAsync<NotSupportedException>(async () =>
        {
            await foreach (var item in Source().Beside(waiting: 1, CancellationToken.None)) throw new NotSupportedException($"{item}");
        });

        Assert.True(closed);

        async IAsyncEnumerable<int> Source()
        {
            try
            {
                yield return 1;
                await Task.Yield();
                throw new InvalidDataException();
            }
            finally
            {
                closed = true;
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1_000)]
    public async Task FlowAsync_Items_ComeInTheirOrderEachOnce(int count)
    {
        var items = await Cores.FlowAsync([.. Enumerable.Range(0, count)], n => n * 2).ToListAsync();

        Assert.Equal(Enumerable.Range(0, count).Select(n => n * 2), items);
    }

    [Fact]
    public async Task FlowAsync_NobodyTakesAny_StopsBeforeTheEnd()
    {
        var made = 0;
        await using var items = Cores.FlowAsync([.. Enumerable.Range(0, 1_000_000)], n => Interlocked.Increment(ref made)).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());
        // As long as anything goes on, there is more than a moment before.
        for (var before = -1; before != Volatile.Read(ref made); await Task.Delay(100)) before = Volatile.Read(ref made);

        Assert.InRange(made, 16, 16 * 16 * Environment.ProcessorCount);
    }

    [Fact]
    public async Task FlowAsync_ItemThatFails_GivesTheChunksBeforeFirst()
    {
        var items = new List<int>();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in Cores.FlowAsync([.. Enumerable.Range(0, 100)], n => n == 40 ? throw new InvalidDataException() : n)) items.Add(item);
        });

        Assert.Equal(Enumerable.Range(0, 32), items);
    }

    private static async IAsyncEnumerable<int> CountAsync(int count, Action<int> before)
    {
        for (var n = 0; n < count; n++)
        {
            await Task.Yield();
            before(n);
            yield return n;
        }
    }
}
