namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The window over the stream: what is read and not framed yet.</summary>
internal sealed partial class RecordFramer
{
    private const int InitialBuffer = 1 << 18;
    private const int KeptOfLongLine = 4096;

    private byte[] buffer = new byte[InitialBuffer];
    private int start;
    private int end;
    private bool endOfFile;
    private bool cutShortReported;
    private long dropped;

    /// <summary>Skips a byte order mark; true for the marks of UTF-16 and UTF-32, which are not read.</summary>
    public async ValueTask<bool> StartsAsUtf16Async(CancellationToken cancellationToken)
    {
        while (end < 4 && !endOfFile) await FillAsync(cancellationToken);
        var head = buffer.AsSpan(0, end);
        if (head.StartsWith("\uFEFF"u8))
        {
            start += 3;
            Position += 3;
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ||
            head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);
    }

    // A line past the limit is not kept, only the head that quarantine shows.
    private void DropMiddle(int available)
    {
        if (available <= maxRecordBytes || available <= KeptOfLongLine) return;
        dropped += available - KeptOfLongLine;
        end = start + KeptOfLongLine;
        scan = KeptOfLongLine;
    }

    private bool IsCutShort => length is { } expected && Position + (end - start) + dropped < expected;

    /// <summary>Rows missing at the end of a file that shrank are said to be missing, even when the cut fell between two rows.</summary>
    private bool ReportCutShort()
    {
        if (!IsCutShort || cutShortReported) return false;
        cutShortReported = true;
        fault = FrameFault.CutShort;
        return Emit(0, 0);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (endOfFile) return;
        MakeRoom();
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += read;
        endOfFile = read == 0;
    }

    // Moving only when at least half of the buffer is behind, and doubling otherwise, copies each byte a bounded number of times.
    private void MakeRoom()
    {
        if (end < buffer.Length) return;
        var kept = end - start;
        var target = kept > buffer.Length / 2 ? new byte[buffer.Length * 2]
            : kept < InitialBuffer / 2 && buffer.Length > InitialBuffer * 16 ? new byte[InitialBuffer]
            : buffer;
        buffer.AsSpan(start, kept).CopyTo(target);
        buffer = target;
        start = 0;
        end = kept;
    }
}
