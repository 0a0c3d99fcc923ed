using System.Text;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Rows of a view as they come: each becomes a record, or one that is set aside with what is wrong with it.</summary>
internal sealed class PageRows(string source, CrimeView columns, CrimeRowValidator validator)
{
    private const int LongestExcerpt = 500;

    private readonly List<SourceRecord> records = [];
    private readonly List<RejectedRecord> rejected = [];
    private string?[]? last;

    public SourceBatch Batch => new(records, rejected, Position: null);

    public void Clear()
    {
        records.Clear();
        rejected.Clear();
        last = null;
    }

    /// <param name="fields">In the order of the view's statement; read before the call returns.</param>
    /// <returns>About how many bytes the row takes.</returns>
    public int Add(string?[] fields)
    {
        last = fields;
        var value = (CrimeColumn column) => Value(fields, column);
        if (validator.TryRead(value, line: 0, out var record, out var fault)) records.Add(record);
        else rejected.Add(new RejectedRecord(source, 0, CrimeRowValidator.ReferenceOrNull(value), fault.Field, fault.Reason, Excerpt(fields)));
        return sizeof(char) * (record?.Crime.Narrative.Length ?? 0);
    }

    /// <summary>What the last row has in these columns; null when there was no row.</summary>
    public string[]? LastPlace(IEnumerable<CrimeColumn> place) => last is { } row ? [.. place.Select(column => Value(row, column)!)] : null;

    private string? Value(string?[] fields, CrimeColumn column) => columns.PositionOf(column) is >= 0 and var position ? fields[position] : null;

    // What a file's line is in the quarantine of a file: the fields in the contract's order, an unknown one left out.
    private string Excerpt(string?[] fields)
    {
        var text = new StringBuilder();
        foreach (var column in CrimeColumns.All)
        {
            if (Value(fields, column) is not { Length: > 0 } value) continue;
            text.Append(text.Length == 0 ? "" : " | ").Append(column.Name()).Append('=').Append(value, 0, Math.Min(value.Length, LongestExcerpt));
            if (text.Length > LongestExcerpt) break;
        }

        var length = Math.Min(text.Length, LongestExcerpt);
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return text.ToString(0, length);
    }
}
