using System.Text;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Suggestions;
using CrimeScreeningWorker.Screening.Tests.Facts;
using CrimeScreeningWorker.Screening.Tests.Sources;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Fuzz;

/// <summary>
/// All that comes from outside, spoilt: no reader throws anything but what it declares, none goes on without end or takes memory without bound, and the
/// reader of extracts loses no row. Thousands of inputs with every change, more than a million by <c>bash tests/run.sh --long</c>.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fuzz-");

    [Fact]
    public void ReadAsync_SpoiltExtracts_LoseNoRow()
    {
        var narratives = TextModel.Corpus.Examples.Take(40).Select(example => example.Narrative).ToList();
        var mutations = new Mutations(
            1,
            [.. narratives.Select((narrative, i) => Encoding.UTF8.GetBytes($"{ExtractFile.Row(i, narrative)}\n{ExtractFile.Row(i + 100)}\n{ExtractFile.Row(i + 200)}\n"))]);
        var header = Encoding.UTF8.GetBytes(ExtractFile.Header + "\n");
        var path = Path.Combine(folder.FullName, "extract.csv");

        FuzzCount.Try("crime extracts", 1_500, 150_000, 64 * Megabyte, number =>
        {
            byte[] bytes = [.. header, .. mutations.Of(number)];
            File.WriteAllBytes(path, bytes);
            var frames = new List<long>();
            using (var stream = new MemoryStream(bytes))
            {
                var framer = new RecordFramer(stream, 1 << 20, stream.Length) { ExpectedFields = 7 };
                while (framer.MoveNextAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult()) frames.Add(framer.Current.Line);
            }

            using var reader = new CsvSourceReader(path, new SourceOptions { BatchRows = 2 }, ExtractFile.Clock);
            reader.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
            var lines = reader.ReadAsync(CancellationToken.None).ToBlockingEnumerable()
                .SelectMany(batch => batch.Records.Select(record => record.Line).Concat(batch.Rejected.Select(row => row.Line))).ToList();

            // The first frame is the header; every other one is a record or says why it is none.
            Assert.Equal(frames.Skip(1), lines.Order());
        });
    }

    [Fact]
    public void ReadAsync_SpoiltHeaders_FailOnlyAsASource()
    {
        var mutations = new Mutations(2, [Encoding.UTF8.GetBytes(ExtractFile.Header + "\n" + ExtractFile.Row(1) + "\n")]);
        var path = Path.Combine(folder.FullName, "header.csv");

        FuzzCount.Try("headers of extracts", 500, 30_000, 64 * Megabyte, number =>
        {
            File.WriteAllBytes(path, mutations.Of(number));
            using var reader = new CsvSourceReader(path, new SourceOptions(), ExtractFile.Clock);
            Refusing<SourceException>(() =>
            {
                reader.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
                foreach (var batch in reader.ReadAsync(CancellationToken.None).ToBlockingEnumerable()) Assert.NotNull(batch.Records);
            });
        });
    }

    [Fact]
    public void ReadAsync_SpoiltSheetsOfLabels_AccountForEveryRow()
    {
        const string sheet = "crime_reference,force_code,stalking,by,at,reason\nCR/1/26,GLO,yes,Dee,2026-03-01,pattern\nCR/2/26,GLO,no,Dee,01/03/2026,single\nCR/3/26,GLO,unsure,Eve,2026-03-02T10:00:00Z,\n";
        var mutations = new Mutations(3, [Encoding.UTF8.GetBytes(sheet), Encoding.UTF8.GetBytes(sheet.Replace(',', ';')), Encoding.UTF8.GetBytes("\uFEFF" + sheet.Replace("\n", "\r\n", StringComparison.Ordinal))]);
        var path = Path.Combine(folder.FullName, "labels.csv");
        var now = new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

        FuzzCount.Try("sheets of labels", 1_000, 100_000, 64 * Megabyte, number =>
        {
            File.WriteAllBytes(path, mutations.Of(number));
            Refusing<SourceException>(() =>
            {
                var read = LabelSheet.ReadAsync(path, new SheetDefaults("GLO", "Dee"), now, CancellationToken.None).GetAwaiter().GetResult();
                Assert.Equal(read.Rows, read.Labels.Count + read.Faults.Select(fault => fault.Line).Distinct().Count());
            });
        });
    }

    [Fact]
    public void Read_SpoiltNarratives_EverySpanLiesInTheText()
    {
        var mutations = new Mutations(4, [.. TextModel.Corpus.Examples.Select(example => Encoding.UTF8.GetBytes(example.Narrative))]);
        var (extractor, model, tokens, scratch) = (new IdentifierExtractor(new LinkageOptions()), TextModelFolder.Load(Path.Combine(AppContext.BaseDirectory, "models", "text-model", "2026-11-22")).Model, new TokenBuffer(), new FeatureScratch());

        // Both are made when they are first asked for, which is no input's doing.
        Assert.Equal(0, model.Score(tokens, scratch) - model.Score(tokens, scratch));
        Assert.Empty(SomeFacts.Read(""));

        FuzzCount.Try("narratives", 3_000, 700_000, 256 * Megabyte, number =>
        {
            // As a reader of extracts would hand it on: whatever is no UTF-8 is a replacement character.
            var text = Encoding.UTF8.GetString(mutations.Of(number));
            NarrativeTokenizer.Tokenize(text, tokens);
            var (hits, facts) = SomeFacts.Book.Read(SomeFacts.CrimeOf(text), tokens);
            var spans = hits.Select(hit => hit.Span).OfType<TextSpan>().Concat(facts.Select(fact => fact.Span));
            Assert.All(spans, span => Assert.True(span.Start >= 0 && span.Length > 0 && span.Start + span.Length <= text.Length, $"{span} of {text.Length}"));
            Assert.True(double.IsFinite(model.Score(tokens, scratch)));
            Assert.All(extractor.ExtractAll(text), identifier => Assert.NotEqual("", identifier.ToString()));
        });
    }

    [Fact]
    public void Parse_SpoiltBooks_SayWhatIsWrongOrAreBooks()
    {
        var rules = Some(SomeFacts.PathOf("rule-book.yaml"), "  - code:", 3);
        var facts = Some(SomeFacts.PathOf("facts.yaml"), "  - ", 4);
        var (ruleBooks, factBooks) = (new Mutations(5, rules), new Mutations(6, facts));

        FuzzCount.Try("rule books and fact books", 300, 20_000, 256 * Megabyte, number =>
        {
            Refusing<RuleBookException>(() => RuleBook.Parse(Encoding.UTF8.GetString(ruleBooks.Of(number)), "rules.yaml"));
            Refusing<RuleBookException>(() => FactBook.Parse(Encoding.UTF8.GetString(factBooks.Of(number)), "facts.yaml", SmallBook));
        });
    }

    [Fact]
    public void Load_SpoiltRecordingRules_SayWhatIsWrongOrAreRules()
    {
        var mutations = new Mutations(7, [File.ReadAllBytes(SomeFacts.PathOf("recording-rules.yaml"))]);
        var path = Path.Combine(folder.FullName, "recording-rules.yaml");

        FuzzCount.Try("recording rules", 300, 20_000, 256 * Megabyte, number =>
        {
            File.WriteAllBytes(path, mutations.Of(number));
            Refusing<RuleBookException>(() => RecordingRules.Load(path));
        });
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("[{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Parse_ABookOfNothingButLevels_IsRefusedAndEndsNoProcess(string level)
    {
        // Twice as deep as what filled the stack of a thread when nothing counted.
        var yaml = "format: 1\nindicators: " + (level.StartsWith('-') || level.StartsWith('?') ? "\n " : "") + string.Concat(Enumerable.Repeat(level, 80_000));
        var path = Path.Combine(folder.FullName, "recording-rules.yaml");
        File.WriteAllText(path, yaml.Replace("indicators", "rules", StringComparison.Ordinal));

        var books = new[]
        {
            Assert.Throws<RuleBookException>(() => RuleBook.Parse(yaml, "deep.yaml")),
            Assert.Throws<RuleBookException>(() => FactBook.Parse(yaml, "deep.yaml", SmallBook)),
        };
        var rules = Assert.Throws<RuleBookException>(() => RecordingRules.Load(path));

        Assert.All(books, refused => Assert.Contains("more than 64 levels", refused.Message, StringComparison.Ordinal));
        // Its reader knows what is to come and may have stopped before.
        Assert.StartsWith("recording-rules.yaml, line ", rules.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static RuleBook SmallBook { get; } = RuleBook.Parse(Indicators.Some.Yaml("[followed]"), "small.yaml");

    // The head of a book with a few of its entries: small, so that many are tried, and with all that the format knows somewhere.
    private static List<byte[]> Some(string path, string entry, int entries)
    {
        var parts = File.ReadAllText(path).Split("\n" + entry);
        return
        [
            .. Enumerable.Range(0, 20).Select(start => Encoding.UTF8.GetBytes(string.Join(
                "\n" + entry, parts.Take(1).Concat(parts.Skip(1 + start * entries % (parts.Length - 1)).Take(entries))))),
            Encoding.UTF8.GetBytes(Indicators.Some.Yaml("[followed, sat outside (0,3) place]", "examples: { hits: [followed], misses: [left] }")),
        ];
    }

    /// <summary>Reading may end in the one exception that is declared; it says something.</summary>
    private static void Refusing<T>(Action read) where T : Exception
    {
        try
        {
            read();
        }
        catch (T refused)
        {
            Assert.NotEqual("", refused.Message);
        }
    }
}
