using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <remarks>The rule book is a file that a coordinator changes: what is wrong with it is said with its line, what is added counts.</remarks>
public sealed class RuleBookFileTests : IDisposable
{
    private const string Added = """
          - code: MARMALADE
            title: Leaves marmalade
            group: behaviour
            behaviour: B7
            weight: 1.25
            phrases: ["marmalade ...4 {spot}"]
            examples:
              hits: ["He left marmalade on the doorstep"]
              misses: ["She likes marmalade"]
        """;

    private readonly Workspace workspace = new();
    private readonly string rules;

    public RuleBookFileTests()
    {
        rules = Directory.CreateDirectory(workspace.PathOf("rules")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "rules"))) File.Copy(file, Path.Combine(rules, Path.GetFileName(file)));
        workspace.Set("Files__RuleBook", Book);
    }

    private string Book => Path.Combine(rules, "rule-book.yaml");

    [Fact]
    public async Task Screen_WeightThatIsNoNumber_StopsWithFileAndLine()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));
        var lines = await File.ReadAllLinesAsync(Book);
        var broken = Array.FindIndex(lines, line => line.TrimStart().StartsWith("weight:", StringComparison.Ordinal));
        lines[broken] = lines[broken][..lines[broken].IndexOf(':', StringComparison.Ordinal)] + ": strong";
        await File.WriteAllLinesAsync(Book, lines);

        var run = await workspace.ScreenAsync("night.csv");

        run.Ends(1);
        Assert.Empty(run.Output);
        Assert.StartsWith($"rule-book.yaml({broken + 1}): ", Path.GetFileName(run.Error.Split('\n')[0]), StringComparison.Ordinal);
        Assert.False(File.Exists(workspace.PathOf("store.db")));
        Assert.False(Directory.Exists(workspace.PathOf("out")));
    }

    [Fact]
    public async Task Screen_ExampleThatDoesNotHold_StopsWithFileAndLine()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A")));
        var lines = await File.ReadAllLinesAsync(Book);
        await File.WriteAllLinesAsync(Book, [.. lines, .. Added.Replace("He left marmalade", "He left jam", StringComparison.Ordinal).Split('\n')]);

        var screen = await workspace.ScreenAsync("night.csv");
        var test = await workspace.RunAsync("rules", "test");

        screen.Ends(1);
        Assert.Contains($"rule-book.yaml({lines.Length + 8}): MARMALADE", screen.Error, StringComparison.Ordinal);
        test.Ends(1);
        Assert.Contains($"rule-book.yaml, line {lines.Length + 8}: MARMALADE: expected an affirmed hit, found nothing: He left jam on the doorstep", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screen_IndicatorThatACoordinatorAdded_CountsWithItsOwnWeight()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A", ("narrative", "Suspect left a jar of marmalade on the doorstep of the victim again."))));
        (await workspace.ScreenAsync("night.csv", "before.db", "before")).Ends(0);
        await File.AppendAllTextAsync(Book, Added + "\n");

        (await workspace.ScreenAsync("night.csv")).Ends(0);

        var before = new Outputs(workspace.PathOf("before"));
        Assert.Contains("MARMALADE", workspace.Out.Score("A")["indicators"].Split(';'));
        Assert.DoesNotContain("MARMALADE", before.Score("A")["indicators"], StringComparison.Ordinal);
        Assert.NotEqual(before.Run.GetProperty("rule_book_version").GetString(), workspace.Out.Run.GetProperty("rule_book_version").GetString());
        Assert.True(Number(before) < Number(workspace.Out), $"{Number(before)} before, {Number(workspace.Out)} after");
        Assert.Equal(1.25, StoredScore.Single(workspace.PathOf("store.db")).Parts.Single(part => part.Part == "MARMALADE").LogOdds, 6);

        static double Number(Outputs outputs) => double.Parse(outputs.Score("A")["score"], CultureInfo.InvariantCulture);
    }

    public void Dispose() => workspace.Dispose();
}

/// <summary>A score with its parts, as it stands in a store.</summary>
internal sealed record StoredScore(double Probability, IReadOnlyList<Screening.Scoring.Contribution> Parts)
{
    public static StoredScore Single(string store) => Assert.Single(All(store));

    public static IReadOnlyList<StoredScore> All(string store)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select probability, detail from score order by crime_id";
        using var reader = command.ExecuteReader();
        var scores = new List<StoredScore>();
        while (reader.Read())
        {
            using var detail = System.Text.Json.JsonDocument.Parse(reader.GetString(1));
            scores.Add(new StoredScore(reader.GetDouble(0),
            [
                .. detail.RootElement.GetProperty("parts").EnumerateArray().Select(part => new Screening.Scoring.Contribution(
                    part.GetProperty("part").GetString()!, part.GetProperty("title").GetString()!, part.GetProperty("logOdds").GetDouble())),
            ]));
        }

        return scores;
    }
}
