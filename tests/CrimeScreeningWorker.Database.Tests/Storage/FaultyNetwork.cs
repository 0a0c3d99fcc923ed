using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>
/// The way to a server, through a port of its own, which a test can break: cut (every connection ends) or turned into a black hole
/// (connections stand, new ones are taken, and nothing passes, the end of a connection neither).
/// </summary>
internal sealed class FaultyNetwork : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> clients = [];
    private readonly CancellationTokenSource closed = new();
    private readonly int server;
    private TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<long>? cutAt;
    private long passed;

    public FaultyNetwork(int server)
    {
        this.server = server;
        open.SetResult();
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes that went either way.</summary>
    public long Passed => Interlocked.Read(ref passed);

    /// <summary>Ends every connection there is; new ones are taken.</summary>
    public void Cut()
    {
        while (clients.TryTake(out var client)) client.Dispose();
    }

    /// <summary>Cuts at the first byte that passes after some number of them, so often; dispose to end it earlier.</summary>
    /// <param name="bytes">Between cuts, about.</param>
    public IDisposable CutNowAndThen(int times, int bytes)
    {
        var random = new Random(20260314);
        cutAt = new Queue<long>();
        for (var (n, next) = (0, Passed); n < times; n++) cutAt.Enqueue(next += random.Next(bytes / 2, bytes * 2));
        return new Ending(() => cutAt = null);
    }

    /// <summary>Nothing passes any more, until <see cref="Recover"/>.</summary>
    public void Swallow() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What comes from now on passes. Connections that were caught stay dead: no side of them hears of the other again.</summary>
    public void Recover() => open.TrySetResult();

    public void Dispose()
    {
        closed.Cancel();
        listener.Stop();
        Cut();
        closed.Dispose();
    }

    private void CutIfDue()
    {
        if (cutAt is not { } due) return;
        lock (due)
        {
            if (!due.TryPeek(out var next) || Passed < next) return;
            due.Dequeue();
        }

        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(closed.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var far = new TcpClient();
        clients.Add(client);
        clients.Add(far);
        try
        {
            await open.Task.WaitAsync(closed.Token);
            await far.ConnectAsync(IPAddress.Loopback, server, closed.Token);
            await Task.WhenAny(ForwardAsync(client, far), ForwardAsync(far, client));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or the test is over.
        }

        // An end that comes to light inside the hole does not pass it.
        if (!open.Task.IsCompleted) return;
        client.Dispose();
        far.Dispose();
    }

    private async Task ForwardAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        var (source, target) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer, closed.Token) is > 0 and var count)
        {
            if (!open.Task.IsCompleted)
            {
                // What has gone into the hole is lost, and so is all that would follow it.
                await Task.Delay(Timeout.Infinite, closed.Token);
            }

            await target.WriteAsync(buffer.AsMemory(0, count), closed.Token);
            Interlocked.Add(ref passed, count);
            CutIfDue();
        }

        if (!open.Task.IsCompleted) await Task.Delay(Timeout.Infinite, closed.Token);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
