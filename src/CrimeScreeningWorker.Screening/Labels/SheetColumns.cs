using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>A column of a sheet of labels that means something.</summary>
internal enum SheetColumn
{
    ForceCode,
    CrimeReference,
    Stalking,
    By,
    Role,
    At,
    Blind,
    Sample,
    SelectionWeight,
    Rubric,
    Reason,
    Source,
    Priority,
    Probability,
    RecordUpdatedAt,
    LabelId,
    CorrectsLabelId,
}

/// <summary>Where each of them stands in a sheet. Names are taken whatever their capitals, with blanks or hyphens for the underline.</summary>
internal sealed class SheetColumns
{
    // The first name is the one that is written; the others are what teams call it.
    private static readonly ImmutableArray<(SheetColumn Column, string[] Names)> All =
    [
        (SheetColumn.ForceCode, ["force_code", "force"]),
        (SheetColumn.CrimeReference, ["crime_reference", "reference", "crime_ref", "crime_number", "crime_no", "crime"]),
        (SheetColumn.Stalking, ["stalking", "is_it_stalking", "is_this_stalking", "answer", "label", "decision"]),
        (SheetColumn.By, ["by", "reviewer", "reviewed_by", "decided_by", "name"]),
        (SheetColumn.Role, ["role"]),
        (SheetColumn.At, ["at", "date", "reviewed_on", "reviewed_at", "decided_on", "decided_at", "date_reviewed", "review_date"]),
        (SheetColumn.Blind, ["blind"]),
        (SheetColumn.Sample, ["sample"]),
        (SheetColumn.SelectionWeight, ["selection_weight", "weight"]),
        (SheetColumn.Rubric, ["rubric", "rubric_version"]),
        (SheetColumn.Reason, ["reason"]),
        (SheetColumn.Source, ["source"]),
        (SheetColumn.Priority, ["priority"]),
        (SheetColumn.Probability, ["probability"]),
        (SheetColumn.RecordUpdatedAt, ["record_updated_at"]),
        (SheetColumn.LabelId, ["label_id"]),
        (SheetColumn.CorrectsLabelId, ["corrects_label_id"]),
    ];

    private readonly Dictionary<SheetColumn, int> places = [];

    private SheetColumns(int count) => Count = count;

    /// <summary>Columns of the sheet, those that are not read included.</summary>
    public int Count { get; }

    /// <summary>Names of the sheet that mean nothing here, as they stand.</summary>
    public List<string> Unknown { get; } = [];

    public static string NameOf(SheetColumn column) => All[(int)column].Names[0];

    /// <summary>Names that are written, in their order.</summary>
    public static IEnumerable<string> Names => All.Select(column => column.Names[0]);

    public int? PlaceOf(SheetColumn column) => places.TryGetValue(column, out var place) ? place : null;

    public bool Has(SheetColumn column) => places.ContainsKey(column);

    /// <exception cref="Sources.SourceException">Two columns mean the same.</exception>
    public static SheetColumns Read(string file, IReadOnlyList<string> header)
    {
        var columns = new SheetColumns(header.Count);
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Trim().TrimEnd('?', ':', '*', ' ').ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
            var known = All.FirstOrDefault(column => column.Names.Contains(name, StringComparer.Ordinal));
            if (known.Names is null)
            {
                if (name.Length > 0) columns.Unknown.Add(header[i].Trim());
            }
            else if (!columns.places.TryAdd(known.Column, i))
            {
                throw new Sources.SourceException(
                    $"{file} has two columns that say {known.Names[0]}: {header[columns.places[known.Column]].Trim()} and {header[i].Trim()}. Keep one.");
            }
        }

        return columns;
    }
}
