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
        }

        if (!open.Task.IsCompleted) await Task.Delay(Timeout.Infinite, closed.Token);
    }
}
