using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>A real listener on loopback that keeps what it is sent and answers what the test says.</summary>
internal sealed class ServiceListener : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<(string Method, string Path, string Body)> calls = [];

    private ServiceListener(HttpProtocols protocols, Func<int, HttpContext, Task<int>> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            int number;
            lock (calls)
            {
                calls.Add((context.Request.Method, context.Request.Path, body));
                number = calls.Count;
            }

            var status = await answer(number, context);
            if (!context.Response.HasStarted) context.Response.StatusCode = status;
        });
    }

    public string Url => app.Urls.Single();

    public IReadOnlyList<(string Method, string Path, string Body)> Calls
    {
        get
        {
            lock (calls) return [.. calls];
        }
    }

    public static Task<ServiceListener> StartAsync(HttpStatusCode answer = HttpStatusCode.OK) => StartAsync((_, _) => Task.FromResult((int)answer));

    public static Task<ServiceListener> StartAsync(Func<int, HttpContext, Task<int>> answer) => StartAsync(HttpProtocols.Http1, answer);

    public static async Task<ServiceListener> StartAsync(HttpProtocols protocols, Func<int, HttpContext, Task<int>> answer)
    {
        var listener = new ServiceListener(protocols, answer);
        await listener.app.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
