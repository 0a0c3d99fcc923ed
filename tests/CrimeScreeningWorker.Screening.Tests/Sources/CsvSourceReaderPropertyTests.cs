using System.Text;
using CrimeScreeningWorker.Screening.Sources;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

public sealed class CsvSourceReaderPropertyTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "'", "=", " ", "\t", "\uFEFF", "é", "漢", "😀", "ש", "He waited", "GLO,CR/1/26,", "\\", "#")
        .List[0, 12].Select(string.Concat);

    [Fact]
    public async Task ReadAsync_RecordsWrittenByRfc4180_AreReadBackExactly()
    {
        var rows = Gen.Select(Text, Text, Gen.Bool, Gen.OneOf("\n", "\r\n")).List[1, 20];
        await rows.SampleAsync(async written =>
        {
            var text = new StringBuilder(ExtractFile.Header).Append(",district\n");
            for (var i = 0; i < written.Count; i++)
            {
                var (narrative, district, quoteAll, end) = written[i];
                string Field(string value) => quoteAll || value.AsSpan().ContainsAny("\",\r\n") ? ExtractFile.Quote(value) : value;
                text.Append(Field("GLO")).Append(",CR/").Append(i).Append("/26,2026-03-14T07:42:00Z,2026-03-14T07:42:00Z,8L,Harassment,")
                    .Append(Field("x" + narrative)).Append(',').Append(Field(district)).Append(end);
            }

            using var file = new ExtractFile(Encoding.UTF8.GetBytes(text.ToString()));
            var content = await file.ReadAsync(new SourceOptions { BatchRows = 7 });

            Assert.Empty(content.Rejected);
            Assert.Equal(written.Select(row => "x" + row.Item1), content.Records.Select(record => record.Crime.Narrative), StringComparer.Ordinal);
            Assert.Equal(
                written.Select(row => row.Item2.Trim() is { Length: > 0 } district ? district : null),
                content.Records.Select(record => record.Crime.District), StringComparer.Ordinal);
            Assert.Equal(Enumerable.Range(0, written.Count).Select(number => $"CR/{number}/26"), content.References, StringComparer.Ordinal);
        }, iter: 300);
    }

    [Fact]
    public async Task ReadAsync_AnyBytesAfterTheHeader_NeverStopTheRun()
    {
        var soup = Gen.Frequency(
            (1, Gen.Byte.Array[0, 40]),
            (2, Text.Select(Encoding.UTF8.GetBytes)),
            (2, Gen.Int[1, 99].Select(number => Encoding.UTF8.GetBytes("\n" + ExtractFile.Row(number) + "\n")))).List[0, 20]
            .Select(pieces => pieces.SelectMany(piece => piece).ToArray());
        await soup.SampleAsync(async bytes =>
        {
            using var file = new ExtractFile([.. Encoding.UTF8.GetBytes(ExtractFile.Header + "\n"), .. bytes]);
            using var stream = File.OpenRead(file.Path);
            var framer = new RecordFramer(stream, 1 << 20, stream.Length) { ExpectedFields = 7 };
            var frames = new List<long>();
            while (await framer.MoveNextAsync(CancellationToken.None)) frames.Add(framer.Current.Line);

            var content = await file.ReadAsync(new SourceOptions { BatchRows = 5 });

            // The first frame is the header.
            Assert.Equal(
                frames.Skip(1), content.Records.Select(record => record.Line).Concat(content.Rejected.Select(row => row.Line)).Order());
            Assert.DoesNotContain(content.Rejected, row => row.Reason.Contains("told apart", StringComparison.Ordinal));
        }, iter: 300);
    }

    [Fact]
    public async Task ReadAsync_AnyBytes_FailOnlyAsASource()
    {
        var soup = Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Text.Select(text => Encoding.UTF8.GetBytes(ExtractFile.Header.Replace("crime", text, StringComparison.Ordinal))));
        await soup.SampleAsync(async bytes =>
        {
            using var file = new ExtractFile(bytes);
            try
            {
                await file.ReadAsync();
            }
            catch (SourceException exception)
            {
                Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
            }
        }, iter: 300);
    }
}
