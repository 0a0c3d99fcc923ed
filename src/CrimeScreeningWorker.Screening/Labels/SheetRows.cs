using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>The rows of one sheet, each turned into a label or into what is wrong with it.</summary>
internal sealed class SheetRows(string file, SheetColumns columns, SheetDefaults defaults, DateTimeOffset now)
{
    private const int LongestWord = 100;
    private const int LongestReason = 1000;

    private readonly List<(Label Label, long Line)> labels = [];
    private readonly List<SheetFault> faults = [];
    private readonly Dictionary<(CrimeKey, string, DateTimeOffset), (StalkingAnswer Answer, long Line)> said = [];
    private int rows;

    private SheetColumns Columns => columns;

    private string File => file;

    public void Add(long line, string[] cells)
    {
        rows++;
        var before = faults.Count;
        if (cells.Length != columns.Count)
        {
            faults.Add(new SheetFault(file, line, "row", $"{cells.Length} cells stand there, and {columns.Count} in the header"));
            return;
        }

        var row = new Row(this, line, cells);
        var crime = new CrimeKey(row.Word(SheetColumn.ForceCode, defaults.ForceCode), row.Word(SheetColumn.CrimeReference, null));
        var by = row.Word(SheetColumn.By, defaults.By);
        var role = row.Word(SheetColumn.Role, defaults.Role);
        var rubric = row.Word(SheetColumn.Rubric, defaults.Rubric);
        var at = Time(row);
        var takenBack = row.Cell(SheetColumn.Stalking).Equals(LabelFile.TakenBack, StringComparison.OrdinalIgnoreCase);
        StalkingAnswer? answer = takenBack ? null : row.Need<StalkingAnswer>(SheetColumn.Stalking, SheetCells.TryAnswer, SheetCells.AnswersExpected);
        var source = row.Maybe<LabelSource>(SheetColumn.Source, SheetCells.TrySource, SheetCells.Expected<LabelSource>());
        var label = new Label(-(row.Maybe<double>(SheetColumn.LabelId, IsId, IdExpected) is { } id ? (long)id : 0), crime, answer, by, role, at)
        {
            Blind = row.Maybe<bool>(SheetColumn.Blind, SheetCells.TryYesNo, SheetCells.YesNoExpected) ?? false,
            Sample = row.Maybe<LabelSample>(SheetColumn.Sample, SheetCells.TrySample, SheetCells.Expected<LabelSample>()) ?? LabelSample.Imported,
            SelectionWeight = row.Maybe<double>(SheetColumn.SelectionWeight, IsWeight, "a number of at least 1 is expected, 1 / the chance of being chosen"),
            Rubric = rubric,
            Reason = row.Text(SheetColumn.Reason, LongestReason),
            // A sheet cannot say that it is the console.
            Source = source is LabelSource.Cdi or LabelSource.Adjudication ? source.Value : LabelSource.Import,
            Corrects = row.Maybe<double>(SheetColumn.CorrectsLabelId, IsId, IdExpected) is { } corrected ? -(long)corrected : null,
            Priority = row.Maybe<Scoring.Priority>(SheetColumn.Priority, SheetCells.TryPriority, SheetCells.Expected<Scoring.Priority>()),
            Probability = row.Maybe<double>(SheetColumn.Probability, IsProbability, "a number from 0 to 1 is expected"),
            RecordUpdatedAt = row.Maybe<DateTimeOffset>(SheetColumn.RecordUpdatedAt, SheetCells.TryTime, SheetCells.TimeExpected),
        };
        if (takenBack && label.Corrects is null) row.Fault(SheetColumn.CorrectsLabelId, "what is taken back must say which label");
        if (faults.Count > before) return;
        // Lines of an export know which came first: an answer and its correction, both of a day without a time, stand in one file.
        if (label.Id == 0 && answer is { } its && !said.TryAdd((crime, by.ToUpperInvariant(), at), (its, line)) &&
            said[(crime, by.ToUpperInvariant(), at)] is var other && other.Answer != its)
        {
            row.Fault(SheetColumn.Stalking, $"line {other.Line} says otherwise of the same crime, by the same person at the same time");
            return;
        }

        labels.Add((label, line));
    }

    public LabelSheet ToSheet()
    {
        var ids = labels.Where(l => l.Label is { Id: < 0, Stalking: not null }).GroupBy(l => l.Label.Id).ToDictionary(g => g.Key, g => g.First());
        var good = new List<Label>();
        var takenBack = new List<Label>();
        var seen = new HashSet<long>();
        foreach (var (label, line) in labels)
        {
            if (label.Id < 0 && !seen.Add(label.Id))
            {
                faults.Add(new SheetFault(file, line, SheetColumns.NameOf(SheetColumn.LabelId), "an earlier line has the same"));
            }
            else if (label.Stalking is not null)
            {
                // One that merely replaces another finds it again by the person.
                good.Add(label with { Corrects = null });
            }
            else if (ids.TryGetValue(label.Corrects!.Value, out var target) && target.Label.Crime == label.Crime)
            {
                takenBack.Add(label with { Id = 0 });
            }
            else
            {
                faults.Add(new SheetFault(file, line, SheetColumns.NameOf(SheetColumn.CorrectsLabelId), "no good line of this crime has that label_id"));
            }
        }

        return new LabelSheet([.. good, .. takenBack], rows, [.. faults.OrderBy(f => f.Line)], [.. columns.Unknown]);
    }

    private DateTimeOffset Time(Row row)
    {
        var at = row.Need<DateTimeOffset>(SheetColumn.At, SheetCells.TryTime, SheetCells.TimeExpected);
        if (at > now.AddDays(1)) row.Fault(SheetColumn.At, "it lies ahead");
        else if (at != default && at.Year < 2000) row.Fault(SheetColumn.At, "it is before the year 2000");
        return at;
    }

    private const string IdExpected = "a whole number above 0 is expected, as the export writes it";

    private static bool IsId(string cell, out double id) => SheetCells.TryNumber(cell, 1, 1L << 52, out id) && Math.Floor(id) == id;

    private static bool IsWeight(string cell, out double weight) => SheetCells.TryNumber(cell, 1, 1e9, out weight);

    private static bool IsProbability(string cell, out double probability) => SheetCells.TryNumber(cell, 0, 1, out probability);

    private delegate bool TryRead<T>(string cell, out T value);

    /// <summary>The cells of one row; what is wrong with one is written down where it is read.</summary>
    private readonly struct Row(SheetRows sheet, long line, string[] cells)
    {
        public string Cell(SheetColumn column) => sheet.Columns.PlaceOf(column) is { } place ? SheetCells.Plain(cells[place]) : "";

        public string Word(SheetColumn column, string? otherwise)
        {
            var cell = Cell(column);
            if (cell.Length == 0) cell = otherwise ?? "";
            if (cell.Length == 0) Fault(column, "it is empty");
            else if (cell.Length > LongestWord) Fault(column, $"it is longer than {LongestWord} characters");
            else if (cell.Any(char.IsControl)) Fault(column, "it holds a control character");
            return cell;
        }

        public string? Text(SheetColumn column, int longest)
        {
            var cell = Cell(column);
            if (cell.Length > longest) Fault(column, $"it is longer than {longest} characters");
            return cell.Length == 0 ? null : cell;
        }

        public T Need<T>(SheetColumn column, TryRead<T> read, string expected)
        {
            if (read(Cell(column), out var value)) return value;
            Fault(column, Cell(column).Length == 0 ? $"it is empty; {expected}" : expected);
            return value;
        }

        public T? Maybe<T>(SheetColumn column, TryRead<T> read, string expected) where T : struct
        {
            if (Cell(column).Length == 0) return null;
            return Need(column, read, expected);
        }

        public void Fault(SheetColumn column, string problem) =>
            sheet.faults.Add(new SheetFault(sheet.File, line, SheetColumns.NameOf(column), problem));
    }
}
