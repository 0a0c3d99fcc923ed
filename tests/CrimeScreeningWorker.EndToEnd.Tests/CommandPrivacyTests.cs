using System.CommandLine;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>
/// Every command there is, over a store of either kind whose crimes hold names, numbers and words that stand nowhere else: none of them is said, logged at
/// the most talkative, sent to a collector of metrics and traces, or left in the folder for temporary files; and no secret. A command that is added and not
/// named here fails the test.
/// </summary>
public sealed class CommandPrivacyTests : IDisposable
{
    private const string Store = " --store the-store";
    private const string CertificateKey = "a key of the tests, long enough for it";

    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "models", "text-model", "2026-11-22");

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
        ("evaluate", "--out evaluation.html" + Store, 0),
        ("models add", "the-model --as Fay --note Shipped" + Store, 0),
        ("models list", Store, 0),
        ("models live", Store, 0),
        ("models show", "the-model" + Store, 0),
        ("models show", "none" + Store, 1),
        ("models export", "the-version --out model-out" + Store, 0),
        ("models compare", "the-model" + Store, 1),
        ("models promote", "the-model --as Fay --note Again" + Store, 1),
        ("models rollback", "--as Fay --note None" + Store, 1),
        ("models shadow", "the-model --days 36500" + Store, 0),
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
        ("doctor", Store, 0),
        ("health", "--url http://127.0.0.1:9/live", 1),
        ("run", "--once", 0),
        ("run", "--once", 1),
    ];

    // They read nothing that a force holds: what they print is of the invented corpus and sample.
    private static readonly string[] OfInventedRecords = ["demo", "simulate choice", "simulate coverage", "simulate year", "rules test", "samples generate"];

    // Tests of their own: ReviewConsole.Tests reads the console's log and its answers; LearningLoopTests trains on marked crimes and reads the model too.
    private static readonly string[] Elsewhere = ["review", "train"];

    private readonly Workspace workspace = new Workspace().Set("Logs__File", "worker.log").Set("Serilog__MinimumLevel__Default", "Verbose")
        .Set("Serilog__MinimumLevel__Override__Microsoft", "Verbose");

    [Fact]
    public void Commands_ThereAre_AreAllTried() => Assert.Equal(
        Leaves(CommandLine.Root(), "").Order(StringComparer.Ordinal),
        Given.Select(given => given.Command).Concat(OfInventedRecords).Concat(Elsewhere).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Command_OverAStoreOfPeople_SaysNothingOfThem(bool onServer)
    {
        await using var collector = await ServiceListener.StartAsync(HttpProtocols.Http2, AcceptExport);
        WriteInputs();
        string[] secrets = [CertificateKey, SetUp(onServer, collector.Url)];

        var others = new List<string>();
        var version = TextModelFolder.Load(Model).Manifest.Version;
        foreach (var (command, options, exitCode) in Given)
        {
            var words = options.Replace("the-store", onServer ? "shared" : "sqlite:store.db", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word switch { "the-model" => Model, "the-version" => version, _ => word });
            var run = await workspace.RunAsync([.. command.Split(' '), .. words]);
            if (exitCode != run.ExitCode) others.Add($"{command} {options}: {exitCode} was expected, {run.ExitCode} came. {run.Error}");
            HoldsNone($"what {command} says", run.Output + run.Error, secrets);
        }

        Assert.True(others.Count == 0, string.Join("\n", others));
        var logs = Directory.GetFiles(workspace.Folder, "worker*.log");
        Assert.NotEmpty(logs);
        foreach (var file in logs.Concat(new[] { "tmp", "certificate", "model-out" }.SelectMany(folder => Directory.GetFiles(workspace.PathOf(folder), "*", SearchOption.AllDirectories))))
            HoldsNone(Path.GetFileName(file), await File.ReadAllTextAsync(file), secrets);
        foreach (var (_, path, body) in collector.Calls) HoldsNone($"what {path} was sent", body, secrets);
        // The bundle is evidence, and the collector was told of rows and stages: the words were there to be said.
        Assert.Contains("marmalade lighthouse", await File.ReadAllTextAsync(workspace.PathOf("bundle.json")), StringComparison.Ordinal);
        Assert.Contains(collector.Calls, call => call.Path.EndsWith("MetricsService/Export", StringComparison.Ordinal) && call.Body.Contains("crimescreening.records", StringComparison.Ordinal));
        Assert.Contains(collector.Calls, call => call.Path.EndsWith("TraceService/Export", StringComparison.Ordinal) && call.Body.Contains("scoring", StringComparison.Ordinal));
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>Extracts, a sheet of labels and a drop folder with a sound extract that is taken and a broken one that is not.</summary>
    private void WriteInputs()
    {
        workspace.Write("night.csv", Extract.Bytes(
            Extract.Crime("A", Person), Extract.Crime("B", [.. Person, ("recorded_at", "2026-01-06T09:30:00+00:00"), ("updated_at", "2026-01-06T09:30:00+00:00")]),
            Extract.Crime("C", [.. Person, ("recorded_at", "Quaffleton")])));
        workspace.Write("broken.csv", Extract.Crime("A", Person) + "\n");
        workspace.Write(
            "labels.csv",
            "crime_reference,force_code,stalking,by,at,reason,note\nA,GLO,yes,Dee,2026-01-20,pattern,Zebediah Quaffleton\nA,GLO,no,Eve,2026-01-21,single,marmalade lighthouse\n" +
            "B,GLO,Quaffleton,Dee,2026-01-20,pattern,\n");
        foreach (var folder in new[] { "tmp", "drop" }) Directory.CreateDirectory(workspace.PathOf(folder));
        // The first run moves it away, so that the second finds nothing.
        workspace.Write(Path.Combine("drop", "extract.csv"), Extract.Bytes(Extract.Crime("D", Person)));
    }

    /// <summary>The settings that all commands share; returns the password of the store.</summary>
    private string SetUp(bool onServer, string collector)
    {
        workspace.SetPlain("TMPDIR", workspace.PathOf("tmp")).Set("Retention__Crimes", "1.00:00:00").Set("Retention__Decisions", "1.00:00:00")
            .Set("Retention__CertificateKey", CertificateKey).Set("Telemetry__OtlpEndpoint", collector)
            .Set("Sources__crimes__Kind", "csv").Set("Sources__crimes__Path", "drop").Set("Service__Source", "crimes").Set("Service__Attempts", "1")
            .Set("Publishing__Folder", "published").Set("Store", onServer ? "shared" : "sqlite:store.db");
        // A store of files has no password: the server's is named all the same, and doctor reads it.
        var cluster = PostgreSqlCluster.Shared;
        var server = cluster.ConnectionString(cluster.NewDatabase());
        var password = server.Password!;
        server.Remove("Password");
        workspace.Set("Stores__shared__ConnectionString", server.ConnectionString).Set("Stores__shared__Password", password);
        return password;
    }

    // As a collector answers by gRPC: an empty message, and that all is well.
    private static async Task<int> AcceptExport(int number, HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
        return StatusCodes.Status200OK;
    }

    private static void HoldsNone(string where, string text, IEnumerable<string> secrets) => Assert.All(
        Canaries.Concat(secrets), canary => Assert.False(text.Contains(canary, StringComparison.OrdinalIgnoreCase), $"{where} holds {canary}"));

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(sub => Leaves(sub, path.Length == 0 ? sub.Name : $"{path} {sub.Name}"));
}
