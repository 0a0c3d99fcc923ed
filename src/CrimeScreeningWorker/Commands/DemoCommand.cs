using System.CommandLine;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Hosting;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>demo</c>: the main job on the shipped sample, in a store of its own.</summary>
internal static class DemoCommand
{
    // The sample is what an invented force recorded by the end of September 2025; the list is made for the morning after.
    private static readonly DateTimeOffset Morning = new(2025, 10, 1, 5, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var (output, json, urls) = (CommonOptions.Out(), CommonOptions.Json(), ReviewCommand.Urls());
        var serve = new Option<bool>("--serve") { Description = "Then open the review console on this machine, with the sample night in it and no password." };
        var command = new Command("demo", "Screen the shipped sample, print the morning list and write the files. All of it is invented.") { output, json, serve, urls };
        command.Validators.Add(result =>
        {
            if (result.GetResult(urls) is { Implicit: false } && !result.GetValue(serve)) result.AddError("--urls goes with --serve.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // A demonstration starts afresh each time: its store holds nothing that the sample does not give back.
            var store = Path.GetFullPath(Path.Combine(parsed.GetValue(output)!, "demo.db"));
            if (Directory.Exists(Path.GetDirectoryName(store)))
                foreach (var file in new[] { store, store + "-wal", store + "-shm" }) File.Delete(file);
            var code = await ScreenCommand.RunAsync(
                PathFiles.Resolve("samples/force-month.csv"), "sqlite:" + store, parsed.GetValue(output)!, Morning, parsed.GetValue(json),
                showList: true, cancellationToken);
            if (parsed.GetValue(serve))
            {
                // The console's day is the sample's: what was due that morning is due, and not long past.
                var clock = new ShiftedClock(TimeProvider.System, Morning.AddHours(3));
                await ReviewCommand.ServeAsync(CommonOptions.FindStore("sqlite:" + store), Settings(parsed.GetValue(urls)), clock, cancellationToken);
            }

            return code;
        });
        return command;
    }

    /// <summary>Anyone at this machine may come in; a provider of the configuration is not asked about invented people.</summary>
    private static Dictionary<string, string?> Settings(string? urls)
    {
        var settings = ReviewCommand.Settings(urls ?? ConsoleOptions.DefaultUrl);
        settings[$"{SignInOptions.Section}:{nameof(SignInOptions.Local)}"] = "true";
        settings[$"{SignInOptions.Section}:{nameof(SignInOptions.Authority)}"] = "";
        return settings;
    }
}
