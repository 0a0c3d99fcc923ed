using System.Text;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

public sealed class CsvSourceReaderTests
{
    [Fact]
    public async Task ReadAsync_EveryColumn_FillsTheRecord()
    {
        using var file = new ExtractFile(
            "narrative,force_code,crime_reference,recorded_at,updated_at,occurred_from,occurred_to,home_office_class,offence_code," +
            "offence_title,included_classifications,flags,victim_id,suspect_id,victim_age,suspect_age,victim_gender,suspect_gender," +
            "victim_ethnicity,suspect_ethnicity,relationship,protective_orders,risk_grade,outcome_code,district,team,of_no_interest",
            "\"  He said \"\"soon\"\",\nthen left. \", GLO ,CR/1/26,2026-03-14T07:42:00.5+01:00,2026-03-15T09:00:00Z," +
            "2026-03-01T00:00:00+00:00,2026-03-02T00:00:00+00:00,8L,195/94,Harassment,8R; 66 ;;,DA;CYBER,V1,S1,34,41,F,M,W1,,ex-partner," +
            "NMO;BAIL,high,,North,CID,anything");

        var content = await file.ReadAsync();

        Assert.Empty(content.Rejected);
        var (crime, equality, line) = Assert.Single(content.Records);
        Assert.Equal(2, line);
        Assert.Equal(new CrimeKey("GLO", "CR/1/26"), crime.Key);
        Assert.Equal("  He said \"soon\",\nthen left. ", crime.Narrative);
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 7, 42, 0, 500, TimeSpan.FromHours(1)), crime.RecordedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 15, 9, 0, 0, TimeSpan.Zero), crime.UpdatedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), crime.OccurredTo);
        Assert.Equal(["8R", "66"], crime.IncludedClassifications.ToArray(), StringComparer.Ordinal);
        Assert.Equal(["DA", "CYBER"], crime.Flags.ToArray(), StringComparer.Ordinal);
        Assert.Equal(["NMO", "BAIL"], crime.ProtectiveOrders.ToArray(), StringComparer.Ordinal);
        Assert.Equal(("195/94", "V1", "S1", "ex-partner", "high"),
            (crime.OffenceCode, crime.VictimId, crime.SuspectId, crime.Relationship, crime.RiskGrade));
        Assert.Equal((null, "North", "CID"), (crime.OutcomeCode, crime.District, crime.Team));
        Assert.Equal(
            new EqualityMonitoring { VictimAge = 34, SuspectAge = 41, VictimGender = "F", SuspectGender = "M", VictimEthnicity = "W1" },
            equality);
    }

    [Fact]
    public async Task ReadAsync_OptionalColumnsMissing_LeavesThemUnknown()
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1));

        var crime = Assert.Single((await file.ReadAsync()).Records).Crime;

        Assert.Null(crime.VictimId);
        Assert.Null(crime.OccurredFrom);
        Assert.Empty(crime.Flags);
    }

    [Fact]
    public async Task ReadAsync_HeaderOnly_GivesNoRecord()
    {
        using var file = new ExtractFile(ExtractFile.Header);

        var content = await file.ReadAsync();

        Assert.Empty(content.Batches);
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\r", false)]
    [InlineData("\r\n", true)]
    public async Task ReadAsync_LineBreaksAndByteOrderMark_AreAllRead(string lineBreak, bool mark)
    {
        var text = string.Join(lineBreak, ExtractFile.Header, ExtractFile.Row(1), "", "   ", ExtractFile.Row(2, $"One.{lineBreak}Two."), ExtractFile.Row(3));
        using var file = new ExtractFile([.. mark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(text)]);

        var content = await file.ReadAsync();

        Assert.Empty(content.Rejected);
        Assert.Equal([2L, 5L, 7L], content.Records.Select(record => record.Line));
        Assert.Equal($"One.{lineBreak}Two.", content.Records[1].Crime.Narrative);
    }

    [Fact]
    public async Task ReadAsync_TenThousandColumns_AreRead()
    {
        var extra = Enumerable.Range(0, 10_000).Select(number => $"extra_{number}");
        using var file = new ExtractFile(
            ExtractFile.Header + "," + string.Join(',', extra), ExtractFile.Row(1) + new string(',', 10_000), ExtractFile.Row(2) + ",,");

        var content = await file.ReadAsync();

        Assert.Equal(["CR/000001/26"], content.References, StringComparer.Ordinal);
        Assert.Equal("10007 fields were expected, 9 found", Assert.Single(content.Rejected).Reason);
    }

    [Theory]
    [InlineData("😀🚶‍♀️🚗")]
    [InlineData("הוא עמד מחוץ לבית שלה")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\uFFFD kept, since it is a character like others")]
    public async Task ReadAsync_AnyText_IsKeptAsItStands(string narrative)
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1, narrative));

        Assert.Equal(narrative, Assert.Single((await file.ReadAsync()).Records).Crime.Narrative);
    }

    [Theory]
    [InlineData("county", 250)]
    [InlineData("contrast", 200)]
    public async Task ReadAsync_ShippedCorpus_SetsNothingAside(string name, int records)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "models", "corpus", name + ".csv");
        using var file = new ExtractFile(await File.ReadAllBytesAsync(path));

        var content = await file.ReadAsync();

        Assert.Empty(content.Rejected);
        Assert.Equal(records, content.Records.Count);
    }

    [Fact]
    public async Task ReadAsync_SameKeyTwice_HandsOverBoth()
    {
        using var file = new ExtractFile(
            ExtractFile.Header, ExtractFile.Row(1), ExtractFile.Row(1).Replace("2026-03-15", "2026-03-16", StringComparison.Ordinal));

        Assert.Equal([15, 16], (await file.ReadAsync()).Records.Select(record => record.Crime.UpdatedAt.Day));
    }

    [Fact]
    public async Task ReadAsync_ManyRows_BatchesByRowsAndEndsAtTheLength()
    {
        using var file = new ExtractFile([ExtractFile.Header, .. Enumerable.Range(1, 25).Select(number => ExtractFile.Row(number))]);

        var content = await file.ReadAsync(new SourceOptions { BatchRows = 10 });

        Assert.Equal([10, 10, 5], content.Batches.Select(batch => batch.Records.Count));
        Assert.Equal(content.Length, content.Batches[^1].Position);
        Assert.True(content.Batches[0].Position < content.Batches[1].Position);
    }

    [Fact]
    public async Task ReadAsync_LongRows_BatchesByBytes()
    {
        var narrative = new string('x', 600);
        using var file = new ExtractFile([ExtractFile.Header, .. Enumerable.Range(1, 6).Select(number => ExtractFile.Row(number, narrative))]);

        var content = await file.ReadAsync(new SourceOptions { BatchBytes = 1000 });

        Assert.Equal([2, 2, 2], content.Batches.Select(batch => batch.Records.Count));
    }

    [Fact]
    public async Task ReadAsync_TwentyMegabyteNarrative_IsRead()
    {
        var narrative = string.Concat(Enumerable.Repeat("He waited, \"again\".\r\n", 1_000_000));
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1, narrative), ExtractFile.Row(2));

        var content = await file.ReadAsync();

        Assert.Equal(narrative, content.Records[0].Crime.Narrative);
        Assert.Equal([2L, 1_000_003L], content.Records.Select(record => record.Line));
    }

    [Fact]
    public async Task ReadAsync_FileReplacedMeanwhile_KeepsToTheFileThatWasOpened()
    {
        using var file = new ExtractFile([ExtractFile.Header, .. Enumerable.Range(1, 5000).Select(number => ExtractFile.Row(number))]);
        var next = Path.Combine(file.Folder, "next.csv");
        await File.WriteAllTextAsync(next, ExtractFile.Header + "\n" + ExtractFile.Row(999_999) + "\n");
        using var reader = file.Reader(new SourceOptions { BatchRows = 100 });
        await reader.OpenAsync(CancellationToken.None);

        var read = new List<string>();
        await foreach (var batch in reader.ReadAsync(CancellationToken.None))
        {
            if (read.Count == 0) File.Move(next, file.Path, overwrite: true);
            read.AddRange(batch.Records.Select(record => record.Crime.Key.CrimeReference));
        }

        Assert.Equal(5000, read.Count);
        Assert.DoesNotContain("CR/999999/26", read, StringComparer.Ordinal);
        Assert.Equal(["CR/999999/26"], (await file.ReadAsync()).References, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task ReadAsync_FileCutMeanwhile_SetsTheCutAside(int bytesOfLastRow)
    {
        using var file = new ExtractFile([ExtractFile.Header, .. Enumerable.Range(1, 5000).Select(number => ExtractFile.Row(number))]);
        var cut = ExtractFile.Header.Length + 1 + 4000 * (ExtractFile.Row(1).Length + 1) + bytesOfLastRow;
        using var reader = file.Reader(new SourceOptions { BatchRows = 100 });
        await reader.OpenAsync(CancellationToken.None);

        var records = 0;
        var rejected = new List<RejectedRecord>();
        await foreach (var batch in reader.ReadAsync(CancellationToken.None))
        {
            if (records == 0)
            {
                await using var writer = new FileStream(file.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                writer.SetLength(cut);
            }

            records += batch.Records.Count;
            rejected.AddRange(batch.Rejected);
        }

        Assert.Equal(4000, records);
        var only = Assert.Single(rejected);
        Assert.Equal((4002, "row"), (only.Line, only.Field));
        Assert.Contains("became shorter", only.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_StopsAndClosesTheFile()
    {
        using var file = new ExtractFile([ExtractFile.Header, .. Enumerable.Range(1, 5000).Select(number => ExtractFile.Row(number))]);
        using var stop = new CancellationTokenSource();
        using var reader = file.Reader(new SourceOptions { BatchRows = 100 });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in reader.ReadAsync(stop.Token)) await stop.CancelAsync();
        });

        await using var exclusive = new FileStream(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(exclusive.CanWrite);
    }

    [Fact]
    public async Task ReadAsync_Twice_ReadsTheFileAgain()
    {
        using var file = new ExtractFile(ExtractFile.Header, ExtractFile.Row(1));
        using var reader = file.Reader();

        for (var time = 0; time < 2; time++)
        {
            var records = 0;
            await foreach (var batch in reader.ReadAsync(CancellationToken.None)) records += batch.Records.Count;
            Assert.Equal(1, records);
        }
    }
}
