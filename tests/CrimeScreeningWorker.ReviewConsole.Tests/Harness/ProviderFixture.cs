using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CrimeScreeningWorker.EndToEnd.Tests;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>A console that sends people to a provider of its own, see Provider/provider.mjs.</summary>
public sealed class ProviderFixture : ConsoleFixture
{
    private Process? provider;
    private string authority = "";

    // Tokens are judged by the provider's clock, which is the machine's.
    public ProviderFixture()
        : base(TimeProvider.System.GetUtcNow())
    {
    }

    protected override string ListenAt { get; } = $"http://127.0.0.1:{FreePort()}";

    protected override Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["SignIn:Authority"] = authority,
        ["SignIn:ClientId"] = "console",
        ["SignIn:ClientSecret"] = "of-the-tests",
        ["SignIn:RoleClaim"] = "groups",
        ["SignIn:ForceClaim"] = "forces",
        ["SignIn:Roles:coordinator"] = "stalking-team",
    };

    public override async Task InitializeAsync()
    {
        var script = Path.Combine(Repository.Root, "tests", "CrimeScreeningWorker.ReviewConsole.Tests", "Provider", "provider.mjs");
        provider = Process.Start(new ProcessStartInfo("node", [script, ListenAt + "/account/signed-in", ListenAt + "/account/provider-signed-out"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        provider.ErrorDataReceived += (_, _) => { };
        provider.BeginErrorReadLine();
        authority = await provider.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The provider did not start.");
        await base.InitializeAsync();
    }

    /// <summary>A browser in which somebody has gone through the provider's own page.</summary>
    public async Task<Visitor> SignInByProviderAsync(string account, string page = "/account/keys")
    {
        var visitor = await VisitAsync();
        await visitor.Page.GotoAsync(page);
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in with your force account" }).ClickAsync();
        await visitor.Page.GetByLabel("Account").FillAsync(account);
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(ListenAt + "/**");
        return visitor;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (provider is null) return;
        provider.Kill(entireProcessTree: true);
        provider.Dispose();
    }

    // The provider must know the address before the console listens there.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
