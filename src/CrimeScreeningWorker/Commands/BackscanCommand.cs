using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening.Backscan;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>backscan</c>: a stretch of history by any number of machines.</summary>
internal static class BackscanCommand
{
    private const string SourceKey = "Service:Source";

    public static Command Create()
    {
        var from = Day("--from", "First day on which the crimes were recorded, by the clock of Europe/London.");
        var to = Day("--to", "Last such day; it belongs to the back-scan.");
        var source = new Option<string?>("--source")
        {
            Description = $"A source of the configuration, or a CSV file that every machine has. Default: {SourceKey} of the configuration.",
            HelpName = "NAME|FILE.csv",
        };
        var rows = new Option<int>("--range-rows")
        {
            Description = "About how many crimes a machine takes up at a time: what is lost when it is killed.",
            DefaultValueFactory = _ => 2000,
            HelpName = "N",
        };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 10 or > 100_000) result.AddError("--range-rows needs a number from 10 to 100000.");
        });
        var status = new Option<bool>("--status") { Description = "Show how the newest back-scan stands, and do nothing." };
        var replace = new Option<bool>("--replace") { Description = "Put this back-scan in the place of one that is unfinished; what that one took in is kept." };
        var (store, asOf, json) = (CommonOptions.Store(), CommonOptions.AsOf(), CommonOptions.Json());
        var command = new Command(
            "backscan",
            "Take in, link and score all that was recorded between two days. Give the same command on any number of machines: they share the work. " +
            "Given again, it goes on where it stopped. Ends with 3 when rows had to be set aside.")
        { from, to, source, store, rows, asOf, status, replace, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(status)) return;
            if (result.GetResult(from) is null || result.GetResult(to) is null) result.AddError("backscan needs --from and --to, or --status.");
            else if (result.GetValue(from) > result.GetValue(to)) result.AddError("--from must not be later than --to.");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(status)
            ? ShowAsync(parsed.GetValue(store), parsed.GetValue(json), cancellationToken)
            : WorkAsync(
                parsed.GetValue(source), parsed.GetValue(store),
                run => run.Request(parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value) with
                {
                    RangeRows = parsed.GetValue(rows),
                    AsOf = parsed.GetValue(asOf),
                    Replace = parsed.GetValue(replace),
                },
                parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> WorkAsync(
        string? source, string? store, Func<BackscanRun, BackscanRequest> request, bool json, CancellationToken cancellationToken)
    {
        using var host = WorkerHost.Build();
        source ??= host.Services.GetRequiredService<IConfiguration>()[SourceKey];
        if (string.IsNullOrWhiteSpace(source)) throw new BackscanException($"Name a source: --source, or {SourceKey} of the configuration.");
        var location = host.Services.GetRequiredService<ConfiguredStores>().Find(store);
        var run = host.Services.GetRequiredService<BackscanRun>();
        var status = await BackscanProgressBar.ShowAsync(
            shown: !json, progress => run.WorkAsync(source, new ScreeningDatabase(location), request(run), progress, cancellationToken));
        Write(status, json);
        return status.Counts.Quarantined > 0 ? ExitCode.Quarantined : ExitCode.Done;
    }

    private static async Task<int> ShowAsync(string? store, bool json, CancellationToken cancellationToken)
    {
        var database = new ScreeningDatabase(CommonOptions.FindStore(store));
        await database.CheckAsync(cancellationToken);
        if (await new BackscanProgress(database).ReadAsync(cancellationToken) is { } status) Write(status, json);
        else if (json) Report.WriteJson<object?>(null);
        else Console.WriteLine("There has been no back-scan.");
        return ExitCode.Done;
    }

    private static void Write(BackscanStatus status, bool json)
    {
        if (json)
        {
            Report.WriteJson(Shape(status));
            return;
        }

        (string Title, string? Value)[] lines =
        [
            ("Back-scan", $"{status.Source}, {status.FromDay:yyyy-MM-dd} to {status.ToDay:yyyy-MM-dd}"),
            ("Run", status.RunId),
            ("State", status.State.ToString().ToLowerInvariant()),
            ("Phase", status.State == RunState.Running ? BackscanWords.Of(status) : null),
            ("Summary", MorningSentence.Of(status.Counts)),
            ("Started", BritishTime.Timestamp(status.StartedAt)),
            ("Finished", status.FinishedAt is { } finished ? BritishTime.Timestamp(finished) : null),
            ("In work", status is { State: RunState.Running, AtWork: { } atWork } ? $"{atWork:N0} {(atWork == 1 ? "range" : "ranges")}" : null),
        ];
        foreach (var (title, value) in lines.Where(line => line.Value is not null)) Console.WriteLine($"{title + ":",-11}{value}");
        foreach (var node in status.Nodes)
            Console.WriteLine($"{"Node:",-11}{node.Node}: {node.Ranges:N0} ranges, {node.Rows:N0} rows, last at {BritishTime.Timestamp(node.LastAt)}");
    }

    private static object Shape(BackscanStatus status) => new
    {
        run_id = status.RunId,
        source = status.Source,
        from = status.FromDay,
        to = status.ToDay,
        state = status.State.ToString().ToLowerInvariant(),
        phase = status.Phase.ToString().ToLowerInvariant(),
        share_of_phase = Math.Round(status.Share, 4),
        ranges_done = status.RangesDone,
        ranges = status.Ranges,
        ranges_in_work = status.AtWork,
        started_at = BritishTime.Timestamp(status.StartedAt),
        finished_at = status.FinishedAt is { } finished ? BritishTime.Timestamp(finished) : null,
        sentence = MorningSentence.Of(status.Counts),
        counts = status.Counts,
        nodes = status.Nodes.Select(node => new { node = node.Node, ranges = node.Ranges, rows = node.Rows, last_at = BritishTime.Timestamp(node.LastAt) }),
    };

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            result.AddError($"{name} needs a day such as 2026-03-14.");
            return null;
        },
    };
}
