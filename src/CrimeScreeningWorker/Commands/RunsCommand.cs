using System.CommandLine;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>runs list</c> and <c>runs show</c>: the run ledger.</summary>
internal static class RunsCommand
{
    public static Command Create() => new("runs", "The run ledger: what ran when, over what, and how it ended.") { List(), Show() };

    private static Command List()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var limit = new Option<int>("--limit") { Description = "How many, newest first.", DefaultValueFactory = _ => 20, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100_000) result.AddError("--limit needs a number from 1 to 100000.");
        });
        var command = new Command("list", "The newest runs, a line each.") { store, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var runs = await (await OpenAsync(parsed.GetValue(store), cancellationToken)).ReadAsync(parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json)) Report.WriteJson(runs.Select(Shape));
            else WriteTable(runs);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var (store, json) = (CommonOptions.Store(), CommonOptions.Json());
        var id = new Argument<string>("ID") { Description = "Id of a run, as runs list prints it." };
        var command = new Command("show", "All that the ledger says of one run.") { id, store, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var runId = parsed.GetRequiredValue(id);
            var run = await (await OpenAsync(parsed.GetValue(store), cancellationToken)).FindAsync(runId, cancellationToken)
                ?? throw new StoreException($"The ledger has no run {runId}: see runs list.");
            if (parsed.GetValue(json)) Report.WriteJson(Shape(run));
            else Write(run);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<RunLedger> OpenAsync(string? store, CancellationToken cancellationToken)
    {
        var database = new ScreeningDatabase(CommonOptions.FindStore(store));
        await database.CheckAsync(cancellationToken);
        return new RunLedger(database);
    }

    private static void WriteTable(IReadOnlyList<RunRecord> runs)
    {
        if (runs.Count == 0)
        {
            Console.WriteLine("The ledger is empty: nothing has run yet.");
            return;
        }

        var table = new Table().Border(Report.IsTerminal ? TableBorder.Rounded : TableBorder.None);
        foreach (var title in (string[])["Run", "Started", "State", "Took", "Source", "What"]) table.AddColumn(new TableColumn(title).NoWrap());
        foreach (var run in runs)
        {
            table.AddRow(
                new Text(run.RunId), new Text(BritishTime.DayAndClock(run.StartedAt)), new Text(RunWording.State(run)), new Text(RunWording.Took(run)), new Text(run.Source),
                new Text(run.State == RunState.Skipped ? "" : MorningSentence.Of(run.Counts)));
        }

        Report.Out.Write(table);
    }

    private static void Write(RunRecord run)
    {
        (string Title, string? Value)[] lines =
        [
            ("Run", run.RunId),
            ("State", RunWording.State(run)),
            ("Phase", run.Phase),
            ("Summary", run.State == RunState.Skipped ? null : MorningSentence.Of(run.Counts)),
            ("Failure", run.State == RunState.Skipped ? null : run.Failure),
            ("Taken over by", run.ResumedBy),
            ("Source", run.Source),
            ("Started", BritishTime.Timestamp(run.StartedAt)),
            ("Finished", run.FinishedAt is { } finished ? BritishTime.Timestamp(finished) : null),
            ("Took", run.State == RunState.Skipped ? null : RunWording.Took(run)),
            ("Stands for", BritishTime.Timestamp(run.AsOf)),
            ("Watermark in", run.WatermarkIn is { } from ? BritishTime.Timestamp(from) : null),
            ("Watermark out", run.WatermarkOut is { } to ? BritishTime.Timestamp(to) : null),
            ("Rows", run.State == RunState.Skipped ? null : RunWording.Rows(run.Counts)),
            ("Crimes", run.State == RunState.Skipped ? null : RunWording.Crimes(run.Counts)),
            ("Rule book", run.RuleBookVersion),
            ("Model", run.ModelVersion),
            ("Configuration", run.ConfigurationHash),
            ("Node", run.Node),
            ("Published", run.Published switch { true => "yes", false => "not yet", null => null }),
        ];
        foreach (var (title, value) in lines.Where(line => !string.IsNullOrEmpty(line.Value))) Console.WriteLine($"{title + ":",-16}{value}");
    }

    private static object Shape(RunRecord run) => new
    {
        run_id = run.RunId,
        state = run.State.ToString().ToLowerInvariant(),
        phase = run.Phase,
        sentence = run.State == RunState.Skipped ? RunWording.State(run) : MorningSentence.Of(run.Counts),
        failure = run.Failure,
        resumed_by = run.ResumedBy,
        source = run.Source,
        started_at = BritishTime.Timestamp(run.StartedAt),
        finished_at = run.FinishedAt is { } finished ? BritishTime.Timestamp(finished) : null,
        duration_seconds = run.Duration?.TotalSeconds,
        as_of = BritishTime.Timestamp(run.AsOf),
        window = new
        {
            watermark_in = run.WatermarkIn is { } from ? BritishTime.Timestamp(from) : null,
            watermark_out = run.WatermarkOut is { } to ? BritishTime.Timestamp(to) : null,
        },
        counts = run.Counts,
        rule_book_version = run.RuleBookVersion,
        model_version = run.ModelVersion,
        configuration_hash = run.ConfigurationHash,
        node = run.Node,
        published = run.Published,
    };
}
