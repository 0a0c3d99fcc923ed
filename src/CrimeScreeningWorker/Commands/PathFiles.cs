using System.ComponentModel.DataAnnotations;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Commands;

/// <summary>Where the files beside the program are. Relative paths are taken from the program's own folder.</summary>
internal sealed class PathFilesOptions
{
    public const string Section = "Files";

    /// <summary>The rule book. Default: the shipped one.</summary>
    [Required] public string RuleBook { get; init; } = "rules/rule-book.yaml";

    /// <summary>The fact book, which is read with the words of the rule book. Default: the shipped one.</summary>
    [Required] public string FactBook { get; init; } = "rules/facts.yaml";

    /// <summary>The recording rules. Default: the shipped ones.</summary>
    [Required] public string RecordingRules { get; init; } = "rules/recording-rules.yaml";

    /// <summary>A model folder, or a folder of model folders of which the last by name is taken. Default: the shipped one.</summary>
    [Required] public string Model { get; init; } = "models/text-model";

    /// <summary>The labelled corpus. Default: the shipped one.</summary>
    [Required] public string Corpus { get; init; } = "models/corpus";
}

/// <summary>Finds the files that a command needs.</summary>
internal static class PathFiles
{
    public static string Resolve(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    /// <exception cref="ModelException">The folder holds no model.</exception>
    public static string ModelFolder(string path)
    {
        var folder = Resolve(path);
        if (File.Exists(Path.Combine(folder, TextModelFolder.ManifestFile))) return folder;
        return (Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
            .Where(f => File.Exists(Path.Combine(f, TextModelFolder.ManifestFile)))
            .Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new ModelException($"There is no model in {folder}: train one with the train command.");
    }
}
