using System.CommandLine;
using System.Text;
using CrimeScreeningWorker.Service;
using Serilog;

namespace CrimeScreeningWorker.Commands;

/// <summary>The commands, and the one place where what went wrong becomes a sentence and an exit code.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <summary>Every command there is.</summary>
    public static RootCommand Root() => new(
        "Reads the crimes a force recorded, joins each to the earlier crimes of the same people, and writes a ranked, explained " +
        "list of those that may be stalking recorded as something else. A person decides; the software orders the reading.")
    {
        DemoCommand.Create(),
        ScreenCommand.Create(),
        ExportCommand.Create(),
        BackscanCommand.Create(),
        RunCommand.Create(),
        RunsCommand.Create(),
        ReviewCommand.Create(),
        LinksCommand.Create(),
        LabelsCommand.Create(),
        AuditCommand.Create(),
        RetentionCommand.Create(),
        MigrateCommand.Create(),
        DoctorCommand.Create(),
        HealthCommand.Create(),
        TrainCommand.Create(),
        ModelsCommand.Create(),
        EvaluateCommand.Create(),
        SimulateCommand.Create(),
        ReportsCommand.Create(),
        RulesCommand.Create(),
        SamplesCommand.Create(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Try --help.");
            return ExitCode.BadArguments;
        }

        // Ctrl+C and SIGTERM reach a command as its cancellation token; it has this long to come to the end of a batch.
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopWithin };
        using var stop = new CancellationTokenSource();
        try
        {
            return await parsed.InvokeAsync(configuration, stop.Token);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end. What was finished is kept; run the command again to go on.");
            return ExitCode.Failed;
        }
        catch (Exception e) when (NightFailure.MessageOf(e) is { } message)
        {
            // These say in one sentence what a person can do; a stack would only hide it.
            await Console.Error.WriteLineAsync(message);
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            // Type and place only: a message of the runtime may quote what it was given.
            Log.Fatal("Unexpected {Type:l} at {Place:l}", e.GetType().FullName, e.StackTrace);
            await Console.Error.WriteLineAsync($"Failed: {e.GetType().Name}. Nothing half-written was kept; the log has the place.");
            return ExitCode.Failed;
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }
}

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadArguments = 2;
    public const int Quarantined = 3;
}
