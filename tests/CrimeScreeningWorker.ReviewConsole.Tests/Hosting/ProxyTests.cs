using CrimeScreeningWorker.ReviewConsole.Tests.Harness;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

/// <summary>A console behind a proxy of this machine that ends TLS.</summary>
public sealed class ProxyFixture : ConsoleFixture
{
    protected override Dictionary<string, string?> Settings => new(base.Settings, StringComparer.Ordinal) { ["Console:Proxies:0"] = "127.0.0.1" };
}

/// <summary>A console that was named another proxy than the one that speaks to it.</summary>
public sealed class StrangeProxyFixture : ConsoleFixture
{
    protected override Dictionary<string, string?> Settings => new(base.Settings, StringComparer.Ordinal) { ["Console:Proxies:0"] = "10.1.2.3" };
}

public sealed class ProxyTests(ProxyFixture console, StrangeProxyFixture strange) : IClassFixture<ProxyFixture>, IClassFixture<StrangeProxyFixture>
{
    [Fact]
    public async Task Word_OfANamedProxy_IsTaken()
    {
        var address = await ReadSignInAddressAsync(console);

        Assert.StartsWith("https://console.example/account/sign-in", address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_OfAnybodyElse_IsNot()
    {
        var address = await ReadSignInAddressAsync(strange);

        Assert.StartsWith(strange.Address + "/account/sign-in", address, StringComparison.Ordinal);
    }

    private static async Task<string> ReadSignInAddressAsync(ConsoleFixture console)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address + "/account/keys"));
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "console.example");
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        using var answer = await client.SendAsync(request);
        return answer.Headers.Location!.ToString();
    }
}
