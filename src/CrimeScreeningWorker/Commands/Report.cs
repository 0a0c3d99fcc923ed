using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace CrimeScreeningWorker.Commands;

/// <summary>Standard output: tables for a person at a terminal, plain text in a pipe, JSON for a script.</summary>
internal static class Report
{
    private const int PipeWidth = 160;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = true,
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static bool IsTerminal { get; } = !Console.IsOutputRedirected;

    public static IAnsiConsole Out { get; } = Create(Console.Out, IsTerminal);

    public static IAnsiConsole Error { get; } = Create(Console.Error, !Console.IsErrorRedirected);

    public static void WriteJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    private static IAnsiConsole Create(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!terminal) console.Profile.Width = PipeWidth;
        return console;
    }
}

/// <summary>Steps of a long command, a line each on standard error, so that standard output stays clean.</summary>
internal sealed class StepProgress(int steps) : IProgress<string>
{
    private readonly Lock gate = new();
    private int done;

    public void Report(string value)
    {
        lock (gate) Console.Error.WriteLine($"{++done} of {steps}: {value}");
    }
}
