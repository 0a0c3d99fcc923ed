using System.Buffers;
using System.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Rows of RFC 4180 that no spreadsheet runs: UTF-8, comma, <c>\n</c>, quoted where needed.</summary>
/// <remarks>
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front, as the output contract says. Written
/// here because the shape is ours to the letter and takes thirty lines.
/// </remarks>
internal static class Csv
{
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>One row with its line end. A null cell is empty.</summary>
    public static byte[] Row(params ReadOnlySpan<string?> cells)
    {
        var row = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) row.Append(',');
            Append(row, cells[i]);
        }
        return Encoding.UTF8.GetBytes(row.Append('\n').ToString());
    }

    private static void Append(StringBuilder row, string? cell)
    {
        if (string.IsNullOrEmpty(cell)) return;
        // A NUL ends the file for some readers, and PostgreSQL refuses it.
        var text = cell.Replace('\0', '\uFFFD');
        if (Formula.Contains(text[0])) text = "'" + text;
        if (text.AsSpan().ContainsAny(NeedsQuotes)) row.Append('"').Append(text.Replace("\"", "\"\"")).Append('"');
        else row.Append(text);
    }
}
