using System.CommandLine;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>demo</c>: the main job on the shipped sample, in a store of its own.</summary>
internal static class DemoCommand
{
    // The sample is what an invented force recorded by the end of September 2025; the list is made for the morning after.
    private static readonly DateTimeOffset Morning = new(2025, 10, 1, 5, 0, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var (output, json) = (CommonOptions.Out(), CommonOptions.Json());
        var command = new Command("demo", "Screen the shipped sample, print the morning list and write the files. All of it is invented.") { output, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            // A demonstration starts afresh each time: its store holds nothing that the sample does not give back.
            var store = Path.GetFullPath(Path.Combine(parsed.GetValue(output)!, "demo.db"));
            if (Directory.Exists(Path.GetDirectoryName(store)))
                foreach (var file in new[] { store, store + "-wal", store + "-shm" }) File.Delete(file);
            return ScreenCommand.RunAsync(
                PathFiles.Resolve("samples/force-month.csv"), "sqlite:" + store, parsed.GetValue(output)!, Morning, parsed.GetValue(json),
                showList: true, cancellationToken);
        });
        return command;
    }
}
