using System.Text.Json;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary><c>labels</c>, as processes over a store that <c>screen</c> has made.</summary>
public sealed class LabelsCommandTests : IDisposable
{
    private const string Sheet = "\uFEFFCrime number;Stalking;Reviewed by;Date;Team notes\r\nCR/1/26;Yes;Dee;14/01/2026;x\r\nCR/1/26;n;Eve;15/01/2026;\r\nCR/9/26;0;Dee;14/01/2026;\r\n";

    private readonly Workspace workspace = new();

    [Fact]
    public async Task Import_ATeamsSheet_IsTakenInOnceAndItsConflictSettledByAThird()
    {
        await ScreenAsync();
        workspace.Write("sheet.csv", Sheet);

        var first = await LabelsAsync("import", "--source", "sheet.csv", "--force", "GLO");
        var again = await LabelsAsync("import", "--source", "sheet.csv", "--force", "GLO", "--json");
        var conflicts = await LabelsAsync("conflicts", "--json");
        var adjudicated = await LabelsAsync("adjudicate", "GLO/CR/1/26", "--as", "Flo", "--answer", "yes", "--reason", "Both read again.");
        var settled = await LabelsAsync("conflicts");
        var agreement = await LabelsAsync("agreement", "--json");

        first.Ends(0);
        Assert.Equal(
            "3 labels added, 0 there already, 0 bad rows left out.\nNot read: the column Team notes.\n" +
            "1 crime of the sheet is not in the store; a label waits until its crime comes:\n  GLO/CR/9/26\n", first.Output);
        var repeated = JsonDocument.Parse(again.Output).RootElement;
        Assert.Equal((0, 3), (repeated.GetProperty("added").GetInt32(), repeated.GetProperty("there_already").GetInt32()));
        var conflict = Assert.Single(JsonDocument.Parse(conflicts.Output).RootElement.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(["Dee", "Eve"], conflict.GetProperty("opinions").EnumerateArray().Select(o => o.GetProperty("by").GetString()));
        adjudicated.Ends(0);
        Assert.Equal("GLO CR/1/26: stalking, adjudicated.\n", adjudicated.Output);
        Assert.Equal("4 labels: 2 crimes settled (1 stalking), 0 in conflict, 0 unsure, 0 taken back.\n", settled.Output);
        Assert.Equal(1, JsonDocument.Parse(agreement.Output).RootElement.GetProperty("seen").GetProperty("overall").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Import_ABadRow_KeepsAllOutUnlessToldToSkipIt()
    {
        await ScreenAsync();
        workspace.Write("sheet.csv", Sheet + "CR/2/26;Mrs Secret thinks so;Dee;14/01/2026;\r\n");

        var refused = await LabelsAsync("import", "--source", "sheet.csv", "--force", "GLO");
        var export = await LabelsAsync("export", "--out", "none.csv", "--json");
        var skipped = await LabelsAsync("import", "--source", "sheet.csv", "--force", "GLO", "--skip-bad");

        refused.Ends(1);
        Assert.Equal("sheet.csv line 5, stalking: yes, no or unsure is expected.\n", refused.Error);
        Assert.StartsWith("Nothing was taken in: 1 of 4 rows is bad.", refused.Output, StringComparison.Ordinal);
        Assert.Equal(0, JsonDocument.Parse(export.Output).RootElement.GetProperty("labels").GetInt32());
        skipped.Ends(3);
        Assert.StartsWith("3 labels added, 0 there already, 1 bad row left out.", skipped.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", refused.Output + refused.Error + skipped.Output + skipped.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "Option '--source' is required.")]
    [InlineData("export --out ''", "--out must not be empty.")]
    [InlineData("adjudicate CR26 --as Flo --answer yes --reason r", "The crime needs its force code and its crime number, such as GLO/CR/004512/26.")]
    [InlineData("adjudicate GLO/A --as Flo --answer yes", "Option '--reason' is required.")]
    public async Task Labels_BadArguments_EndsWithTwoAndDoesNothing(string line, string sentence)
    {
        var run = await workspace.RunAsync(["labels", .. line.Split(' ').Select(word => word == "''" ? "" : word)]);

        run.Ends(2);
        Assert.Contains(sentence, run.Error.Split('\n'));
        Assert.Empty(workspace.Content());
    }

    [Fact]
    public async Task Import_NoSheet_FailsAndSaysSo() =>
        (await LabelsAsync("import", "--source", "sheet.csv")).Refuses("There is no file sheet.csv.");

    public void Dispose() => workspace.Dispose();

    private async Task ScreenAsync()
    {
        workspace.Write("night.csv", Extract.Bytes(Extract.Crime("CR/1/26"), Extract.Crime("CR/2/26")));
        (await workspace.ScreenAsync("night.csv")).Ends(0);
    }

    private Task<Finished> LabelsAsync(params string[] words) => workspace.RunAsync(["labels", .. words, "--store", "sqlite:store.db"]);
}
