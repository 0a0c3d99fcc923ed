using System.Text;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Labels;

public sealed class LabelSheetTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("labels-");

    [Fact]
    public async Task ReadAsync_ASpreadsheetsSheet_ReadsMarkSemicolonsCapitalsAndBritishDays()
    {
        var sheet = await ReadAsync("\uFEFFForce;Crime Number;Stalking;Reviewed by;Date;Officer\r\nGLO;CR/1/26;Yes;Dee;14/03/2026;x\r\nGLO;CR/2/26;N;Dee;1/7/2026 09:30;\r\n;;;;;\r\n");

        Assert.Empty(sheet.Faults);
        Assert.Equal("Officer", Assert.Single(sheet.UnknownColumns));
        Assert.Equal(
            [
                (new CrimeKey("GLO", "CR/1/26"), StalkingAnswer.Yes, "Dee", "cdi", new DateTimeOffset(2026, 3, 14, 0, 0, 0, TimeSpan.Zero)),
                (new CrimeKey("GLO", "CR/2/26"), StalkingAnswer.No, "Dee", "cdi", new DateTimeOffset(2026, 7, 1, 9, 30, 0, TimeSpan.FromHours(1))),
            ],
            sheet.Labels.Select(l => (l.Crime, l.Stalking!.Value, l.By, l.Role, l.At)));
        Assert.All(sheet.Labels, l => Assert.Equal((LabelSample.Imported, LabelSource.Import, false, "unstated"), (l.Sample, l.Source, l.Blind, l.Rubric)));
    }

    [Theory]
    [InlineData("yes", StalkingAnswer.Yes)]
    [InlineData("Y", StalkingAnswer.Yes)]
    [InlineData(" 1 ", StalkingAnswer.Yes)]
    [InlineData("NO", StalkingAnswer.No)]
    [InlineData("n", StalkingAnswer.No)]
    [InlineData("0", StalkingAnswer.No)]
    [InlineData("Unsure", StalkingAnswer.Unsure)]
    public async Task ReadAsync_AnAnswerInAnyHand_IsUnderstood(string written, StalkingAnswer answer) =>
        Assert.Equal(answer, Assert.Single((await ReadAsync($"force,reference,answer,by,at\nGLO,A,{written},Dee,2026-03-14\n")).Labels).Stalking);

    [Theory]
    [InlineData("2026-07-14", "2026-07-14T00:00:00+01:00")]
    [InlineData("2026-07-14T10:15:00Z", "2026-07-14T10:15:00+00:00")]
    [InlineData("2026-07-14T10:15:00.1234567+01:00", "2026-07-14T10:15:00.1234567+01:00")]
    [InlineData("14-7-2026", "2026-07-14T00:00:00+01:00")]
    [InlineData("14.07.2026 23:59", "2026-07-14T23:59:00+01:00")]
    [InlineData("5 Jan 2026", "2026-01-05T00:00:00+00:00")]
    public async Task ReadAsync_ADayAsPeopleWriteIt_IsByBritishClocks(string written, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Assert.Single((await ReadAsync($"force,reference,answer,by,at\nGLO,A,y,Dee,{written}\n")).Labels).At);

    [Fact]
    public async Task ReadAsync_BadRows_NamesFileLineAndFieldAndRepeatsNothing()
    {
        var sheet = await ReadAsync(
            """
            force_code,crime_reference,stalking,by,at,blind,selection_weight,sample
            GLO,A,perhaps Mrs Secret,Dee,2026-03-14,,,
            GLO,,yes,Dee,03/25/2026,,,
            GLO,C,yes,"",2026-03-14,maybe,0.5,lucky
            GLO,D,yes,Dee,2027-01-01,,,
            GLO,"E
            e",yes,Dee,2026-03-14,,,
            GLO,F,yes,Dee,2026-03-14,,,,,
            GLO,G,yes,Dee,2026-03-14,yes,4.5,random
            GLO,G,no,DEE,2026-03-14,,,
            """);

        Assert.Equal(
            [
                "sheet.csv line 2, stalking: yes, no or unsure is expected.",
                "sheet.csv line 3, crime_reference: it is empty.",
                "sheet.csv line 3, at: a day such as 14/03/2026 or 2026-03-14 is expected, with a time if it is known.",
                "sheet.csv line 4, by: it is empty.",
                "sheet.csv line 4, blind: yes or no is expected.",
                "sheet.csv line 4, sample: ranked, random, uncertain, back_scan, imported is expected.",
                "sheet.csv line 4, selection_weight: a number of at least 1 is expected, 1 / the chance of being chosen.",
                "sheet.csv line 5, at: it lies ahead.",
                "sheet.csv line 6, crime_reference: it holds a control character.",
                "sheet.csv line 8, row: 10 cells stand there, and 8 in the header.",
                "sheet.csv line 10, stalking: line 9 says otherwise of the same crime, by the same person at the same time.",
            ],
            sheet.Faults.Select(f => f.ToString()));
        var good = Assert.Single(sheet.Labels);
        Assert.Equal((8, true, 4.5, LabelSample.Random), (sheet.Rows, good.Blind, good.SelectionWeight, good.Sample));
    }

    [Theory]
    [InlineData("", "sheet.csv is empty: a header is expected.")]
    [InlineData("crime_reference,stalking\nA,yes\n", "sheet.csv lacks the columns at, force_code, by.")]
    [InlineData("force,crime,stalking,by,at,date\n", "sheet.csv has two columns that say at: at and date. Keep one.")]
    [InlineData("force,crime,stalking,by,at\nGLO,\"A\"x,yes,Dee,2026-03-14\n", "sheet.csv cannot be read after line 1: its quotes do not pair up.")]
    public async Task ReadAsync_NoSheet_SaysWhatIsMissing(string text, string sentence) =>
        Assert.Equal(sentence, (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(text))).Message);

    [Fact]
    public async Task ReadAsync_AnOldCodePage_NamesTheLine()
    {
        var file = Path.Combine(folder.FullName, "sheet.csv");
        await File.WriteAllBytesAsync(file, [.. "force,crime,stalking,by,at\nGLO,A,yes,Ren"u8, 0xE9, .. ",2026-03-14\n"u8]);

        var refused = await Assert.ThrowsAsync<SourceException>(() => LabelSheet.ReadAsync(file, new SheetDefaults(), Now, CancellationToken.None));

        Assert.Equal("sheet.csv line 2 is not UTF-8 text: save the sheet as 'CSV UTF-8'.", refused.Message);
    }

    [Fact]
    public async Task ReadAsync_WithDefaults_NeedsNoSuchColumns()
    {
        var sheet = await ReadAsync("sep=;\ncrime no;answer;date\nA;1;14/03/2026\n", new SheetDefaults("GLO", "Dee", "registrar", "cdi-2"));

        var label = Assert.Single(sheet.Labels);
        Assert.Equal((new CrimeKey("GLO", "A"), "Dee", "registrar", "cdi-2"), (label.Crime, label.By, label.Role, label.Rubric));
    }

    [Fact]
    public async Task WriteAsync_AFormulaAsAName_IsInertAndComesBackAsItWas()
    {
        var file = Path.Combine(folder.FullName, "sheet.csv");
        var label = new Label(7, new CrimeKey("GLO", "CR/1"), StalkingAnswer.No, "=HYPERLINK(1)", "cdi", Now.AddTicks(-1))
        {
            Rubric = "console-1",
            Reason = "Said \"no\", twice",
            Source = LabelSource.Cdi,
            Sample = LabelSample.Uncertain,
            Probability = 0.1 + 0.2,
            Priority = Priority.None,
        };

        Assert.Equal(1, await LabelFile.WriteAsync(file, new[] { label }.ToAsyncEnumerable(), CancellationToken.None));

        Assert.Contains(",'=HYPERLINK(1),", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        var back = Assert.Single((await LabelSheet.ReadAsync(file, new SheetDefaults(), Now, CancellationToken.None)).Labels);
        Assert.Equal(label, back with { Id = 7 });
        Assert.Equal([Path.GetFileName(file)], folder.EnumerateFiles().Select(f => f.Name));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<LabelSheet> ReadAsync(string text, SheetDefaults? defaults = null)
    {
        var file = Path.Combine(folder.FullName, "sheet.csv");
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await LabelSheet.ReadAsync(file, defaults ?? new SheetDefaults(), Now, CancellationToken.None);
    }
}
