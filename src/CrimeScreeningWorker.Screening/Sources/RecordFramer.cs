namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>What is wrong with a frame as a whole.</summary>
internal enum FrameFault
{
    None,
    TextAfterQuote,
    UnclosedQuote,
    TooLong,
    FieldCount,
    CutShort,
}

/// <summary>Where a frame stands and whether it is a record.</summary>
/// <param name="Line">1-based physical line on which it starts.</param>
/// <param name="Fields">Fields found; meant for <see cref="FrameFault.FieldCount"/>.</param>
internal readonly record struct Frame(long Line, int Fields, FrameFault Fault);

/// <summary>
/// Cuts a stream of RFC 4180 bytes into records and finds its way again after broken quoting, which a CSV parser alone cannot:
/// to the parser everything after a stray quote is one field.
/// </summary>
/// <remarks>
/// <para>A frame is a well-formed record, or, where a record is broken, its first physical line alone. The lines after that one
/// are still buffered and are framed again, so a stray quote costs its own line and nothing is lost.</para>
/// <para>A line break (CR, LF or CR LF) ends a record unless quoted; a quote opens a field only as its first byte and is text
/// later in an unquoted field. Bytes above 0x7F never matter to the structure of UTF-8, so none is decoded here.</para>
/// <para>Cost: a broken record is read again from its second line. The bytes read again are counted, and once they are
/// <see cref="RereadFactor"/> times the bytes consumed, a quoted field must close on its own line until the balance is restored.
/// However many stray quotes a file holds, its bytes are looked at a bounded number of times.</para>
/// <para>A well-formed record is never cut up because its text looks like rows: whoever can write into a narrative could
/// then forge a crime.</para>
/// </remarks>
internal sealed partial class RecordFramer(Stream stream, int maxRecordBytes, long? length)
{
    private const int RereadFactor = 4;

    private long nextLine = 1;

    // The record being scanned; offsets count from start.
    private ScanState state;
    private int scan;
    private int fields = 1;
    private int firstLine = -1;
    private int firstLineBreak;
    private long innerLines;
    private FrameFault fault;
    private int frameLength;
    private int consumed;

    private enum ScanState
    {
        FieldStart,
        Unquoted,
        Quoted,
        AfterQuote,
        SeekLineEnd,
        Emitted,
    }

    /// <summary>Fields a record must have; 0 while the header, which says so, is not read.</summary>
    public int ExpectedFields { get; set; }

    /// <summary>Bytes of the stream behind the current frame.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes looked at again because a record was broken: at most five times those consumed and the record limit together.</summary>
    public long BytesReread { get; private set; }

    public Frame Current { get; private set; }

    /// <summary>The current frame without its line break; the head of it where the line was too long. Valid until the next one.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(start, frameLength);

    /// <summary>Moves to the next frame that is not blank; false at the end.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (state == ScanState.Emitted) Next();
        while (true)
        {
            if (TryFrame()) return true;
            if (endOfFile && start == end && dropped == 0) return ReportCutShort();
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>True once a frame stands in <see cref="Current"/>; false when more bytes are needed, or there are none.</summary>
    private bool TryFrame()
    {
        while (true)
        {
            var data = buffer.AsSpan(start, end - start);
            if (data.IsEmpty && endOfFile && dropped == 0) return false;
            switch (state)
            {
                case ScanState.FieldStart:
                    if (scan == data.Length) goto default;
                    state = data[scan] == (byte)'"' ? ScanState.Quoted : ScanState.Unquoted;
                    if (state == ScanState.Quoted) scan++;
                    continue;

                case ScanState.Unquoted:
                    if (!Seek(data, data[scan..].IndexOfAny((byte)',', (byte)'\r', (byte)'\n'))) goto default;
                    if (data[scan] == (byte)',')
                    {
                        NextField();
                        continue;
                    }

                    if (!TryLineBreak(data, out var width)) return NeedsMore();
                    if (EndRecord(data, width)) return true;
                    continue;

                case ScanState.Quoted:
                    if (!Seek(data, data[scan..].IndexOfAny((byte)'"', (byte)'\r', (byte)'\n'))) goto default;
                    if (data[scan] == (byte)'"')
                    {
                        scan++;
                        state = ScanState.AfterQuote;
                        continue;
                    }

                    if (!TryLineBreak(data, out width)) return NeedsMore();
                    EndLine(width);
                    if (ExpectedFields > 0 && fields > ExpectedFields) Break(FrameFault.FieldCount);
                    else if (scan > maxRecordBytes) Break(FrameFault.TooLong);
                    else if (BytesReread > RereadFactor * (Position + maxRecordBytes)) Break(FrameFault.UnclosedQuote);
                    continue;

                case ScanState.AfterQuote:
                    if (scan == data.Length) goto default;
                    switch (data[scan])
                    {
                        case (byte)'"':
                            scan++;
                            state = ScanState.Quoted;
                            continue;
                        case (byte)',':
                            NextField();
                            continue;
                        case (byte)'\r' or (byte)'\n':
                            state = ScanState.Unquoted;
                            continue;
                        default:
                            Break(FrameFault.TextAfterQuote);
                            continue;
                    }

                case ScanState.SeekLineEnd:
                    if (firstLine >= 0) return Emit(firstLine, firstLineBreak);
                    if (Seek(data, data[scan..].IndexOfAny((byte)'\r', (byte)'\n')))
                        return TryLineBreak(data, out width) ? Emit(scan, width) : NeedsMore();
                    if (endOfFile) return Emit(scan, 0);
                    DropMiddle(data.Length);
                    return false;

                default:
                    // The bytes are used up inside a field.
                    if (!endOfFile) return NeedsMore();
                    if (state == ScanState.Quoted) Break(IsCutShort ? FrameFault.CutShort : FrameFault.UnclosedQuote);
                    else if (EndRecord(data, 0)) return true;
                    continue;
            }
        }
    }

    private bool Seek(ReadOnlySpan<byte> data, int index)
    {
        scan = index < 0 ? data.Length : scan + index;
        return index >= 0;
    }

    private void NextField()
    {
        fields++;
        scan++;
        state = ScanState.FieldStart;
    }

    private bool NeedsMore()
    {
        if (scan > maxRecordBytes && state != ScanState.SeekLineEnd) Break(FrameFault.TooLong);

        // A record given up while its first line is known needs no more bytes.
        return state == ScanState.SeekLineEnd && firstLine >= 0 && Emit(firstLine, firstLineBreak);
    }

    /// <summary>Width of the line break at <see cref="scan"/>; false when a CR stands last and an LF may follow.</summary>
    private bool TryLineBreak(ReadOnlySpan<byte> data, out int width)
    {
        width = 1;
        if (data[scan] == (byte)'\n') return true;
        if (scan + 1 == data.Length) return endOfFile;
        if (data[scan + 1] == (byte)'\n') width = 2;
        return true;
    }

    /// <summary>A line break inside quotes.</summary>
    private void EndLine(int width)
    {
        if (firstLine < 0)
        {
            firstLine = scan;
            firstLineBreak = width;
        }

        scan += width;
        innerLines++;
    }

    /// <summary>A record that ends at <see cref="scan"/> in good order; false when there is no frame yet.</summary>
    private bool EndRecord(ReadOnlySpan<byte> data, int width)
    {
        var recordLength = scan;
        if (firstLine < 0 && fields == 1 && data[..recordLength].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
        {
            consumed = recordLength + width;
            Position += consumed;
            nextLine++;
            Next();
            return false;
        }

        var found = width == 0 && IsCutShort ? FrameFault.CutShort
            : recordLength > maxRecordBytes ? FrameFault.TooLong
            : ExpectedFields > 0 && fields != ExpectedFields ? FrameFault.FieldCount
            : FrameFault.None;
        if (found == FrameFault.None) return Emit(recordLength, width);
        if (firstLine < 0)
        {
            firstLine = recordLength;
            firstLineBreak = width;
        }

        Break(found);
        return false;
    }

    private void Break(FrameFault found)
    {
        fault = found;
        if (found == FrameFault.CutShort) cutShortReported = true;
        if (firstLine >= 0) BytesReread += scan - firstLine;
        state = ScanState.SeekLineEnd;
    }

    private bool Emit(int contentLength, int width)
    {
        Current = new Frame(nextLine, fields, fault);
        nextLine += 1 + (fault == FrameFault.None ? innerLines : 0);
        frameLength = dropped > 0 ? Math.Min(contentLength, KeptOfLongLine) : contentLength;
        consumed = contentLength + width;
        Position += consumed + dropped;
        state = ScanState.Emitted;
        return true;
    }

    private void Next()
    {
        start += consumed;
        consumed = 0;
        dropped = 0;
        scan = 0;
        fields = 1;
        innerLines = 0;
        firstLine = -1;
        fault = FrameFault.None;
        state = ScanState.FieldStart;
    }
}
