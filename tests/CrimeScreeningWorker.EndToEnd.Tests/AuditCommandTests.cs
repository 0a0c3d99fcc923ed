using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary><c>audit</c> and <c>retention</c>, as processes over a store that <c>screen</c> has made.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private static readonly (string, string)[] Pair = [("victim_id", "N1"), ("suspect_id", "N2")];
    private static readonly string[] Store = ["--store", "sqlite:store.db"];
    private readonly Workspace workspace = new();

    [Fact]
    public async Task Rescore_ABundleOfALinkedCrime_ComesOutTheSameWithoutTheStoreAndNotWhenItWasChanged()
    {
        await ScreenAsync();
        (await workspace.RunAsync(["audit", "bundle", "--crime-reference", "GLO/CR/1/26", "--by", "D. Officer", "--reason", "Trial", "--out", "b.json", .. Store])).Ends(0);
        var verified = await workspace.RunAsync(["audit", "verify", "--json", .. Store]);
        File.Delete(workspace.PathOf("store.db"));

        var same = await workspace.RunAsync("audit", "rescore", "--bundle", "b.json");

        same.Ends(0);
        Assert.EndsWith("The same to the last digit.\n", same.Output, StringComparison.Ordinal);
        var log = JsonDocument.Parse(verified.Output).RootElement;
        Assert.True(log.GetProperty("whole").GetBoolean());
        var bundle = File.ReadAllText(workspace.PathOf("b.json"));
        Assert.Equal(1, JsonDocument.Parse(bundle).RootElement.GetProperty("linked").GetArrayLength());
        workspace.Write("changed.json", bundle.Replace("Suspect", "Someone", StringComparison.Ordinal));
        (await workspace.RunAsync("audit", "rescore", "--bundle", "changed.json"))
            .Refuses("The bundle is not what it was when it was made: a part of it was changed.");
        (await workspace.RunAsync("audit", "rescore", "--bundle", "none.json")).Refuses($"The bundle {workspace.PathOf("none.json")} cannot be read.");
    }

    [Fact]
    public async Task Retention_OverAStoreOfOldCrimes_HoldsErasesAndCertifies()
    {
        await ScreenAsync();
        workspace.Set("Retention__Crimes", "1.00:00:00").Set("Retention__CertificateKey", "a key of the tests, long enough for it");
        (await workspace.RunAsync(["retention", "hold", "--crime-reference", "GLO/CR/1/26", "--by", "D. Officer", "--reason", "Inquest", .. Store])).Ends(0);
        Assert.Contains("2 crimes stay because of a legal hold.", (await workspace.RunAsync(["retention", "apply", "--dry-run", .. Store])).Output, StringComparison.Ordinal);
        (await workspace.RunAsync(["retention", "release", "--crime-reference", "GLO/CR/1/26", "--by", "D. Officer", "--reason", "Closed", .. Store])).Ends(0);

        var applied = await workspace.RunAsync(["retention", "apply", "--by", "D. Officer", "--out", "cert", .. Store]);

        applied.Ends(0);
        Assert.Contains(": 2 of crime erased.", applied.Output, StringComparison.Ordinal);
        var files = Directory.GetFiles(workspace.PathOf("cert"));
        Assert.Equal([".html", ".json"], files.Select(Path.GetExtension).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("CR/1/26", File.ReadAllText(file), StringComparison.Ordinal));
        (await workspace.RunAsync(["audit", "export", "--from", "2020-01-01", "--to", "2100-01-01", "--by", "D. Officer", "--out", "audit.csv", .. Store])).Ends(0);
        var kinds = File.ReadAllLines(workspace.PathOf("audit.csv")).Skip(1).Select(line => line.Split(',')[2]).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["collection", "combination", "alteration", "disclosure", "erasure"], StringComparer.Ordinal), kinds);
        (await workspace.RunAsync(["audit", "verify", .. Store])).Ends(0);
    }

    [Theory]
    [InlineData("retention apply", "--by is needed: who has it erased? --dry-run only shows what would be.")]
    [InlineData("audit verify --expect 12", "--expect needs the place and the hash of an entry, SEQ:HASH, as audit verify prints them.")]
    [InlineData("audit export --from 1 --to 2026-01-01 --by D --out a.csv", "--from needs a day such as 2026-03-14.")]
    public async Task Command_BadArguments_EndsWithTwo(string line, string sentence)
    {
        var run = await workspace.RunAsync(line.Split(' '));

        run.Ends(2);
        Assert.Contains(sentence, run.Error.Split('\n'));
        Assert.Empty(workspace.Content());
    }

    public void Dispose() => workspace.Dispose();

    private async Task ScreenAsync()
    {
        workspace.Write("night.csv", Extract.Bytes(
            Extract.Crime("CR/1/26", [.. Pair, ("narrative", Extract.Stalking)]),
            Extract.Crime("CR/2/26", [.. Pair, ("recorded_at", "2026-01-06T09:30:00+00:00"), ("updated_at", "2026-01-06T09:30:00+00:00"), ("narrative", "Suspect sent messages and waited outside the home again.")])));
        (await workspace.ScreenAsync("night.csv")).Ends(0);
    }
}
