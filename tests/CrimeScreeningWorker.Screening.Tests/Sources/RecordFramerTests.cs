using System.Text;
using CrimeScreeningWorker.Screening.Sources;
using CsCheck;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

public sealed class RecordFramerTests
{
    // What breaks framing, what looks like rows, and bytes that are no text.
    private static readonly Gen<byte[]> Soup = Gen.OneOf<byte[]>(
        [.. "\""u8], [.. "\"\""u8], [.. ","u8], [.. ",\""u8], [.. "\","u8], [.. "\r"u8], [.. "\n"u8], [.. "\r\n"u8], [.. " "u8], [.. "a"u8],
        [.. "a,b,c\n"u8], [.. "a,\"b\nb\",c\n"u8], [.. "a\",\",\n"u8], [.. "é"u8], [0], [0xFF], [0xC3]).List[0, 40]
        .Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    [Fact]
    public async Task MoveNext_AnyBytes_AccountsForEveryLineOnce()
    {
        await Soup.SampleAsync(async soup =>
        {
            foreach (var limit in (int[])[5, 1000])
            {
                var frames = await FrameAsync(soup, soup.Length + 1, limit);

                Assert.Equal(PhysicalLines(soup), frames.SelectMany(frame => LinesOf(frame, limit)), StringComparer.Ordinal);
            }
        }, iter: 3000);
    }

    [Fact]
    public async Task MoveNext_StreamInPieces_FramesAsInOne()
    {
        await Soup.SampleAsync(async soup =>
        {
            var whole = await FrameAsync(soup, soup.Length + 1, 1000);
            foreach (var piece in (int[])[1, 2, 3])
                Assert.Equal(whole.Select(Shown), (await FrameAsync(soup, piece, 1000)).Select(Shown), StringComparer.Ordinal);
        }, iter: 1000);
    }

    [Fact]
    public async Task MoveNext_LineLongerThanTheLimit_IsNotKeptInMemory()
    {
        var line = new byte[50_000_000];
        line.AsSpan().Fill((byte)'x');
        line[^3] = (byte)'\n';
        var before = GC.GetAllocatedBytesForCurrentThread();

        var frames = await FrameAsync(line, 1 << 16, 100_000);

        Assert.Equal([(1L, FrameFault.TooLong), (2L, FrameFault.FieldCount)], frames.Select(frame => (frame.Line, frame.Fault)));
        Assert.InRange(frames[0].Bytes.Length, 1000, 5000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData("a\",\",\n")]
    [InlineData("a,b,\"c\n")]
    [InlineData("\"\n\"\"\n")]
    public async Task MoveNext_FileOfStrayQuotes_ReadsEachByteABoundedNumberOfTimes(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 300_000)));
        using var stream = new MemoryStream(bytes);
        var framer = new RecordFramer(stream, 1 << 16, bytes.Length) { ExpectedFields = 10_000 };

        var frames = 0;
        while (await framer.MoveNextAsync(CancellationToken.None)) frames++;

        Assert.True(frames > 10_000);
        Assert.Equal(bytes.Length, framer.Position);
        Assert.InRange(framer.BytesReread, 0, 5L * (bytes.Length + (1 << 16)));
    }

    private static async Task<List<FramedBytes>> FrameAsync(byte[] content, int piece, int limit)
    {
        using var stream = new PiecewiseStream(content, piece);
        var framer = new RecordFramer(stream, limit, content.Length) { ExpectedFields = 3 };
        var frames = new List<FramedBytes>();
        while (await framer.MoveNextAsync(CancellationToken.None))
            frames.Add(new FramedBytes(framer.Current.Line, framer.Current.Fault, framer.Bytes.ToArray()));
        Assert.Equal(content.Length, framer.Position);
        return frames;
    }

    private static string Shown(FramedBytes frame) => $"{frame.Line} {frame.Fault} {Convert.ToHexString(frame.Bytes)}";

    private static IEnumerable<string> LinesOf(FramedBytes frame, int limit)
    {
        if (frame.Fault == FrameFault.None) Assert.InRange(frame.Bytes.Length, 1, limit);

        // A blank line inside a quoted field belongs to its record, and is left out on both sides.
        foreach (var (number, line) in Split(frame.Bytes))
            if (!IsBlank(line)) yield return $"{frame.Line + number} {Convert.ToHexString(line)}";
    }

    private static IEnumerable<string> PhysicalLines(byte[] content) =>
        Split(content).Where(line => !IsBlank(line.Line)).Select(line => $"{line.Number + 1} {Convert.ToHexString(line.Line)}");

    private static bool IsBlank(byte[] line) => line.All(value => value is (byte)' ');

    private static IEnumerable<(int Number, byte[] Line)> Split(byte[] content)
    {
        var number = 0;
        var start = 0;
        for (var i = 0; i <= content.Length; i++)
        {
            if (i < content.Length && content[i] is not ((byte)'\r' or (byte)'\n')) continue;
            yield return (number++, content[start..i]);
            if (i + 1 < content.Length && content[i] == '\r' && content[i + 1] == '\n') i++;
            start = i + 1;
        }
    }

    private sealed record FramedBytes(long Line, FrameFault Fault, byte[] Bytes);

    /// <summary>Hands over a few bytes at a time, as a pipe or a network drive may.</summary>
    private sealed class PiecewiseStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
