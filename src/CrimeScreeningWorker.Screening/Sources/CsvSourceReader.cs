using System.Runtime.CompilerServices;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Reads the CSV crime extract (<c>docs/crime-extract.md</c>) as a stream; a file of any size needs the memory of a batch.</summary>
/// <remarks>
/// The file is opened once, in <see cref="OpenAsync"/>, and that open file is read to its end, whatever happens to its name:
/// one that is replaced meanwhile is picked up by the next run. One that becomes shorter ends in a rejected row that says so.
/// </remarks>
public sealed class CsvSourceReader(string path, SourceOptions options, TimeProvider clock) : ISourceReader
{
    private const string WholeRow = "row";

    private readonly CrimeRowValidator validator = new(options, clock);
    private FileStream? file;
    private RecordFramer? framer;
    private CsvHeader? header;

    /// <inheritdoc/>
    public string Name { get; } = Path.GetFileName(path);

    /// <summary>Bytes of the file when it was opened; null before, and where there is no telling (a pipe).</summary>
    public long? Length { get; private set; }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Dispose();
        file = Open();
        var opened = false;
        try
        {
            Length = file.CanSeek ? file.Length : null;
            framer = new RecordFramer(file, options.MaxRecordBytes, Length);
            header = await ReadHeaderAsync(framer, cancellationToken);
            framer.ExpectedFields = header.Count;
            opened = true;
        }
        catch (IOException exception)
        {
            throw new SourceException($"{Name} cannot be read: {exception.Message}", exception);
        }
        finally
        {
            if (!opened) Dispose();
        }
    }

    /// <summary>Batches in the order of the file. The file is closed at the end; reading again opens it anew.</summary>
    /// <exception cref="SourceException">As for <see cref="OpenAsync"/>, or the file can no longer be read.</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (framer is null) await OpenAsync(cancellationToken);
        try
        {
            var rows = new CsvRows(header!.Count);
            while (true)
            {
                var rejected = new List<RejectedRecord>();
                var more = await CollectAsync(rows, rejected, cancellationToken);
                if (rows.Count + rejected.Count > 0) yield return Batch(rows, rejected);
                if (!more) yield break;
                rows.Clear();
            }
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        file?.Dispose();
        file = null;
        framer = null;
    }

    private FileStream Open()
    {
        try
        {
            // Delete is shared, so that the next extract can be moved into place; writing is not: an extract is read when it is whole.
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
                BufferSize = 0,
            });
        }
        catch (FileNotFoundException exception)
        {
            throw new SourceException($"{path} does not exist.", exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new SourceException($"{path} does not exist.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            var problem = Directory.Exists(path) ? "is a folder; the name of a CSV file was expected" : "may not be read by this user";
            throw new SourceException($"{path} {problem}.", exception);
        }
        catch (IOException exception)
        {
            throw new SourceException($"{path} cannot be opened: {exception.Message}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new SourceException("The name of the CSV file is empty or holds a character that no file name has.", exception);
        }
    }

    private async ValueTask<CsvHeader> ReadHeaderAsync(RecordFramer frames, CancellationToken cancellationToken)
    {
        if (await frames.StartsAsUtf16Async(cancellationToken))
            throw new SourceException($"{Name} is UTF-16 or UTF-32 text; save it as UTF-8.");
        if (!await frames.MoveNextAsync(cancellationToken))
            throw new SourceException($"{Name} is empty: a header was expected.");
        return frames.Current.Fault == FrameFault.None
            ? CsvHeader.Read(Name, frames.Bytes)
            : throw new SourceException($"{Name} has a header that cannot be read: {Reason(frames.Current)}.");
    }

    /// <summary>Gathers a batch; false at the end of the file.</summary>
    private async ValueTask<bool> CollectAsync(CsvRows rows, List<RejectedRecord> rejected, CancellationToken cancellationToken)
    {
        try
        {
            while (rows.Count + rejected.Count < options.BatchRows && rows.Bytes < options.BatchBytes)
            {
                if (!await framer!.MoveNextAsync(cancellationToken)) return false;
                var frame = framer.Current;
                if (frame.Fault == FrameFault.None) rows.Add(frame.Line, framer.Bytes);
                else rejected.Add(new RejectedRecord(Name, frame.Line, null, WholeRow, Reason(frame), CsvRows.Excerpt(framer.Bytes)));
            }

            return true;
        }
        catch (IOException exception)
        {
            throw new SourceException($"{Name} can no longer be read after {framer!.Position} bytes: {exception.Message}", exception);
        }
    }

    private SourceBatch Batch(CsvRows rows, List<RejectedRecord> rejected)
    {
        var records = new List<SourceRecord>(rows.Count);
        CsvReader? current = null;
        string? Value(CrimeColumn column) => header!.PositionOf(column) is >= 0 and var position ? current!.GetString(position) : null;
        var value = Value;

        foreach (var (row, fields) in rows.Split())
        {
            var bytes = rows.BytesOf(row);
            string? reference = null;
            var fault = new RowFault(WholeRow, "its fields cannot be told apart");
            if (fields is not null)
            {
                current = fields;
                if (CsvRows.IsText(bytes))
                {
                    if (validator.TryRead(value, row.Line, out var record, out fault))
                    {
                        records.Add(record);
                        continue;
                    }

                    reference = CrimeRowValidator.ReferenceOrNull(value);
                }
                else
                {
                    fault = NotText(fields);
                    if (header!.PositionOf(CrimeColumn.CrimeReference) is var position && CsvRows.IsText(fields.GetSpan(position)))
                        reference = CrimeRowValidator.ReferenceOrNull(value);
                }
            }

            rejected.Add(new RejectedRecord(Name, row.Line, reference, fault.Field, fault.Reason, CsvRows.Excerpt(bytes)));
        }

        rejected.Sort((left, right) => left.Line.CompareTo(right.Line));
        return new SourceBatch(records, rejected, framer!.Position);
    }

    private RowFault NotText(CsvReader fields)
    {
        for (var i = 0; i < fields.FieldCount; i++)
        {
            var field = fields.GetSpan(i);
            if (CsvRows.IsText(field)) continue;
            var name = header!.NameOf(i);
            return new RowFault(name, field.Contains((byte)0) ? $"{name} holds a NUL character" : $"{name} holds bytes that are not UTF-8");
        }

        return new RowFault(WholeRow, "the row holds bytes that are not UTF-8");
    }

    private string Reason(Frame frame) => frame.Fault switch
    {
        FrameFault.TextAfterQuote => "broken quoting: text after a closing quote; quotes inside a field must be doubled",
        FrameFault.UnclosedQuote => "broken quoting: a quote is opened and never closed",
        FrameFault.TooLong => $"the row is longer than {options.MaxRecordBytes} bytes; a quote may be left open",
        FrameFault.FieldCount => $"{framer!.ExpectedFields} fields were expected, {frame.Fields} found",
        FrameFault.CutShort => "the file became shorter while it was read; what follows here is missing",
        _ => throw new ArgumentOutOfRangeException(nameof(frame), frame.Fault, "A sound frame has no reason."),
    };
}
