using System.Globalization;
using System.Text;

namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>Makes crime extracts. All of it is invented; telephone numbers are from the ranges kept free for drama.</summary>
internal static class Extract
{
    /// <summary>Every column of the contract.</summary>
    public static readonly string[] Columns =
    [
        "force_code", "crime_reference", "recorded_at", "updated_at", "occurred_from", "occurred_to", "home_office_class", "offence_code",
        "offence_title", "included_classifications", "flags", "victim_id", "suspect_id", "victim_age", "suspect_age", "victim_gender",
        "suspect_gender", "victim_ethnicity", "suspect_ethnicity", "relationship", "protective_orders", "risk_grade", "outcome_code",
        "district", "team", "narrative",
    ];

    /// <summary>An account that puts a crime into the queue by itself.</summary>
    public const string Stalking =
        "Ex partner has followed the victim home from work every day for three weeks and sat in his car outside her house each night. " +
        "He sends flowers and has sent over 200 texts although told to stop. Victim is terrified, has moved in with her sister and changed her number. " +
        "He said if he cannot have her no one will.";

    public static string Header => string.Join(',', Columns);

    /// <summary>The sample that travels with the program.</summary>
    public static string Sample => Path.Combine(AppContext.BaseDirectory, "samples", "force-month.csv");

    /// <summary>A row of every column, sound unless a value makes it not.</summary>
    public static string Crime(string reference, params (string Column, string Value)[] values)
    {
        var crime = Columns.ToDictionary(column => column, _ => "", StringComparer.Ordinal);
        crime["force_code"] = "GLO";
        crime["crime_reference"] = reference;
        crime["recorded_at"] = crime["updated_at"] = "2026-01-05T09:30:00+00:00";
        crime["home_office_class"] = "8L";
        crime["offence_title"] = "Harassment without violence (s2 PHA 1997)";
        crime["narrative"] = "Neighbour shouted at the victim over the fence once. No injury.";
        foreach (var (column, value) in values)
        {
            Assert.True(crime.ContainsKey(column), column);
            crime[column] = value;
        }

        return Row(Columns.Select(column => crime[column]));
    }

    public static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Quote));

    public static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Header and rows.</summary>
    public static string File(params IEnumerable<string> rows) => string.Join('\n', [Header, .. rows]) + "\n";

    public static byte[] Bytes(params IEnumerable<string> rows) => Encoding.UTF8.GetBytes(File(rows));

    /// <summary>The sample several times over, each time with other people and other references: enough work to be interrupted in.</summary>
    public static string Volume(int times)
    {
        var sample = CsvTable.Read(Sample);
        var text = new StringBuilder().Append(string.Join(',', sample.Header)).Append('\n');
        for (var copy = 0; copy < times; copy++)
        {
            foreach (var row in sample.Rows)
            {
                var suffix = string.Create(CultureInfo.InvariantCulture, $"-{copy}");
                text.Append(Row(sample.Header.Select(column => column switch
                {
                    "crime_reference" => row[column] + suffix,
                    "victim_id" or "suspect_id" when row[column].Length > 0 => row[column] + suffix,
                    _ => row[column],
                }))).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The sample with its rows in another order.</summary>
    public static string Shuffled(int seed)
    {
        var sample = CsvTable.Read(Sample);
        var rows = sample.Rows.Select(row => Row(sample.Header.Select(column => row[column]))).ToArray();
        new Random(seed).Shuffle(rows);
        return string.Join('\n', [string.Join(',', sample.Header), .. rows]) + "\n";
    }
}
