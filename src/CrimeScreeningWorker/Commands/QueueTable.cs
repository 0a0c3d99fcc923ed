using System.Globalization;
using CrimeScreeningWorker.Screening.Triage;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>The triage list at a terminal: what a coordinator would see first, shortened to a screen.</summary>
internal static class QueueTable
{
    private const int MostRows = 25;
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    public static void Write(TriageList list)
    {
        var table = new Table { Border = Report.IsTerminal ? TableBorder.Rounded : TableBorder.Ascii };
        table.AddColumn(new TableColumn("rank").RightAligned());
        table.AddColumn("crime");
        table.AddColumn("class");
        table.AddColumn("priority");
        table.AddColumn("score");
        table.AddColumn("due");
        table.AddColumn("why");
        foreach (var item in list.Items.Take(MostRows))
        {
            var (crime, score) = (item.Crime.Crime, item.Crime.Score);
            table.AddRow(
                item.Rank.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(crime.Key.CrimeReference),
                Markup.Escape(crime.HomeOfficeClass),
                score.Priority.ToString(),
                score.Probability.ToString("0.00", CultureInfo.InvariantCulture),
                score.DueBy is { } due ? TimeZoneInfo.ConvertTime(due, London).ToString("d MMM HH:mm", CultureInfo.InvariantCulture) : "",
                Markup.Escape(score.Reason));
        }

        Report.Out.Write(table);
        if (list.Total > MostRows) Report.Out.WriteLine($"and {list.Total - MostRows} more in triage.csv");
    }
}
