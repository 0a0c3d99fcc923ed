using System.Globalization;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.EndToEnd.Tests.Contract;

[Collection(WithSample.Name)]
public sealed class OutputContractTests(SampleRun sample)
{
    private const string ScoreColumns =
        "force_code,crime_reference,home_office_class,score,priority,suggested_class,suggested_section,online,order_breach,high_risk,text_score," +
        "linked_crimes,indicators";

    [Theory]
    [InlineData("scores.csv", ScoreColumns)]
    [InlineData("triage.csv", "rank," + ScoreColumns + ",reason,evidence,ask,due_by")]
    [InlineData("suggestions.csv", "force_code,crime_reference,action,recorded_class,suggested_class,suggested_section,basis,confidence,linked_crimes,evidence")]
    [InlineData("quarantine.csv", "source,line,crime_reference,reason,raw")]
    public void Demo_Table_HasTheColumnsOfTheContract(string name, string columns)
    {
        var bytes = sample.Out.Bytes(name);

        Assert.Equal(columns, string.Join(',', sample.Out.Table(name).Header));
        Assert.NotEqual(0xEF, bytes[0]);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain("\r\n", File.ReadAllText(sample.Out.PathOf(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_RunJson_HasTheKeysOfTheContract() => Assert.Equal(
        "run_id started_at finished_at source store rule_book_version model_version read new changed unchanged quarantined in_scope history_only rescored queued late",
        string.Join(' ', sample.Out.Run.EnumerateObject().Select(property => property.Name)));

    [Fact]
    public void Demo_OutputFolder_HoldsTheSixFilesBesideItsStore() => Assert.Equal(
        Outputs.Files,
        Directory.GetFiles(sample.Workspace.PathOf("out")).Select(Path.GetFileName).Where(name => !name!.StartsWith("demo.db", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Demo_Counts_AddUp()
    {
        sample.Demo.Ends(0);
        var run = sample.Out;

        Assert.Equal(CsvTable.Read(Extract.Sample).Rows.Count, run.Count("read"));
        Assert.Equal(run.Count("read"), run.Count("new") + run.Count("changed") + run.Count("unchanged") + run.Count("quarantined"));
        Assert.Equal(run.Count("new") + run.Count("changed"), run.Count("in_scope") + run.Count("history_only"));
        Assert.Equal(run.Count("in_scope"), run.Scores.Count);
        Assert.Equal(run.Count("queued"), run.Triage.Count);
        Assert.Equal(run.Count("quarantined"), run.Quarantine.Count);
    }

    [Fact]
    public async Task Demo_Scores_HaveARowForEachCrimeInScope()
    {
        var scope = new ScreeningScope(new ScopeOptions());
        using var reader = new CsvSourceReader(Extract.Sample, new SourceOptions(), TimeProvider.System);
        var inScope = new List<string>();
        await foreach (var batch in reader.ReadAsync(CancellationToken.None))
            inScope.AddRange(batch.Records.Where(r => scope.Contains(r.Crime)).Select(r => r.Crime.Key.CrimeReference));

        Assert.NotEmpty(inScope);
        Assert.Equal(inScope.Order(StringComparer.Ordinal), sample.Out.Scores.Select(row => row["crime_reference"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Demo_Scores_KeepToTheValuesOfTheContract()
    {
        var recorded = CsvTable.Read(Extract.Sample).Rows.ToDictionary(row => row["crime_reference"], row => row["home_office_class"], StringComparer.Ordinal);
        var stages = new[] { "P1", "P2", "P3", "none" };
        foreach (var row in sample.Out.Scores)
        {
            Assert.Matches(@"^(0|1|0\.\d{1,4})$", row["score"]);
            Assert.Matches(@"^(0|1|0\.\d{1,4})$", row["text_score"]);
            Assert.Contains(row["priority"], stages);
            Assert.Contains(row["suggested_section"], (string[])["2A", "4A", "none"]);
            Assert.All(["online", "order_breach", "high_risk"], column => Assert.Contains(row[column], (string[])["0", "1"]));
            Assert.Equal(recorded[row["crime_reference"]], row["home_office_class"]);
            Assert.Equal(row["suggested_section"] == "none", row["suggested_class"] != "8Q");
            if (row["suggested_class"] != "8Q") Assert.Equal(row["home_office_class"], row["suggested_class"]);
            Assert.All(row["linked_crimes"].Split(';', StringSplitOptions.RemoveEmptyEntries), linked => Assert.Contains(linked, recorded));
        }

        Assert.All(["P1", "none"], stage => Assert.Contains(sample.Out.Scores, row => row["priority"] == stage));
        Assert.Contains(sample.Out.Scores, row => row["linked_crimes"].Length > 0);
    }

    [Fact]
    public void Demo_Triage_IsTheScoresAtOrAboveTheThresholdWithWhatAReaderNeeds()
    {
        var scores = sample.Out.Scores.ToDictionary(row => row["crime_reference"], StringComparer.Ordinal);
        var queue = sample.Out.Triage;

        Assert.Equal(Enumerable.Range(1, queue.Count).Select(n => $"{n}"), queue.Select(row => row["rank"]));
        Assert.Equal(
            scores.Values.Where(row => row["priority"] != "none").Select(row => row["crime_reference"]).Order(StringComparer.Ordinal),
            queue.Select(row => row["crime_reference"]).Order(StringComparer.Ordinal));
        foreach (var row in queue)
        {
            Assert.All(ScoreColumns.Split(','), column => Assert.Equal(scores[row["crime_reference"]][column], row[column]));
            Assert.EndsWith(".", row["reason"], StringComparison.Ordinal);
            Assert.NotEmpty(row["ask"]);
            var due = DateTimeOffset.ParseExact(row["due_by"], "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            Assert.True(due > DateTimeOffset.Parse(SampleRun.Morning, CultureInfo.InvariantCulture), row["due_by"]);
        }
    }

    [Fact]
    public void Demo_Evidence_StandsInTheNarrative()
    {
        var narratives = CsvTable.Read(Extract.Sample).Rows.ToDictionary(row => row["crime_reference"], row => Level(row["narrative"]), StringComparer.Ordinal);
        var quotes = sample.Out.Triage.SelectMany(row => row["evidence"].Split(" | ", StringSplitOptions.RemoveEmptyEntries).Select(quote => (row["crime_reference"], quote))).ToList();

        Assert.True(quotes.Count > sample.Out.Triage.Count, $"{quotes.Count} quotes");
        // A quotation whose first character a spreadsheet would run has an apostrophe before it.
        Assert.All(quotes, q => Assert.Contains(Level(q.quote).TrimStart('\''), narratives[q.Item1], StringComparison.Ordinal));

        static string Level(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Demo_Suggestions_CiteARule()
    {
        var scores = sample.Out.Scores.ToDictionary(row => row["crime_reference"], StringComparer.Ordinal);

        Assert.NotEmpty(sample.Out.Suggestions);
        foreach (var row in sample.Out.Suggestions)
        {
            Assert.Contains(row["action"], (string[])["reclassify", "add_included", "add_flag", "review"]);
            Assert.Matches(@"R\d+", row["basis"]);
            Assert.NotEmpty(row["confidence"]);
            Assert.Equal(scores[row["crime_reference"]]["home_office_class"], row["recorded_class"]);
        }
    }

    [Fact]
    public void Demo_EveryScore_IsTheSigmoidOfItsParts()
    {
        var scores = StoredScore.All(sample.Workspace.PathOf("out/demo.db"));

        Assert.Equal(sample.Out.Scores.Count, scores.Count);
        Assert.All(scores, score => Assert.Equal(AdditiveModel.Probability(score.Parts.Sum(part => part.LogOdds)), score.Probability, 1e-9));
        Assert.Contains(scores, score => score.Parts.Any(part => part.Part == "TEXT") && score.Parts.Any(part => part.Part == "HISTORY") && score.Parts.Count > 4);
    }

    [Fact]
    public void Demo_Standard_ShowsTheListAndEndsWithTheSentence()
    {
        Assert.Empty(sample.Demo.Error);
        Assert.Contains(sample.Out.Triage[0]["crime_reference"], sample.Demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', sample.Demo.Output);
        Assert.EndsWith($"\n273 of 273 crimes screened, 0 set aside, {sample.Out.Triage.Count} queued\n", sample.Demo.Output, StringComparison.Ordinal);
    }
}
