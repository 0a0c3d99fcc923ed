using System.Globalization;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Simulation;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>Prints a simulation as tables: mean, and behind it the standard deviation over the seeds.</summary>
internal static class SimulationTables
{
    public static void Write(ChoiceReport report)
    {
        var reading = EvaluationTables.NewTable(
            $"Recall by share read: {report.Records:0} records, {report.Stalking:0} of them stalking, beginning with {report.Start}, {report.Seeds} seeds",
            ["chosen", .. report.Strategies[0].Recall.Select(point => $"{point.Read * 100:0} % read"), "WSS@95", "read for 95 %"]);
        foreach (var s in report.Strategies)
        {
            reading.AddRow(
                [Markup.Escape(s.Strategy.Name), .. s.Recall.Select(point => Cell(point.Recall)), Cell(s.WorkSavedAt95), Cell(s.ReadAt95)]);
        }

        Report.Out.Write(reading);
        var models = EvaluationTables.NewTable(
            $"The model learnt from the first {ChoiceRequest.ModelAt * 100:0} %, on {report.HeldOut:0} records of other people",
            "chosen", "PR-AUC", "Brier", "calibration error", "mean probability", "stalking", "drawn by chance");
        foreach (var s in report.Strategies)
        {
            models.AddRow(
                Markup.Escape(s.Strategy.Name), Cell(s.PrAuc), Cell(s.Brier), Cell(s.CalibrationError), Cell(s.MeanProbability), Cell(s.StalkingShare),
                s.RandomAnswers.Mean.ToString("0", CultureInfo.InvariantCulture));
        }

        Report.Out.Write(models);
    }

    private static string Cell(Figure figure) => $"{EvaluationTables.Number(figure.Mean)} ±{EvaluationTables.Number(figure.Spread)}";
}
