using System.Text;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Tests.Triage;

public sealed class OutputWriterTests : IDisposable
{
    private static readonly string[] SixFiles = ["quarantine.csv", "run.json", "scores.csv", "suggestions.csv", "triage.csv", "triage.html"];

    private readonly string folder = Directory.CreateTempSubdirectory("triage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WriteAsync_AMorning_WritesTheSixFilesAndNothingElse()
    {
        // Kept beside the tests after they ran, so that the page can be looked at.
        var kept = Path.Combine(AppContext.BaseDirectory, "sample-morning");

        await WriteAsync(kept, SomeMorning.Crimes);

        Assert.Equal(string.Join(' ', SixFiles), FilesOf(kept));
    }

    [Fact]
    public async Task WriteAsync_NoCrimes_WritesEveryHeader()
    {
        await WriteAsync(folder);

        Assert.Equal("force_code,crime_reference,home_office_class,score,priority,suggested_class,suggested_section,online,order_breach,high_risk,text_score,linked_crimes,indicators\n", Read("scores.csv"));
        Assert.Equal("rank,force_code,crime_reference,home_office_class,score,priority,suggested_class,suggested_section,online,order_breach,high_risk,text_score,linked_crimes,indicators,reason,evidence,ask,due_by\n", Read("triage.csv"));
        Assert.Equal("force_code,crime_reference,action,recorded_class,suggested_class,suggested_section,basis,confidence,linked_crimes,evidence\n", Read("suggestions.csv"));
        Assert.Equal("source,line,crime_reference,reason,raw\n", Read("quarantine.csv"));
    }

    [Fact]
    public async Task WriteAsync_ACrime_WritesItsScoreExactly()
    {
        await WriteAsync(folder, SomeMorning.BreachByExPartner());

        Assert.Equal(
            "GLO,CR/004512/26,66,0.9412,P1,8Q,4A,1,1,1,0.8123,CR/102877/25;CR/108213/25;CR/000931/26,TRACKER;LOITER;WATCH;FOLLOW;REL_EX;ORDER;HIFREQ;UNWANTED;MULTI_CH;FEAR;LIFECHANGE",
            Lines("scores.csv")[1]);
    }

    [Fact]
    public async Task WriteAsync_AQueuedCrime_WritesReasonEvidenceAskAndDueDate()
    {
        var crime = Some.Crime("CR/7", Priority.P1, 0.75, due: "2026-07-14T16:00:00+00:00", narrative: "He waited\r\noutside, twice.")
            .WithHits(("LOITER", "waited\r\noutside", CrimeScreeningWorker.Screening.Indicators.Polarity.Affirmed), ("REPEAT", "twice", CrimeScreeningWorker.Screening.Indicators.Polarity.Affirmed));
        crime = crime with { Score = crime.Score with { Ask = ["Since when?", "Who saw it?"] } };

        await WriteAsync(folder, crime);

        Assert.Equal(
            "1,GLO,CR/7,8L,0.75,P1,8L,none,0,0,0,0.4,,LOITER;REPEAT,One sentence of why.,waited outside | twice,Since when? | Who saw it?,2026-07-14T17:00:00+01:00",
            Lines("triage.csv")[1]);
    }

    [Fact]
    public async Task WriteAsync_ASuggestion_WritesActionBasisAndQuotes()
    {
        await WriteAsync(folder, SomeMorning.BreachByExPartner());

        Assert.StartsWith(
            "GLO,CR/004512/26,add_included,66,8Q,4A,\"A breach by contact, approach or watching, with another occasion: add stalking and never drop the breach (R5).",
            Lines("suggestions.csv")[1], StringComparison.Ordinal);
        Assert.EndsWith(
            ",strong,CR/102877/25;CR/108213/25;CR/000931/26,found a tracker under the rear arch | sat in his car outside her home | looking up at the bedroom window | drove behind her",
            Lines("suggestions.csv")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_BelowTheThreshold_IsInScoresOnly()
    {
        await WriteAsync(folder, Some.Crime(priority: Priority.None, due: null, probability: 0.00004));

        Assert.Equal("GLO,CR/1,8L,0,none,8L,none,0,0,0,0.4,,", Lines("scores.csv")[1]);
        Assert.Single(Lines("triage.csv"));
    }

    [Fact]
    public async Task WriteAsync_RejectedRecord_NamesTheFieldAndCutsTheRawRow()
    {
        var raw = new string('x', 499) + "😀" + new string('y', 100);

        await WriteAsync(
            folder, [],
            [new RejectedRecord("night.csv", 17, null, "recorded_at", "is not a timestamp with an offset", raw), new RejectedRecord("night.csv", 18, "CR/2", "narrative", "narrative is empty", "a\0b\nc")]);

        Assert.Equal($"night.csv,17,,recorded_at: is not a timestamp with an offset,{new string('x', 499)}", Lines("quarantine.csv")[1]);
        Assert.EndsWith("night.csv,18,CR/2,narrative is empty,\"a\uFFFDb\nc\"\n", Read("quarantine.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Files_AreUtf8WithoutMarkAndWithLineFeeds()
    {
        await WriteAsync(folder, Some.Crime("CR/ÿ"), Some.Crime("CR/2"));

        foreach (var file in SixFiles)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, file));
            Assert.NotEqual(0xEF, bytes[0]);
            Assert.DoesNotContain((byte)'\r', bytes);
            Assert.Equal((byte)'\n', bytes[^1]);
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
    }

    [Fact]
    public async Task WriteAsync_Run_WritesFlatSnakeCaseJson()
    {
        await WriteAsync(folder);

        using var json = JsonDocument.Parse(Read("run.json"));
        Assert.Equal(
            "run_id started_at finished_at source store rule_book_version model_version read new changed unchanged quarantined in_scope history_only rescored queued late",
            string.Join(' ', json.RootElement.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("2026-01-14T03:14:00.000+00:00", json.RootElement.GetProperty("finished_at").GetString());
        Assert.Equal(145, json.RootElement.GetProperty("read").GetInt64());
        Assert.Equal(2, json.RootElement.GetProperty("quarantined").GetInt64());
    }

    [Fact]
    public async Task WriteAsync_FolderUnderAFile_SaysSoInOneSentence()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");

        var refused = await Assert.ThrowsAsync<OutputException>(() => WriteAsync(Path.Combine(file, "out"), Some.Crime()));

        Assert.StartsWith($"The output folder '{Path.Combine(file, "out")}' cannot be written: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FolderInThePlaceOfAFile_ChangesNothing()
    {
        await WriteAsync(folder, Some.Crime("CR/OLD"));
        File.Delete(Path.Combine(folder, "run.json"));
        Directory.CreateDirectory(Path.Combine(folder, "run.json"));

        await Assert.ThrowsAsync<OutputException>(() => WriteAsync(folder, Some.Crime("CR/NEW")));

        Assert.Contains("CR/OLD", Read("scores.csv"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp"));
    }

    [Fact]
    public async Task WriteAsync_DiskFull_SaysSoAndLeavesTheOldFiles()
    {
        if (!File.Exists("/dev/full")) return; // Only Linux has a device that is always full.
        await WriteAsync(folder, Some.Crime("CR/OLD"));
        var before = Read("scores.csv");
        File.CreateSymbolicLink(Path.Combine(folder, "scores.csv.tmp"), "/dev/full");

        var refused = await Assert.ThrowsAsync<OutputException>(() => WriteAsync(folder, Some.Crime("CR/NEW")));

        Assert.Equal($"The disk that holds the output folder '{folder}' is full; no output file was written.", refused.Message);
        Assert.Equal(before, Read("scores.csv"));
        Assert.Equal(string.Join(' ', SixFiles), FilesOf(folder));
    }

    [Fact]
    public async Task WriteAsync_AnotherRunIsWriting_IsRefusedAndDoesNotTouchIt()
    {
        var theirs = Path.Combine(folder, "suggestions.csv.tmp");
        await using (var other = new FileStream(theirs, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            other.Write("half"u8);
            await other.FlushAsync();

            await Assert.ThrowsAsync<OutputException>(() => WriteAsync(folder, Some.Crime()));
        }

        Assert.Equal("suggestions.csv.tmp", FilesOf(folder));
        Assert.Equal("half", await File.ReadAllTextAsync(theirs));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("@SUM(1+1)*cmd")]
    [InlineData("\t=1+1")]
    public async Task WriteAsync_FormulaInEveryField_NoCellBeginsWithIt(string formula)
    {
        await WriteAsync(folder, [Some.CrimeWithEveryField(formula)], [new RejectedRecord(formula, 1, formula, formula, formula, formula)]);

        foreach (var file in SixFiles.Where(file => file.EndsWith(".csv", StringComparison.Ordinal)))
        {
            var row = Lines(file)[1];
            Assert.Contains("'" + formula, row, StringComparison.Ordinal);
            Assert.DoesNotContain("," + formula, ("," + row).Replace(",\"", ",", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesNoFile()
    {
        using var cancelled = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new OutputWriter(new TriageOptions()).WriteAsync(
            folder, Some.Run(), new SomeCrimes(Cancelling(cancelled)), Some.Stream<RejectedRecord>(), Some.Context, cancelled.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));

        static async IAsyncEnumerable<ScreenedCrime> Cancelling(
            CancellationTokenSource source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return Some.Crime();
            await source.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task WriteAsync_CrimesFailMidway_LeavesNoFile()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new OutputWriter(new TriageOptions()).WriteAsync(folder, Some.Run(), new SomeCrimes(Failing()), Some.Stream<RejectedRecord>(), Some.Context, CancellationToken.None));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));

        static async IAsyncEnumerable<ScreenedCrime> Failing()
        {
            await Task.Yield();
            yield return Some.Crime();
            throw new InvalidOperationException("The store went away.");
        }
    }

    [Fact]
    public async Task WriteAsync_Twice_GivesTheSameBytes()
    {
        await WriteAsync(folder, SomeMorning.Crimes);
        var first = string.Concat(SixFiles.Select(Read));

        await WriteAsync(folder, [.. SomeMorning.Crimes]);

        Assert.Equal(first, string.Concat(SixFiles.Select(Read)));
    }

    private static string FilesOf(string folder) =>
        string.Join(' ', Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private string Read(string file) => File.ReadAllText(Path.Combine(folder, file));

    private string[] Lines(string file) => Read(file).TrimEnd('\n').Split('\n');

    private static Task<TriageList> WriteAsync(string folder, params ScreenedCrime[] crimes) => WriteAsync(folder, crimes, []);

    private static Task<TriageList> WriteAsync(string folder, ScreenedCrime[] crimes, RejectedRecord[] quarantine) =>
        new OutputWriter(new TriageOptions()).WriteAsync(folder, Some.Run(), new SomeCrimes(Some.Stream(crimes)), Some.Stream(quarantine), Some.Context, CancellationToken.None);

    private sealed class SomeCrimes(IAsyncEnumerable<ScreenedCrime> crimes) : IScreenedCrimes
    {
        public IAsyncEnumerable<ScoredCrime> ReadAsync(CancellationToken cancellationToken) => crimes;

        public async Task<IReadOnlyList<ScreenedCrime>> ReadWholeAsync(IReadOnlyCollection<CrimeKey> keys, CancellationToken cancellationToken) =>
            await crimes.Where(crime => keys.Contains(crime.Crime.Key)).ToListAsync(cancellationToken);
    }
}
