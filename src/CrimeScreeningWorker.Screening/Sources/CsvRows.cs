using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The framed records of one batch, in one block of memory that CsvHelper splits into fields.</summary>
/// <remarks>One CsvHelper reader a batch. A record is matched to its frame by its byte offset, so that a line number never slips.</remarks>
internal sealed class CsvRows(int expectedFields)
{
    private const int Initial = 1 << 18;

    // Field values never stand in an exception. The separator is given, because by default it is guessed from the content.
    private static readonly CsvReaderOptions Rfc4180 = new()
    {
        Separator = ',',
        HasHeader = false,
        DetectSeparatorHint = false,
        IncludeValuesInExceptions = false,
    };

    private readonly List<Row> rows = [];
    private byte[] bytes = new byte[Initial];
    private int length;

    /// <summary>Where a record stands in the block.</summary>
    internal readonly record struct Row(long Line, int Offset, int Length);

    public int Count => rows.Count;

    public int Bytes => length;

    public void Add(long line, ReadOnlySpan<byte> record)
    {
        // The block starts with an empty line, which is skipped: a mark such as FF FE at its very start would change the encoding.
        var needed = Math.Max(length, 1) + record.Length + 1;
        if (needed > bytes.Length) Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
        if (length == 0) bytes[length++] = (byte)'\n';
        record.CopyTo(bytes.AsSpan(length));
        rows.Add(new Row(line, length, record.Length));
        length += record.Length;
        bytes[length++] = (byte)'\n';
    }

    /// <summary>Each row with a reader that stands on it, or null where its fields could not be told apart.</summary>
    public IEnumerable<(Row Row, CsvReader? Fields)> Split()
    {
        if (rows.Count == 0) yield break;
        using var fields = CsvReader.Create(bytes.AsMemory(0, length), Rfc4180);
        var more = fields.Read();
        foreach (var row in rows)
        {
            while (more && fields.ByteOffset < row.Offset) more = fields.Read();
            var matches = more && fields.ByteOffset == row.Offset &&
                (expectedFields == 0 || fields.FieldCount == expectedFields);
            yield return (row, matches ? fields : null);
        }
    }

    public ReadOnlySpan<byte> BytesOf(Row row) => bytes.AsSpan(row.Offset, row.Length);

    /// <summary>False where a byte is not UTF-8 or is NUL, which no text holds.</summary>
    public static bool IsText(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && !text.Contains((byte)0);

    /// <summary>At most 500 characters of a row, as it stood but for bytes that are not UTF-8.</summary>
    public static string Excerpt(ReadOnlySpan<byte> row)
    {
        const int longest = 500;
        var text = Encoding.UTF8.GetString(row[..Math.Min(row.Length, longest * 4)]);
        if (text.Length <= longest) return text;
        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }

    public void Clear()
    {
        rows.Clear();
        length = 0;

        // A batch with one huge narrative must not keep its block for the rest of the run.
        if (bytes.Length > 64 * Initial) bytes = new byte[Initial];
    }
}
