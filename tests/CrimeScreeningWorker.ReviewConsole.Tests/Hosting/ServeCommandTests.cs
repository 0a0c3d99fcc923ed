using System.Diagnostics;
using System.Net;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

/// <summary>The commands as processes of their own, from a folder that holds nothing.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("console-serve-");

    [Fact]
    public async Task Demo_ToldToServe_OpensTheConsoleWithTheSampleNightAndSaysWhere()
    {
        using var process = Start("demo", "--serve", "--urls", "http://127.0.0.1:0");
        try
        {
            var address = await ReadAddressAsync(process);
            using var client = new HttpClient();

            var page = await client.GetStringAsync(new Uri(address + "/account/sign-in"));
            var style = page.Split('"').First(part => part.StartsWith("/assets/console.css", StringComparison.Ordinal));
            using var asset = await client.GetAsync(new Uri(address + style));

            Assert.Contains("asks for no password", page);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("SignIn:Authority", "--urls", "http://127.0.0.1:0")]
    [InlineData("without TLS", "--urls", "http://0.0.0.0:0")]
    public async Task Review_WithoutASafeWayIn_EndsWithASentence(string expected, params string[] words)
    {
        using var process = Start(["review", "--store", "sqlite:store.db", .. words]);
        var error = process.StandardError.ReadToEndAsync();

        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains(expected, await error);
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Demo_ToldWhereButNotToServe_IsRefused()
    {
        using var process = Start("demo", "--urls", "http://127.0.0.1:0");
        var error = process.StandardError.ReadToEndAsync();

        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--urls goes with --serve.", await error);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Process Start(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CrimeScreeningWorker.dll"), .. words])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("CRIMESCREENING_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static async Task<string> ReadAddressAsync(Process process)
    {
        const string before = "The review console is open at ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith(before, StringComparison.Ordinal)) return line[before.Length..].Split(' ')[0];
        throw new InvalidOperationException("It ended without a word of an address: " + await process.StandardError.ReadToEndAsync());
    }
}
