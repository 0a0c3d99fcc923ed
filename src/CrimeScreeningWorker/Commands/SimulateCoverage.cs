using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>simulate coverage</c>: whether the bounds of what is still missed hold a truth that is known.</summary>
internal static class SimulateCoverage
{
    public static Command Create()
    {
        var forces = new Option<int>("--forces")
        {
            Description = "Forces to make up for each setting.",
            DefaultValueFactory = _ => 400,
            HelpName = "N",
        };
        forces.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var n) && n is < 1 or > 100_000) result.AddError("--forces needs a number from 1 to 100000.");
        });
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same figures.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var json = CommonOptions.Json();
        var command = new Command("coverage", "Draw the audit sample from made-up forces whose truth is known, and say how often the 95 % bounds hold it.") { forces, seed, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var figures = CoverageSimulation.Settings
                .Select(setting => CoverageSimulation.Run(setting, parsed.GetValue(forces), parsed.GetValue(seed), cancellationToken)).ToList();
            if (parsed.GetValue(json)) Report.WriteJson(figures);
            else Write(figures);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Write(List<CoverageFigure> figures)
    {
        Console.WriteLine("  stalking   nights   a night   bounds hold the truth   mean width   nothing found   bias");
        foreach (var (setting, _, covered, width, nothing, bias) in figures)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {setting.Share,8:0.0 %}   {setting.Nights,6}   {setting.PerNight,7}   {covered,21:0.0 %}   {width,10:0.0 %}   {nothing,13:0.0 %}   {bias,6:+0.00 %;-0.00 %}"));
        }

        Console.WriteLine($"  {figures[0].Forces} forces each. The bounds are made to hold the truth in at least 95 of 100.");
    }
}
