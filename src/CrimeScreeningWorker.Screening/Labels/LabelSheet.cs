using System.Collections.Immutable;
using System.Text;
using CrimeScreeningWorker.Screening.Sources;
using CsvHelper;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>What a cell of a sheet must not hold. Its content is never repeated: it may tell of people.</summary>
/// <param name="Line">1-based, of the file.</param>
/// <param name="Field">Name of the column.</param>
public sealed record SheetFault(string File, long Line, string Field, string Problem)
{
    public override string ToString() => $"{File} line {Line}, {Field}: {Problem}.";
}

/// <summary>What holds for every row of a sheet that has no such column, or an empty cell.</summary>
/// <param name="By">Null: every row must say who.</param>
public sealed record SheetDefaults(string? ForceCode = null, string? By = null, string Role = "cdi", string Rubric = "unstated");

/// <summary>A sheet of labels as it was read.</summary>
/// <param name="Labels">Of the good rows, for <see cref="LabelStore.AddAsync"/>.</param>
/// <param name="Rows">Rows with anything in them, good and bad.</param>
/// <param name="UnknownColumns">Names that mean nothing here; they are not read.</param>
public sealed record LabelSheet(IReadOnlyList<Label> Labels, int Rows, ImmutableArray<SheetFault> Faults, ImmutableArray<string> UnknownColumns)
{
    private const int LargestFile = 256 << 20;

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>
    /// Reads a sheet as spreadsheets write it: UTF-8 with or without its mark, commas, semicolons or tabs, days as British people or ISO write them.
    /// </summary>
    /// <param name="now">No label is of a later day.</param>
    /// <exception cref="SourceException">The file is not there, is no text, has broken quotes, or lacks a column that every label needs.</exception>
    public static async Task<LabelSheet> ReadAsync(string file, SheetDefaults defaults, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var text = await BytesAsync(file, cancellationToken);
        var name = Path.GetFileName(file);
        SheetRows? rows = null;
        var line = 0L;
        try
        {
            using var reader = CsvReader.Create(text, Options(text.Span));
            while (reader.Read())
            {
                line = reader.LineNumber;
                var cells = new string[reader.FieldCount];
                for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
                if (cells.All(string.IsNullOrWhiteSpace)) continue;
                if (rows is not null) rows.Add(line, cells);
                else if (!cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) rows = new SheetRows(name, Header(name, cells, defaults), defaults, now);
            }
        }
        catch (CsvFormatException e)
        {
            throw new SourceException($"{name} cannot be read after line {line}: its quotes do not pair up.", e);
        }

        return rows?.ToSheet() ?? throw new SourceException($"{name} is empty: a header is expected.");
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(string file, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(file);
        try
        {
            if (!File.Exists(file)) throw new SourceException($"There is no file {file}.");
            if (new FileInfo(file).Length > LargestFile) throw new SourceException($"{name} is larger than {LargestFile >> 20} MB: no sheet of labels is.");
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            var text = bytes.AsMemory(bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0);
            if (CsvRows.IsText(text.Span)) return text;
            var line = 1;
            foreach (var part in text.Span.Split((byte)'\n'))
            {
                if (!CsvRows.IsText(text.Span[part])) break;
                line++;
            }

            throw new SourceException($"{name} line {line} is not UTF-8 text: save the sheet as 'CSV UTF-8'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"{name} cannot be read: {e.GetType().Name}.", e);
        }
    }

    private static CsvReaderOptions Options(ReadOnlySpan<byte> text)
    {
        var first = text[..(text.IndexOf((byte)'\n') is >= 0 and var end ? end : text.Length)];
        // By the header alone: what people write into cells has commas in it.
        var header = Encoding.UTF8.GetString(first);
        var separator = header.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && header.Length > 4
            ? header[4]
            : Separators.MaxBy(separator => header.Count(c => c == separator));
        return new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            DetectSeparatorHint = false,
            IncludeValuesInExceptions = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
    }

    private static SheetColumns Header(string file, string[] cells, SheetDefaults defaults)
    {
        var columns = SheetColumns.Read(file, cells);
        List<SheetColumn> needed = [SheetColumn.CrimeReference, SheetColumn.Stalking, SheetColumn.At];
        if (defaults.ForceCode is null) needed.Add(SheetColumn.ForceCode);
        if (defaults.By is null) needed.Add(SheetColumn.By);
        var missing = needed.Where(column => !columns.Has(column)).Select(SheetColumns.NameOf).ToList();
        if (missing.Count == 0) return columns;
        throw new SourceException($"{file} lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}.");
    }
}
