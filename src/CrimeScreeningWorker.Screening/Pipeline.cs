using System.Runtime.CompilerServices;

namespace CrimeScreeningWorker.Screening;

/// <summary>Lets what gives items work on the next one while the current one is used.</summary>
internal static class ReadAhead
{
    /// <summary>The same items in the same order; one is made ready beside the one in use, never more.</summary>
    /// <remarks>An error of the source comes up where its item would have been, after the items before it.</remarks>
    public static async IAsyncEnumerable<T> OneAhead<T>(this IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = source.GetAsyncEnumerator(cancellationToken);
        var next = NextAsync();
        try
        {
            while (await next)
            {
                var item = items.Current;
                next = NextAsync();
                yield return item;
            }
        }
        finally
        {
            // A source cannot be closed while it works; an error that nobody waits for any more is none.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await items.DisposeAsync();
        }

        Task<bool> NextAsync() => Task.Run(() => items.MoveNextAsync().AsTask(), CancellationToken.None);
    }
}
