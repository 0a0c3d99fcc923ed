using System.CommandLine;
using System.Globalization;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = "Where screened crimes are kept: sqlite:PATH (made when it is missing), postgresql://USER@HOST/DATABASE, or the name of a store of " +
            $"the configuration. Default: Store of the configuration, or {StoreLocation.DefaultText}.",
        HelpName = "STORE",
    };

    /// <summary>The store that was named, or that the configuration names.</summary>
    public static StoreLocation FindStore(string? store) => new ConfiguredStores(WorkerHost.Configuration()).Find(store);

    public static Option<string> Out()
    {
        var output = new Option<string>("--out")
        {
            Description = "Folder for the output files. It is made when it is missing.",
            DefaultValueFactory = _ => "./out",
            HelpName = "DIR",
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError("--out needs the name of a folder.");
        });
        return output;
    }

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write the result as JSON on standard output and nothing else.",
    };

    public static Option<DateTimeOffset?> AsOf() => new("--as-of")
    {
        Description = "The moment the list is made for, with offset (2026-03-14T05:00:00Z). Due times run from it. Default: now.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
            result.AddError("--as-of needs a time with its offset from UTC, such as 2026-03-14T05:00:00Z.");
            return null;
        },
    };

    /// <summary>The key of a crime. A crime number may hold slashes itself, a force code does not.</summary>
    public static Option<CrimeKey> Crime(string name, string description) => new(name)
    {
        Description = $"{description} Its force code and crime number, such as GLO/CR/004512/26.",
        HelpName = "FORCE/REFERENCE",
        Required = true,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1)
                return new CrimeKey(text[..slash], text[(slash + 1)..]);
            result.AddError($"{name} needs the force code and the crime number, such as GLO/CR/004512/26.");
            return default;
        },
    };

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal) && text.Contains('T', StringComparison.Ordinal);
}
