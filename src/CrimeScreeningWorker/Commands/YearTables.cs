using System.Globalization;
using CrimeScreeningWorker.Screening.Simulation;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints simulated years side by side.</summary>
internal static class YearTables
{
    public static void Write(YearReport report)
    {
        var request = report.Request;
        Report.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Weeks} weeks, drift from week {request.DriftWeek + 1}, {request.CrimesANight} crimes and {request.ReadsANight} reviews a night in each of two areas, " +
            $"{request.Errors * 100:0.#} % wrong answers, seed {request.Seed}."));
        Report.Out.WriteLine(
            $"First champion from {report.Begun} records; learnt from {report.LearntFrom}, the gate judges by {report.JudgedBy}, recall is measured on " +
            $"{report.MeasuredOn} ({report.MeasuredStalking} stalking): other people each, and copies of one record are no evidence of their own.");
        WriteRecall(report);
        WriteModels(report);
        WriteRefused(report);
    }

    private static void WriteRecall(YearReport report)
    {
        var table = EvaluationTables.NewTable(
            "Recall in the measured area", ["year", .. report.Outcomes[0].Periods.Select(p => p.Period), "after the drift, against never", "after the poisoned week"]);
        foreach (var o in report.Outcomes)
        {
            table.AddRow(
            [
                Markup.Escape(o.Arm.Name), .. o.Periods.Select(p => EvaluationTables.Number(p.Recall)),
                o.Gain is { } gain ? string.Create(CultureInfo.InvariantCulture, $"{gain.Value:+0.000;-0.000;0.000} ({gain.Low:+0.000;-0.000;0.000} to {gain.High:+0.000;-0.000;0.000})") : "-",
                EvaluationTables.Number(o.AfterPoison.Recall),
            ]);
        }

        Report.Out.Write(table);
        var work = EvaluationTables.NewTable(
            "The work, all weeks, measured area", "year", "crimes", "reviews", "stalking", "read", "confirmed", "precision", "reviews saved", "recall as estimated");
        foreach (var o in report.Outcomes)
        {
            var y = o.Year;
            work.AddRow(
                Markup.Escape(o.Arm.Name), $"{y.Arrived}", $"{y.Reads}", $"{y.Stalking}", $"{y.Read}", $"{y.Confirmed}", EvaluationTables.Number(y.Precision),
                y.ReviewsSaved.ToString("0", CultureInfo.InvariantCulture), o.EstimatedRecall is { } e ? $"{EvaluationTables.Number(e.Value)} ({EvaluationTables.Number(e.Low)} to {EvaluationTables.Number(e.High)})" : "-");
        }

        Report.Out.Write(work);
    }

    private static void WriteModels(YearReport report)
    {
        var table = EvaluationTables.NewTable(
            "Models and monitoring", "year", "challengers", "promoted", "refused", "drift alarm after", "alarms before the drift", "poison noticed", "named wrongly");
        foreach (var o in report.Outcomes)
        {
            table.AddRow(
                Markup.Escape(o.Arm.Name), $"{o.Challengers}", $"{o.Promoted}", $"{o.Refused.Length}",
                o.AlarmDelay is { } delay ? $"{delay} weeks" : "never", $"{o.FalseAlarms} weeks", o.PoisonNoticedIn is { } week ? $"week {week}" : o.Arm.Poisoned ? "never" : "-", $"{o.WronglyNamed}");
        }

        Report.Out.Write(table);
        foreach (var o in report.Outcomes)
        {
            if (o.FirstAlarm is { } alarm) Report.Out.WriteLine($"{o.Arm.Name}: {alarm}");
            if (o.PoisonSentence is { } sentence) Report.Out.WriteLine($"{o.Arm.Name}: {sentence}");
        }
    }

    private static void WriteRefused(YearReport report)
    {
        foreach (var o in report.Outcomes.Where(o => o.Refused.Length > 0))
        {
            var table = EvaluationTables.NewTable($"Refused challengers: {o.Arm.Name}", "week", "learnt from", "poisoned answers", "why");
            foreach (var r in o.Refused)
                table.AddRow($"{r.Week}", $"{r.Learnt}", r.Poisoned ? "yes" : "", Markup.Escape(string.Join(' ', r.Reasons)));
            Report.Out.Write(table);
        }
    }
}
