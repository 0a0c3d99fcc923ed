using System.Data.Common;
using Dapper;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The view that a PostgreSQL source reads: which columns of the contract it has, and the statements over it.</summary>
/// <remarks>
/// Every value comes as text and goes through the same validation as a field of a file. So does the place where a page ends: the server's
/// own text of it, given back with the next page, is exact for any type and any instant, microseconds and infinity included.
/// Pages are read by <c>COPY</c>, which takes no parameters: what a page begins at and how long it is are settings of its transaction, by
/// <see cref="NameOf"/>, and so no value is ever part of a statement.
/// </remarks>
internal sealed class CrimeView
{
    /// <summary>Names for <see cref="NameOf"/>: the rows of a page, and the instants a range lies between. Of a place they are those of its columns.</summary>
    public const string RowsOfPage = "rows", From = "from", To = "to";

    private const string Instant = "timestamp with time zone";

    private static readonly string Rows = $"{Setting(RowsOfPage)}::bigint";

    private readonly int[] positions = new int[CrimeColumns.All.Count];

    private CrimeView(string from, IReadOnlyList<(CrimeColumn Column, string Type, string Expression, string Quoted)> columns)
    {
        Array.Fill(positions, -1);
        for (var i = 0; i < columns.Count; i++) positions[(int)columns[i].Column] = i;
        var select = $"select {string.Join(", ", columns.Select(column => column.Expression))} from {from} as v";
        var (updated, force, reference) = (Quoted(CrimeColumn.UpdatedAt), Quoted(CrimeColumn.ForceCode), Quoted(CrimeColumn.CrimeReference));
        var order = $"order by {updated}, {force}, {reference} limit {Rows}";
        Check = $"{select} limit 0";
        FirstPage = Copy($"{select} where {updated} >= {Given(CrimeColumn.UpdatedAt)} and {force} is not null and {reference} is not null {order}");
        NextPage = Copy(
            $"{select} where ({updated}, {force}, {reference}) > " +
            $"({Given(CrimeColumn.UpdatedAt)}, {Given(CrimeColumn.ForceCode)}, {Given(CrimeColumn.CrimeReference)}) {order}");
        WithoutPlace = Copy($"{select} where {updated} is null or {force} is null or {reference} is null");

        var recorded = Quoted(CrimeColumn.RecordedAt);
        var between = $"{recorded} >= {Setting(From)}::{Instant} and {recorded} < {Setting(To)}::{Instant}";
        var orderInRange = $"order by {recorded}, {force}, {reference} limit {Rows}";
        RecordedAtIsAnInstant = columns.First(column => column.Column == CrimeColumn.RecordedAt).Type == Instant;
        MoreInRange = $"select 1 from {from} as v where {between} offset {Rows} limit 1";
        FirstPageOfRange = Copy($"{select} where {between} and {force} is not null and {reference} is not null {orderInRange}");
        NextPageOfRange = Copy(
            $"{select} where {between} and {force} is not null and {reference} is not null and ({recorded}, {force}, {reference}) > " +
            $"({Given(CrimeColumn.RecordedAt)}, {Given(CrimeColumn.ForceCode)}, {Given(CrimeColumn.CrimeReference)}) {orderInRange}");
        WithoutPlaceInRange = Copy($"{select} where {between} and ({force} is null or {reference} is null)");
        Width = columns.Count;

        // Its type is the column's, so that an index over the three serves; "character" alone would be a single one.
        string Given(CrimeColumn wanted) =>
            $"{Setting(wanted.Name())}::{columns.First(column => column.Column == wanted).Type switch { "character" => "bpchar", var type => type }}";
        string Quoted(CrimeColumn wanted) => columns.First(column => column.Column == wanted).Quoted;
    }

    /// <summary>Gives no row, and fails as a page would.</summary>
    public string Check { get; }

    /// <summary>Columns of every page.</summary>
    public int Width { get; }

    /// <summary>From an <c>updated_at</c> on, which belongs to the page.</summary>
    public string FirstPage { get; }

    /// <summary>After the row whose place is <c>updated_at, force_code, crime_reference</c>.</summary>
    public string NextPage { get; }

    /// <summary>Rows that no page can hold, since a part of their place is missing.</summary>
    public string WithoutPlace { get; }

    /// <summary>Whether rows can be told apart by when they were recorded, as the statements over a range do.</summary>
    public bool RecordedAtIsAnInstant { get; }

    /// <summary>A query, no COPY: gives a row when more than <see cref="RowsOfPage"/> were recorded from <see cref="From"/> on and before <see cref="To"/>.</summary>
    public string MoreInRange { get; }

    /// <summary>Of the rows recorded from <see cref="From"/> on and before <see cref="To"/>, the first.</summary>
    public string FirstPageOfRange { get; }

    /// <summary>Those after the row whose place is <c>recorded_at, force_code, crime_reference</c>.</summary>
    public string NextPageOfRange { get; }

    /// <summary>Those that no page of the range can hold, since a part of their key is missing.</summary>
    public string WithoutPlaceInRange { get; }

    /// <summary>The name under which a transaction keeps what a page needs to know.</summary>
    public static string NameOf(string what) => "crimescreening." + what;

    /// <summary>0-based position in a row, -1 where the view does not have the column.</summary>
    public int PositionOf(CrimeColumn column) => positions[(int)column];

    /// <exception cref="SourceException">There is no such view, or it lacks what a crime cannot be screened without.</exception>
    public static async Task<CrimeView> ReadAsync(
        DbConnection connection, string source, PostgreSqlSourceOptions options, CancellationToken cancellationToken)
    {
        const string sql = """
            select a.attname::text as Name, format_type(a.atttypid, null) as Type
            from   pg_catalog.pg_attribute as a
            join   pg_catalog.pg_class as c on c.oid = a.attrelid
            join   pg_catalog.pg_namespace as n on n.oid = c.relnamespace
            where  n.nspname = @schema and c.relname = @view and c.relkind in ('v', 'm', 'r', 'p', 'f') and a.attnum > 0 and not a.attisdropped
            """;
        var types = (await connection.QueryAsync<(string Name, string Type)>(
                new CommandDefinition(sql, new { schema = options.Schema, view = options.View }, cancellationToken: cancellationToken)))
            .ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var place = $"{options.Schema}.{options.View}";
        if (types.Count == 0) throw new SourceException($"The source {source} has no view {place}: check Schema and View, and the rights of the user.");

        var found = new List<(CrimeColumn Column, string Type, string Expression, string Quoted)>();
        var faults = new List<string>();
        foreach (var column in CrimeColumns.All)
        {
            var mapped = options.Columns.TryGetValue(column.Name(), out var other);
            var name = mapped ? other! : column.Name();
            if (!types.TryGetValue(name, out var type))
            {
                // One that is mapped was meant to be there, required or not.
                if (mapped || CrimeColumns.Required.Contains(column)) faults.Add(mapped ? $"lacks the column {name} (for {column.Name()})" : $"lacks the required column {name}");
                continue;
            }

            if (TypeFault(column, type) is { } fault) faults.Add($"has {name} as {type}; {fault}");
            var quoted = $"v.{Quote(name)}";
            found.Add((column, type, type.EndsWith("[]", StringComparison.Ordinal) ? $"array_to_string({quoted}, ';')" : $"{quoted}::text", quoted));
        }

        if (faults.Count > 0) throw new SourceException($"The view {place} of the source {source} {string.Join(", ", faults)}.");
        return new CrimeView($"{Quote(options.Schema)}.{Quote(options.View)}", found);
    }

    private static string Setting(string what) => $"current_setting('{NameOf(what)}')";

    private static string Copy(string query) => $"copy ({query}) to stdout (format binary)";

    private static string? TypeFault(CrimeColumn column, string type) => column switch
    {
        CrimeColumn.UpdatedAt when type != Instant => $"{Instant} was expected",
        CrimeColumn.RecordedAt or CrimeColumn.OccurredFrom or CrimeColumn.OccurredTo when type is "timestamp without time zone" or "date" =>
            "timestamp with time zone was expected; in the view: … at time zone 'Europe/London'",
        _ => null,
    };

    /// <summary>An identifier as SQL takes it, whatever characters it has.</summary>
    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
