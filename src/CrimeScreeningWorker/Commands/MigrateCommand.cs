using System.CommandLine;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Commands;

/// <summary><c>migrate</c>: brings a store's schema up to date.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var store = CommonOptions.Store();
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be applied, and write nothing." };
        var command = new Command("migrate", "Bring the store's schema to this version; makes the store when it is missing.") { store, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var database = new ScreeningDatabase(CommonOptions.FindStore(parsed.GetValue(store)));
            var pending = await database.ReadPendingScriptsAsync(cancellationToken);
            foreach (var script in pending) Console.WriteLine(script);
            if (parsed.GetValue(dryRun))
            {
                Console.WriteLine($"{pending.Count} to apply to {database.Location}; nothing was written.");
                return ExitCode.Done;
            }

            await database.PrepareAsync(cancellationToken);
            Console.WriteLine(pending.Count == 0 ? $"{database.Location} is up to date." : $"{pending.Count} applied to {database.Location}.");
            return ExitCode.Done;
        });
        return command;
    }
}
