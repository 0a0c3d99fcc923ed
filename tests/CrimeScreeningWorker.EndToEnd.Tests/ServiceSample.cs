namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>The rows of the shipped sample; a narrative may go over several lines.</summary>
internal static class ServiceSample
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "samples", "force-month.csv");

    public static string Header { get; } = System.IO.File.ReadLines(File).First();

    public static IReadOnlyList<string> Rows { get; } = [.. Split().Skip(1)];

    /// <summary>So many rows; past the sample's own they come again under further references.</summary>
    public static IEnumerable<string> Take(int rows) => Enumerable.Range(0, rows).Select(n => n < Rows.Count ? Rows[n] : WithReference(Rows[n % Rows.Count], n));

    public static void Write(string path, int rows) => System.IO.File.WriteAllLines(path, Take(rows).Prepend(Header));

    private static IEnumerable<string> Split()
    {
        var row = "";
        foreach (var line in System.IO.File.ReadLines(File))
        {
            row = row.Length == 0 ? line : row + "\n" + line;
            if (row.Count(c => c == '"') % 2 != 0) continue;
            yield return row;
            row = "";
        }
    }

    private static string WithReference(string row, int number)
    {
        var cells = row.Split(',', 3);
        return $"{cells[0]},{cells[1]}-{number},{cells[2]}";
    }
}
