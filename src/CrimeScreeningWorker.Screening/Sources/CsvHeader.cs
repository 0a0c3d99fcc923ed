namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Where each column of the contract stands in a file.</summary>
internal sealed class CsvHeader
{
    private readonly int[] positions;

    private CsvHeader(int count, int[] positions)
    {
        Count = count;
        this.positions = positions;
    }

    /// <summary>Columns of the file, those that are not read included.</summary>
    public int Count { get; }

    /// <summary>0-based position, -1 where the file does not have the column.</summary>
    public int PositionOf(CrimeColumn column) => positions[(int)column];

    /// <summary>What to call a field in a message: its column's name, or its number where the contract has no such column.</summary>
    public string NameOf(int position) =>
        Array.IndexOf(positions, position) is >= 0 and var column ? ((CrimeColumn)column).Name() : $"column {position + 1}";

    /// <exception cref="SourceException">The header is not that of a crime extract.</exception>
    public static CsvHeader Read(string file, ReadOnlySpan<byte> line)
    {
        if (!CsvRows.IsText(line))
            throw new SourceException($"{file} is not UTF-8 text: its header holds bytes that cannot be read.");
        var found = Split(file, line);
        var places = new int[CrimeColumns.All.Count];
        foreach (var column in CrimeColumns.All)
        {
            places[(int)column] = Array.IndexOf(found, column.Name());
            if (places[(int)column] != Array.LastIndexOf(found, column.Name()))
                throw new SourceException($"{file} has the column {column.Name()} more than once.");
        }

        var missing = CrimeColumns.Required.Where(column => places[(int)column] < 0).Select(CrimeColumns.Name).ToList();
        if (missing.Count > 0)
        {
            var what = missing.Count == 1 ? "the required column" : "the required columns";
            throw new SourceException($"{file} lacks {what} {string.Join(", ", missing)}{Hint(found, missing)}.");
        }

        return new CsvHeader(found.Length, places);
    }

    private static string[] Split(string file, ReadOnlySpan<byte> line)
    {
        var rows = new CsvRows(expectedFields: 0);
        rows.Add(1, line);
        foreach (var (_, fields) in rows.Split())
        {
            if (fields is null) break;
            var found = new string[fields.FieldCount];
            for (var i = 0; i < found.Length; i++) found[i] = fields.GetString(i);
            return found;
        }

        throw new SourceException($"{file} has a header that cannot be read.");
    }

    // Names no text of the file, only of the contract: where the header is missing, its first line is a crime.
    private static string Hint(string[] found, List<string> missing)
    {
        if (found.Length == 1)
        {
            foreach (var (delimiter, shown) in ((char, string)[])[(';', "';'"), ('\t', "a tab"), ('|', "'|'")])
                if (found[0].Contains(delimiter)) return $"; found one column; is the file separated by {shown}? A comma is expected";
        }

        var close = missing.Where(name => found.Any(other => other.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        if (close.Count > 0) return $"; {string.Join(", ", close)} differs by capitals or blanks, and names are matched exactly";
        return missing.Count == CrimeColumns.Required.Count ? "; the first line does not look like a header" : "";
    }
}
