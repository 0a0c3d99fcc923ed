namespace CrimeScreeningWorker.Screening.Tests;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task OneAhead_Items_ComeInTheirOrder()
    {
        var items = await CountAsync(100, _ => { }).OneAhead(CancellationToken.None).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 100), items);
    }

    [Fact]
    public async Task OneAhead_WhileAnItemIsUsed_MakesOneMoreReadyAndNoFurther()
    {
        var made = new List<int>();
        using var second = new ManualResetEventSlim();
        await foreach (var item in CountAsync(10, n =>
        {
            lock (made) made.Add(n);
            if (n == 1) second.Set();
        }).OneAhead(CancellationToken.None))
        {
            if (item > 0) break;
            Assert.True(second.Wait(TimeSpan.FromSeconds(30)));
            lock (made) Assert.Equal([0, 1], made);
        }
    }

    [Fact]
    public async Task OneAhead_SourceThatFails_GivesTheItemsBeforeFirst()
    {
        var items = new List<int>();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var item in CountAsync(10, n => { if (n == 3) throw new InvalidDataException(); }).OneAhead(CancellationToken.None)) items.Add(item);
        });

        Assert.Equal([0, 1, 2], items);
    }

    [Fact]
    public async Task OneAhead_ReaderThatStops_ClosesTheSourceAndHidesNothingOfItsOwnError()
    {
        var closed = false;

        await Assert.ThrowsAsync<NotSupportedException>(async () =>
        {
            await foreach (var item in Source().OneAhead(CancellationToken.None)) throw new NotSupportedException($"{item}");
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
