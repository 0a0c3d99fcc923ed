using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>
/// The way to a server, which once, after a certain statement has been passed on, keeps the server's answer to itself and cuts the
/// connection: the client cannot tell whether the statement was carried out.
/// </summary>
internal sealed class DeafNetwork : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly int server;
    private readonly byte[] statement;
    private int seen;

    public DeafNetwork(int server, string statement)
    {
        (this.server, this.statement) = (server, Encoding.UTF8.GetBytes(statement));
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool HasCut { get; private set; }

    public void Dispose()
    {
        closed.Cancel();
        listener.Stop();
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
        using var near = client;
        using var far = new TcpClient();
        var deaf = false;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, server, closed.Token);
            await Task.WhenAny(
                ForwardAsync(near, far, bytes => deaf |= Contains(bytes) && Interlocked.Exchange(ref seen, 1) == 0),
                ForwardAsync(far, near, _ =>
                {
                    if (!deaf) return;
                    // The server has answered, so it has done it.
                    HasCut = true;
                    throw new IOException("Cut.");
                }));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or the test is over.
        }
    }

    private bool Contains(ReadOnlySpan<byte> bytes) => bytes.IndexOf(statement) >= 0;

    private async Task ForwardAsync(TcpClient from, TcpClient to, Heard heard)
    {
        var buffer = new byte[64 * 1024];
        var (source, target) = (from.GetStream(), to.GetStream());
        while (await source.ReadAsync(buffer, closed.Token) is > 0 and var count)
        {
            heard(buffer.AsSpan(0, count));
            await target.WriteAsync(buffer.AsMemory(0, count), closed.Token);
        }
    }

    private delegate void Heard(ReadOnlySpan<byte> bytes);
}
