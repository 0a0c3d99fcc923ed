using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>labels</c>: what people said of crimes, in and out, and where they disagree.</summary>
internal static class LabelsCommand
{
    public static Command Create() => new("labels", "What people said of crimes: is it stalking? Only ever added to; decisions of the console are among them by themselves.")
    {
        Import(),
        Export(),
        Conflicts(),
        Agreement(),
        Adjudicate(),
        Held(),
        Release(),
    };

    private static Command Import()
    {
        var source = Words("--source", "The sheet: CSV with a header, separated by commas, semicolons or tabs.", "FILE.csv", required: true);
        var force = Words("--force", "Force code of rows that have none.", "CODE");
        var by = Words("--by", "Who answered in rows that do not say.", "NAME");
        var role = Words("--role", "As what they answered. Default: cdi.", "ROLE");
        var rubric = Words("--rubric", "Version of the question that they answered. Default: unstated.", "NAME");
        var skip = new Option<bool>("--skip-bad") { Description = "Take the good rows in though others are bad. Without it one bad row keeps all out." };
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("import", "Takes a sheet of labels in. A line that is there already changes nothing.") { source, force, by, role, rubric, skip, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(source)!;
            var sheet = await LabelSheet.ReadAsync(
                file,
                new SheetDefaults(parsed.GetValue(force)?.Trim(), parsed.GetValue(by)?.Trim(), parsed.GetValue(role)?.Trim() ?? "cdi", parsed.GetValue(rubric)?.Trim() ?? "unstated"),
                TimeProvider.System.GetUtcNow(), cancellationToken);
            var takenIn = sheet.Faults.IsEmpty || parsed.GetValue(skip);
            var labels = Store(parsed.GetValue(store));
            var added = takenIn ? await labels.AddAsync(sheet.Labels, cancellationToken) : 0;
            var missing = await labels.FindMissingAsync(sheet.Labels.Select(l => l.Crime), cancellationToken);
            foreach (var fault in sheet.Faults) await Console.Error.WriteLineAsync(fault.ToString());
            if (parsed.GetValue(json)) Report.WriteJson(LabelShapes.Of(sheet, takenIn, added, missing));
            else LabelTables.Write(sheet, takenIn, added, missing);
            return sheet.Faults.IsEmpty ? ExitCode.Done : takenIn ? ExitCode.Quarantined : ExitCode.Failed;
        });
        return command;
    }

    private static Command Export()
    {
        var output = Words("--out", "The file. One that is there is replaced.", "FILE.csv", required: true);
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("export", "Writes every label with its pedigree, those that were taken back too. No narrative; import reads it again.") { output, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(output)!;
            var count = await LabelFile.WriteAsync(file, Store(parsed.GetValue(store)).ReadAsync(cancellationToken), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(new { file, labels = count });
            else Console.WriteLine($"{count} {LabelTables.Noun(count, "label")} in {file}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Conflicts()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("conflicts", "Crimes about which people disagree and that nobody has adjudicated: they train no model.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settled = await Store(parsed.GetValue(store)).SettledAsync(cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(LabelShapes.Of(settled));
            else LabelTables.Write(settled);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Agreement()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command(
            "agreement", "How far people agree about the same crimes: Cohen's kappa with its 95 % interval, of each pair of people, blind readings apart.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var crimes = new List<IReadOnlyList<Label>>();
            // Of a crime of which one person has spoken there is nothing to compare.
            await foreach (var labels in Store(parsed.GetValue(store)).ReadCrimesAsync(cancellationToken))
            {
                if (labels.Count > 1) crimes.Add(labels);
            }

            var report = LabelAgreement.Of(crimes);
            if (parsed.GetValue(json)) Report.WriteJson(LabelShapes.Of(report));
            else LabelTables.Write(report);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Adjudicate()
    {
        var crime = new Argument<CrimeKey>("crime")
        {
            Description = "The crime that people disagree about: its force code and crime number, such as GLO/CR/004512/26.",
            HelpName = "FORCE/REFERENCE",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                // A crime number may hold slashes itself, a force code does not.
                if (text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1)
                    return new CrimeKey(text[..slash], text[(slash + 1)..]);
                result.AddError("The crime needs its force code and its crime number, such as GLO/CR/004512/26.");
                return default;
            },
        };
        var by = Words("--as", "Who settles it: a third person, by name.", "NAME", required: true);
        var answer = new Option<string>("--answer") { Description = "Is it stalking?", HelpName = "yes|no", Required = true };
        answer.AcceptOnlyFromAmong("yes", "no");
        var reason = Words("--reason", "Why, in a sentence. It is kept with the label.", "TEXT", required: true);
        var role = Words("--role", "As what. Default: adjudicator.", "ROLE");
        var rubric = Words("--rubric", "Version of the question that is answered. Default: console-1, the question of the console.", "NAME");
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("adjudicate", "Settles a disagreement by the word of a third person. What the others said stays.") { crime, by, answer, reason, role, rubric, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var label = await Store(parsed.GetValue(store)).AdjudicateAsync(
                parsed.GetRequiredValue(crime), parsed.GetRequiredValue(answer) == "yes", parsed.GetRequiredValue(by)!, parsed.GetValue(role)?.Trim() ?? "adjudicator",
                parsed.GetRequiredValue(reason)!, parsed.GetValue(rubric)?.Trim() ?? "console-1", TimeProvider.System.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(LabelShapes.Of(label));
            else Console.WriteLine($"{label.Crime}: {(label.Stalking == Screening.Review.StalkingAnswer.Yes ? "stalking" : "not stalking")}, adjudicated.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Held()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command(
            "held", "Reviewers whose answers of a week lie far from what the machine and the others would make expect: kept out of training and of the gate " +
            "until a person has looked; and whose were let in again.") { store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = await OpenAsync(parsed.GetValue(store), cancellationToken);
            var (held, released) = (await ReviewerHolds.FindAsync(database, cancellationToken), await ReviewerHolds.ReadAsync(database, cancellationToken));
            if (parsed.GetValue(json)) Report.WriteJson(new { held = held.Select(LabelShapes.Of), released = released.Select(LabelShapes.Of) });
            else LabelTables.Write(held, released);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Release()
    {
        var reviewer = Words("--reviewer", "Whose answers, as labels held names them.", "NAME", required: true);
        var week = new Option<DateOnly>("--week")
        {
            Description = "The Monday of the week, as labels held names it.",
            HelpName = "DATE",
            Required = true,
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                result.AddError("--week needs a day such as 2026-03-02.");
                return default;
            },
        };
        var by = Words("--as", "Who has looked, by name: another person.", "NAME", required: true);
        var note = Words("--note", "What was found. It is kept for good.", "TEXT", required: true);
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var command = new Command("release", "Lets a reviewer's answers of a week count again.") { reviewer, week, by, note, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = await OpenAsync(parsed.GetValue(store), cancellationToken);
            await ReviewerHolds.ReleaseAsync(
                database, parsed.GetRequiredValue(reviewer)!.Trim(), parsed.GetRequiredValue(week), parsed.GetRequiredValue(by)!, parsed.GetRequiredValue(note)!,
                TimeProvider.System.GetUtcNow(), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(new { released = true });
            else Console.WriteLine("These answers count again.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<ScreeningDatabase> OpenAsync(string? store, CancellationToken cancellationToken)
    {
        var database = new ScreeningDatabase(CommonOptions.FindStore(store));
        await database.CheckAsync(cancellationToken);
        return database;
    }

    private static LabelStore Store(string? store) => new(new ScreeningDatabase(CommonOptions.FindStore(store)));

    private static Option<string?> Words(string name, string description, string helpName, bool required = false)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name} must not be empty.");
        });
        return option;
    }
}
