using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>simulate</c>: what a way of choosing what is read costs and brings, and how a year with drift goes, on labelled records.</summary>
internal static class SimulateCommand
{
    public static Command Create() => new("simulate", "Try on labelled, invented records what a force is about to decide.") { CreateChoice(), CreateYear(), SimulateCoverage.Create() };

    private static Command CreateChoice()
    {
        var seeds = new Option<int>("--seeds")
        {
            Description = "How often it is done, each time with other people held out. The spread is over these.",
            DefaultValueFactory = _ => 5,
            HelpName = "N",
        };
        seeds.Validators.Add(result => Within(result, seeds.Name, 1, 20));
        var force = new Option<string?>("--force")
        {
            Description = "A file of the corpus, such as urban: its records are read by a force that begins with a model of the other forces. " +
                "Left out: all records, beginning with the rule book alone.",
            HelpName = "NAME",
        };
        var uncertain = Share("--uncertain", "Share of the places for the most uncertain, in a mixture of your own beside the usual ones.");
        var random = Share("--random", "Share of the places drawn by chance, in that mixture.");
        var weight = Weight();
        var corpus = new Option<string?>("--corpus") { Description = "A labelled corpus instead of the shipped one.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("choice", "Compare ways of choosing what is read next: recall against records read, work saved, and the model that comes of it.")
        {
            seeds, force, uncertain, random, weight, corpus, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(uncertain) + result.GetValue(random) > 1) result.AddError("--uncertain and --random together are at most 1.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var inputs = await TrainingInputs.LoadAsync(parsed.GetValue(corpus), cancellationToken);
            var review = WorkerHost.Options<ReviewOptions>(ReviewOptions.Section);
            var strategies = ChoiceStrategy.Usual.ToList();
            foreach (var (own, name) in ((ChoiceStrategy, string)[])
                [(ChoiceStrategy.Of(review), "as configured"), (ChoiceStrategy.Mixture(parsed.GetValue(uncertain), parsed.GetValue(random)), "as asked")])
            {
                if (!strategies.Exists(s => s.Uncertain == own.Uncertain && s.Random == own.Random)) strategies.Add(own with { Name = $"{own.Name} ({name})" });
            }

            if (parsed.GetValue(force) is { } named && !inputs.Forces.Contains(named, StringComparer.Ordinal))
            {
                await Console.Error.WriteLineAsync($"--force: the corpus has no {named}; it has {string.Join(", ", inputs.Forces)}.");
                return ExitCode.BadArguments;
            }

            var watch = Stopwatch.StartNew();
            var request = new ChoiceRequest(strategies, parsed.GetValue(seeds), parsed.GetValue(force), HeaviestWeight: parsed.GetValue(weight));
            var report = new ChoiceSimulation(inputs.Corpus, inputs.Book, TrainingInputs.Options)
                .Run(request, parsed.GetValue(json) ? null : new StepProgress(ChoiceSimulation.StepsOf(request)), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(report);
            else SimulationTables.Write(report);
            await WriteTimeAsync(watch, parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private const int FewestPeople = 25;

    private static Command CreateYear()
    {
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same year.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var weeks = new Option<int>("--weeks") { Description = "How long the year is; the drift sets in half way.", DefaultValueFactory = _ => 52, HelpName = "N" };
        weeks.Validators.Add(result => Within(result, weeks.Name, 4, 520));
        var uncertain = Share("--uncertain", "Share of the places for the most uncertain. Default: as configured.");
        var random = Share("--random", "Share of the places drawn by chance. Default: as configured.");
        var weight = Weight();
        var people = new Option<int>("--gate-people")
        {
            Description = $"People with stalking without whom the gate lets nothing in: the made-up force is small. Default {FewestPeople}.",
            DefaultValueFactory = _ => FewestPeople,
            HelpName = "N",
        };
        people.Validators.Add(result => Within(result, people.Name, 1, 1_000));
        var corpus = new Option<string?>("--corpus") { Description = "A labelled corpus instead of the shipped one.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command(
            "year",
            "Simulate a year of nights with drift half way: reviewers with errors, weekly retraining, the gate and the monitoring, beside never retraining and no gate.")
        {
            seed, weeks, uncertain, random, weight, people, corpus, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(uncertain) + result.GetValue(random) > 1) result.AddError("--uncertain and --random together are at most 1.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var inputs = await TrainingInputs.LoadAsync(parsed.GetValue(corpus), cancellationToken);
            var configured = ChoiceStrategy.Of(WorkerHost.Options<ReviewOptions>(ReviewOptions.Section));
            var choice = ChoiceStrategy.Mixture(
                parsed.GetResult(uncertain) is null ? configured.Uncertain : parsed.GetValue(uncertain),
                parsed.GetResult(random) is null ? configured.Random : parsed.GetValue(random));
            var watch = Stopwatch.StartNew();
            var isJson = parsed.GetValue(json);
            var report = new YearSimulation(
                inputs.Corpus, inputs.Book, TrainingInputs.Options, WorkerHost.Options<MonitoringOptions>(MonitoringOptions.Section),
                WorkerHost.Options<GateOptions>(GateOptions.Section) with { MinimumPeople = parsed.GetValue(people) })
                .Run(
                    new YearRequest(parsed.GetValue(seed), parsed.GetValue(weeks), Choice: choice, HeaviestWeight: parsed.GetValue(weight)),
                    isJson ? null : new StepProgress(YearArm.All.Count), cancellationToken);
            if (isJson) Report.WriteJson(report);
            else YearTables.Write(report);
            await WriteTimeAsync(watch, isJson);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteTimeAsync(Stopwatch watch, bool isJson)
    {
        if (!isJson) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0} seconds."));
    }

    private static Option<double> Share(string name, string description)
    {
        var share = new Option<double>(name) { Description = description, HelpName = "SHARE" };
        share.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value is not (>= 0 and <= 1))
                result.AddError($"{name} needs a share from 0 to 1.");
        });
        return share;
    }

    private static Option<float> Weight()
    {
        var weight = new Option<float>("--heaviest-weight")
        {
            Description = "The most that an answer drawn by chance may count for in training; it stands for all that nobody chose to read. 1: all answers count alike.",
            DefaultValueFactory = _ => 1,
            HelpName = "W",
        };
        weight.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && float.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && !(value >= 1))
                result.AddError($"{weight.Name} needs a number from 1 on.");
        });
        return weight;
    }

    private static void Within(OptionResult result, string name, int least, int most)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var n) && (n < least || n > most))
            result.AddError($"{name} needs a number from {least} to {most}.");
    }
}
