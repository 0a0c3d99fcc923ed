using System.CommandLine;
using CrimeScreeningWorker.Commands;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>
/// Every command there is, over a store whose crimes hold names, numbers and words that stand nowhere else: none of them is said, logged at the most
/// talkative, or left in the folder for temporary files. A command that is added and not named here fails the test.
/// </summary>
public sealed class CommandPrivacyTests : IDisposable
{
    private const string Store = " --store sqlite:store.db";

    private static readonly string[] Canaries =
    [
        "Quaffleton", "Zebediah", "07700 900123", "07700900123", "447700900123", "zebediah@canary.example", "ZB51 QFX", "ZB51QFX", "NOM-7712345", "NOM-8812345",
        "marmalade lighthouse",
    ];

    private static readonly (string, string)[] Person =
    [
        ("victim_id", "NOM-7712345"), ("suspect_id", "NOM-8812345"),
        ("narrative", $"Zebediah Quaffleton rang from 07700 900123 and mailed from zebediah@canary.example, car ZB51 QFX, marmalade lighthouse. {Extract.Stalking}"),
    ];

    // In the order in which they are given; what follows the command itself are its options.
    private static readonly (string Command, string Options, int ExitCode)[] Given =
    [
        ("screen", "--source night.csv --out out --as-of 2026-02-02T05:00:00Z" + Store, 3),
        ("screen", "--source broken.csv --out out" + Store, 1),
        ("export", "--out export" + Store, 0),
        ("runs list", Store, 0),
        ("runs show", "1" + Store, 1),
        ("links list", "--crime GLO/A" + Store, 0),
        ("links confirm", "--crime GLO/A --other GLO/B --by Dora --reason Same" + Store, 0),
        ("links reject", "--crime GLO/A --other GLO/B --by Dora --reason Other" + Store, 0),
        ("links withdraw", "--crime GLO/A --other GLO/B --by Dora --reason Wrong" + Store, 0),
        ("labels import", "--source labels.csv" + Store, 1),
        ("labels import", "--source labels.csv --skip-bad" + Store, 3),
        ("labels export", "--out labels-out.csv" + Store, 0),
        ("labels conflicts", Store, 0),
        ("labels agreement", Store, 0),
        ("labels adjudicate", "GLO/A --as Fay --answer yes --reason Read" + Store, 0),
        ("labels held", Store, 0),
        ("labels release", "--reviewer Dee --week 2026-01-26 --as Fay --note Seen" + Store, 1),
        ("models list", Store, 0),
        ("models live", Store, 0),
        ("models show", "none" + Store, 1),
        ("models add", "none --as Fay --note None" + Store, 1),
        ("models export", "none --out model-out" + Store, 1),
        ("models compare", "none" + Store, 1),
        ("models promote", "none --as Fay --note None" + Store, 1),
        ("models rollback", "--as Fay --note None" + Store, 1),
        ("models shadow", "none" + Store, 1),
        ("reports card", "--out card.md" + Store, 0),
        ("reports transparency", "--out transparency.md" + Store, 0),
        ("reports weekly", Store, 0),
        ("reports forces", "--out reports --as-of 2026-02-02T05:00:00Z" + Store, 0),
        ("backscan", "--from 2026-01-01 --to 2026-02-01 --source night.csv" + Store, 3),
        ("audit bundle", "--crime-reference GLO/A --by Dora --out bundle.json" + Store, 0),
        ("audit rescore", "--bundle bundle.json", 0),
        ("audit export", "--from 2020-01-01 --to 2100-01-01 --by Dora --out audit.csv" + Store, 0),
        ("audit verify", Store, 0),
        ("retention hold", "--crime-reference GLO/A --by Dora --reason Inquest" + Store, 0),
        ("retention holds", Store, 0),
        ("retention release", "--crime-reference GLO/A --by Dora --reason Closed" + Store, 0),
        ("retention apply", "--by Dora --out certificate" + Store, 0),
        ("migrate", Store, 0),
        ("doctor", Store, 1),
        ("health", "--url http://127.0.0.1:9/live", 1),
        ("run", "--once", 1),
    ];

    // They read nothing that a force holds: what they print is of the invented corpus and sample.
    private static readonly string[] OfInventedRecords =
        ["demo", "train", "evaluate", "simulate choice", "simulate coverage", "simulate year", "rules test", "samples generate"];

    // Kept open by tests of their own: ReviewConsole.Tests reads its log and its answers.
    private static readonly string[] Elsewhere = ["review"];

    private readonly Workspace workspace = new Workspace().Set("Logs__File", "worker.log").Set("Serilog__MinimumLevel__Default", "Verbose")
        .Set("Serilog__MinimumLevel__Override__Microsoft", "Verbose");

    [Fact]
    public void Commands_ThereAre_AreAllTried() => Assert.Equal(
        Leaves(CommandLine.Root(), "").Order(StringComparer.Ordinal),
        Given.Select(given => given.Command).Concat(OfInventedRecords).Concat(Elsewhere).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Command_OverAStoreOfPeople_SaysNothingOfThem()
    {
        workspace.Write("night.csv", Extract.Bytes(
            Extract.Crime("A", Person), Extract.Crime("B", [.. Person, ("recorded_at", "2026-01-06T09:30:00+00:00"), ("updated_at", "2026-01-06T09:30:00+00:00")]),
            Extract.Crime("C", [.. Person, ("recorded_at", "Quaffleton")])));
        workspace.Write("broken.csv", Extract.Crime("A", Person) + "\n");
        workspace.Write(
            "labels.csv",
            "crime_reference,force_code,stalking,by,at,reason,note\nA,GLO,yes,Dee,2026-01-20,pattern,Zebediah Quaffleton\nA,GLO,no,Eve,2026-01-21,single,marmalade lighthouse\n" +
            "B,GLO,Quaffleton,Dee,2026-01-20,pattern,\n");
        Directory.CreateDirectory(workspace.PathOf("tmp"));
        workspace.SetPlain("TMPDIR", workspace.PathOf("tmp")).Set("Retention__Crimes", "1.00:00:00").Set("Retention__Decisions", "1.00:00:00")
            .Set("Retention__CertificateKey", "a key of the tests, long enough for it");

        var others = new List<string>();
        foreach (var (command, options, exitCode) in Given)
        {
            var run = await workspace.RunAsync([.. command.Split(' '), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            if (exitCode != run.ExitCode) others.Add($"{command} {options}: {exitCode} was expected, {run.ExitCode} came. {run.Error}");
            HoldsNone($"what {command} says", run.Output + run.Error);
        }

        Assert.True(others.Count == 0, string.Join("\n", others));
        var logs = Directory.GetFiles(workspace.Folder, "worker*.log");
        Assert.NotEmpty(logs);
        foreach (var file in logs.Concat(Directory.GetFiles(workspace.PathOf("tmp"), "*", SearchOption.AllDirectories)).Concat(Directory.GetFiles(workspace.PathOf("certificate"))))
            HoldsNone(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        // The bundle is evidence: the words were there to be said.
        Assert.Contains("marmalade lighthouse", await File.ReadAllTextAsync(workspace.PathOf("bundle.json")), StringComparison.Ordinal);
    }

    public void Dispose() => workspace.Dispose();

    private static void HoldsNone(string where, string text) => Assert.All(
        Canaries, canary => Assert.False(text.Contains(canary, StringComparison.OrdinalIgnoreCase), $"{where} holds {canary}"));

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(sub => Leaves(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"));
}
