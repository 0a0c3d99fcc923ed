using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CrimeScreeningWorker.Commands;

namespace CrimeScreeningWorker.EndToEnd.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly Workspace workspace = new();

    /// <summary>Every command, the program itself first.</summary>
    public static TheoryData<string> EveryCommand()
    {
        return [.. Lines(CommandLine.Root(), "")];

        static IEnumerable<string> Lines(Command command, string line) =>
            command.Subcommands.SelectMany(sub => Lines(sub, $"{line} {sub.Name}".Trim())).Prepend(line);
    }

    [Fact]
    public void Root_Commands_AreThoseOfTheContract()
    {
        var commands = CommandLine.Root().Subcommands.Select(command => command.Name).ToList();

        Assert.All(["demo", "screen", "export", "train", "evaluate", "simulate", "rules", "samples"], name => Assert.Contains(name, commands));
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task Help_OfEveryCommand_SaysWhatItDoesAndWhatItTakes(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = words.Aggregate((Command)CommandLine.Root(), (at, word) => at.Subcommands.Single(sub => sub.Name == word));

        var run = await workspace.RunAsync([.. words, "--help"]);

        run.Ends(0);
        Assert.Empty(run.Error);
        Assert.Contains(command.Description!, run.Output, StringComparison.Ordinal);
        Assert.All(command.Options, option => Assert.Contains(option.Name, run.Output, StringComparison.Ordinal));
        Assert.All(command.Options.Where(o => o is not System.CommandLine.Help.HelpOption and not VersionOption), option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        Assert.Empty(workspace.Content());
    }

    [Theory]
    [InlineData("", "Required command was not provided.")]
    [InlineData("scren", "Unrecognized command or argument 'scren'.")]
    [InlineData("screen", "Option '--source' is required.")]
    [InlineData("screen --source", "Required argument missing for option: '--source'.")]
    [InlineData("screen --source night.csv --sauce", "Unrecognized command or argument '--sauce'.")]
    [InlineData("screen --source night.csv --as-of 2026-01-05", "--as-of needs a time with its offset from UTC, such as 2026-03-14T05:00:00Z.")]
    [InlineData("screen --source night.csv --as-of 2026-01-05T05:00:00", "--as-of needs a time with its offset from UTC, such as 2026-03-14T05:00:00Z.")]
    [InlineData("screen --source night.csv --as-of yesterday", "--as-of needs a time with its offset from UTC, such as 2026-03-14T05:00:00Z.")]
    [InlineData("screen --source night.csv --out ''", "--out needs the name of a folder.")]
    [InlineData("export --out ''", "--out needs the name of a folder.")]
    [InlineData("train", "Option '--out' is required.")]
    [InlineData("train --out model --created today", "--created needs a day such as 2026-11-22.")]
    [InlineData("rules", "Required command was not provided.")]
    [InlineData("simulate", "Required command was not provided.")]
    [InlineData("simulate choice --seeds 0", "--seeds needs a number from 1 to 20.")]
    [InlineData("simulate choice --uncertain 0.6 --random 0.5", "--uncertain and --random together are at most 1.")]
    [InlineData("simulate year --weeks 3", "--weeks needs a number from 4 to 520.")]
    [InlineData("simulate year --heaviest-weight 0.5", "--heaviest-weight needs a number from 1 on.")]
    public async Task Parse_BadArguments_EndsWithTwoAndDoesNothing(string line, string sentence)
    {
        var run = await workspace.RunAsync([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "''" ? "" : word)]);

        run.Ends(2);
        Assert.Empty(run.Output);
        Assert.Contains(sentence, run.Error.Split('\n'));
        Assert.Equal("Try --help.", run.Error.Split('\n')[^2]);
        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Screen_Json_PrintsRunJsonAndNothingElse()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A", ("narrative", Extract.Stalking))));

        var run = await workspace.RunAsync([.. Workspace.ScreenWords("night.csv"), "--json"]);

        run.Ends(0);
        Assert.Empty(run.Error);
        Assert.Equal(await File.ReadAllTextAsync(workspace.Out.PathOf("run.json")), run.Output);
        Assert.Equal(1, JsonDocument.Parse(run.Output).RootElement.GetProperty("read").GetInt32());
    }

    [Fact]
    public async Task Screen_AsOf_IsTheMomentThatDueTimesRunFrom()
    {
        workspace.Write("night.csv", Extract.File(Extract.Crime("A", ("narrative", Extract.Stalking))));

        (await workspace.ScreenAsync("night.csv", "monday.db", "monday", "2026-02-02T05:00:00Z")).Ends(0);
        (await workspace.ScreenAsync("night.csv", "june.db", "june", "2026-06-01T05:00:00+01:00")).Ends(0);

        // Two Mondays: whatever the priority, it is due within the week.
        Assert.InRange(DueOn("monday"), new DateOnly(2026, 2, 2), new DateOnly(2026, 2, 6));
        Assert.InRange(DueOn("june"), new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 5));
    }

    [Fact]
    public async Task RulesTest_ShippedBook_Holds()
    {
        var run = await workspace.RunAsync("rules", "test", "--json");

        run.Ends(0);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Empty(result.GetProperty("failed").EnumerateArray());
        Assert.True(result.GetProperty("examples").GetInt32() > result.GetProperty("indicators").GetInt32());
    }

    public void Dispose() => workspace.Dispose();

    private DateOnly DueOn(string output)
    {
        var row = Assert.Single(new Outputs(workspace.PathOf(output)).Triage);
        return DateOnly.FromDateTime(DateTimeOffset.Parse(row["due_by"], CultureInfo.InvariantCulture).DateTime);
    }
}
