using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CrimeScreeningWorker.Screening;

/// <summary>Stages that work beside each other, joined by bounded channels: one that is ahead waits until the one behind it has caught up.</summary>
internal static class Pipeline
{
    /// <summary>The same items in the same order, made ready on another thread while those before them are used.</summary>
    /// <param name="waiting">Items that may lie between the two; beside them the source works on one, and the caller on one.</param>
    /// <param name="cancellationToken">Given to the source, which ends by it or does not; what it has given so far is given on.</param>
    /// <remarks>An error of the source comes up where its item would have been, after the items before it.</remarks>
    public static async IAsyncEnumerable<T> Beside<T>(
        this IAsyncEnumerable<T> source, int waiting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(waiting) { SingleReader = true, SingleWriter = true });
        using var left = new CancellationTokenSource();
        var giving = Task.Run(GiveAsync, CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(CancellationToken.None)) yield return item;
            await giving;
        }
        finally
        {
            // Whoever stops early waits for the item that is being made: a source cannot be closed while it works. Its error is nobody's any more.
            await left.CancelAsync();
            await giving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task GiveAsync()
        {
            try
            {
                await foreach (var item in source.WithCancellation(cancellationToken)) await channel.Writer.WriteAsync(item, left.Token);
            }
            finally
            {
                channel.Writer.Complete();
            }
        }
    }
}
