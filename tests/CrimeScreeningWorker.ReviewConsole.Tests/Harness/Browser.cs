using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Harness;

/// <summary>One Chromium for all tests: Debian's, from where its package puts it.</summary>
internal static class Browser
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    public static Task<IBrowser> GetAsync() => Started.Value;

    private static async Task<IBrowser> StartAsync()
    {
        var place = Places.FirstOrDefault(File.Exists);
        Assert.True(place is not null, "These tests drive Chromium: install it with apt-get install chromium.");
        // A busy machine takes its time; what never comes fails all the same.
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        // It asks nobody but the console: what it would fetch for itself at start is turned off.
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = place,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage",
            ],
        });
    }
}
