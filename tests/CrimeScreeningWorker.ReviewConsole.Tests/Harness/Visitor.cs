using System.Collections.Concurrent;
using System.Text.Json;
using CrimeScreeningWorker.EndToEnd.Tests;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>Somebody before a browser of their own. Whoever disposes it is told of every request that went to another host than the console's.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string AxeScript = File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "CrimeScreeningWorker.ReviewConsole.Tests", "node_modules", "axe-core", "axe.min.js"));

    private readonly ConcurrentBag<string> elsewhere = [];
    private readonly ConcurrentBag<string> complaints = [];

    private Visitor(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IPage Page { get; }

    public IBrowserContext Context { get; }

    internal static async Task<Visitor> ComeAsync(string address, bool script, int width)
    {
        var browser = await Browser.GetAsync();
        var context = await browser.NewContextAsync(new() { BaseURL = address, JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(60_000);
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.Page.Request += (_, request) =>
        {
            // What a provider's own page asks for is the provider's; a page of the console asks the console.
            if (request.Frame.Url.StartsWith(address, StringComparison.Ordinal) && !request.IsNavigationRequest && !request.Url.StartsWith(address, StringComparison.Ordinal))
                visitor.elsewhere.Add(request.Url);
        };
        // A browser says here what the policy of the page held back, and what failed in its script.
        visitor.Page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Location.StartsWith(address, StringComparison.Ordinal) &&
                !message.Text.Contains("the server responded with a status of", StringComparison.Ordinal))
            {
                visitor.complaints.Add(message.Text);
            }
        };
        visitor.Page.PageError += (_, error) => visitor.complaints.Add(error);
        return visitor;
    }

    /// <summary>Fails with what axe finds wrong with the page by WCAG 2.2 A and AA and its best practices.</summary>
    public async Task ExpectAccessibleAsync()
    {
        await Page.EvaluateAsync(AxeScript);
        var found = await Page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
                .map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(", ")}`)
            """);
        Assert.True(found.GetArrayLength() == 0, $"{Page.Url}:\n{string.Join('\n', found.EnumerateArray().Select(f => f.GetString()))}");
    }

    /// <summary>Fails when the page is wider than its window, so that one has to scroll sideways.</summary>
    public async Task ExpectNoSidewaysScrollAsync()
    {
        var over = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 0, $"{Page.Url} is {over} pixels too wide.");
    }

    /// <summary>Presses the tab key until it comes to what has these words, or this id or name.</summary>
    public async Task TabToAsync(string wanted)
    {
        for (var i = 0; i < 150; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<bool>("wanted => { const at = document.activeElement; return [at.innerText?.trim(), at.id, at.name].includes(wanted); }", wanted)) return;
        }

        Assert.Fail($"{wanted} is not reached by the tab key.");
    }

    /// <summary>Keeps a picture of the page where SCREENSHOTS names a folder.</summary>
    public async Task PhotographAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder) return;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Page.ViewportSize!.Width}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.Empty(elsewhere);
        Assert.Empty(complaints);
    }
}
