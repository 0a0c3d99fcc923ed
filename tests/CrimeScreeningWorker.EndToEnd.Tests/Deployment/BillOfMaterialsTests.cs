using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <summary><c>deploy/sbom.mjs</c> over the folder that the tests run.</summary>
public sealed class BillOfMaterialsTests : IDisposable
{
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Sbom_OfABuiltFolder_NamesEveryPackageWithItsHash()
    {
        var folder = Path.GetDirectoryName(Worker.Program)!;

        var bill = await WriteAsync(folder);

        Assert.Equal(("CycloneDX", "1.6"), (bill.GetProperty("bomFormat").GetString(), bill.GetProperty("specVersion").GetString()));
        var named = bill.GetProperty("components").EnumerateArray().ToDictionary(part => part.GetProperty("purl").GetString()!, StringComparer.Ordinal);
        var libraries = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "CrimeScreeningWorker.deps.json"))).RootElement.GetProperty("libraries");
        var packages = libraries.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name.Split('/')).ToList();
        Assert.True(packages.Count > 30);
        Assert.All(packages, package => Assert.Equal(128, Hash(named[$"pkg:nuget/{package[0]}@{package[1]}"]).Length));
        Assert.Contains(named.Keys, purl => purl.StartsWith("pkg:npm/govuk-frontend@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sbom_OfAFolderWithTheRuntime_NamesTheRuntime()
    {
        // As a self-contained publish writes it; publishing takes a minute and is tried by tests/container.sh.
        workspace.Write("CrimeScreeningWorker.deps.json", """
            {"libraries": {"CrimeScreeningWorker/1.0.0": {"type": "project"}, "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.1": {"type": "runtimepack", "sha512": ""}}}
            """);

        var bill = await WriteAsync(workspace.Folder);

        var runtime = Assert.Single(bill.GetProperty("components").EnumerateArray(), part => part.GetProperty("name").GetString() == "Microsoft.NETCore.App.Runtime.linux-x64");
        Assert.Equal("pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.1", runtime.GetProperty("purl").GetString());
        Assert.False(runtime.TryGetProperty("hashes", out _));
    }

    public void Dispose() => workspace.Dispose();

    private async Task<JsonElement> WriteAsync(string folder)
    {
        using var process = workspace.Start(["node", Path.Combine(Repository.Root, "deploy", "sbom.mjs"), folder]);
        var run = await Worker.EndAsync(process);
        run.Ends(0);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static string Hash(JsonElement part) => part.GetProperty("hashes")[0].GetProperty("content").GetString()!;
}
