using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Indicators;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>Reads and checks <c>recording-rules.yaml</c>.</summary>
internal static class RecordingRulesFile
{
    private sealed class File
    {
        public string Title { get; set; } = string.Empty;
        public int Format { get; set; }
        public string EffectiveFrom { get; set; } = string.Empty;
        public List<Row> Rules { get; set; } = [];
        public Dictionary<string, SectionRow> Sections { get; set; } = [];
    }

    private sealed class Row
    {
        public string Id { get; set; } = string.Empty;
        public List<string> All { get; set; } = [];
        public List<string> None { get; set; } = [];
        public string? Action { get; set; }
        public string Strength { get; set; } = "medium";
        public string Basis { get; set; } = string.Empty;
        public bool Adds { get; set; }
    }

    private sealed class SectionRow
    {
        public string Basis { get; set; } = string.Empty;
    }

    public static RecordingRules Load(string path)
    {
        var name = Path.GetFileName(path);
        string text;
        try
        {
            text = System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleBookException($"{name}: cannot be read: {e.Message}", e);
        }

        File file;
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
            file = yaml.Deserialize<File>(new ShallowParser(new StringReader(text))) ?? throw new RuleBookException($"{name}: is empty.");
        }
        catch (YamlException e)
        {
            throw new RuleBookException($"{name}, line {e.Start.Line}: {(e.InnerException ?? e).Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet meets some unfinished lines, and an alias as a key, so, and knows no place.
            throw new RuleBookException($"{name}: not readable as YAML: a list or a pair of braces is not closed, or an alias stands where none may.", e);
        }

        if (file.Format != 1) throw new RuleBookException($"{name}: format {file.Format} is not known; 1 was expected.");
        // A key without a value is null, whatever the type says.
        var rows = (file.Rules ?? []).Select((row, i) => ReadRow(name, row ?? new Row(), i)).ToList();
        if (rows.Count == 0) throw new RuleBookException($"{name}: holds no rules.");
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        return new RecordingRules(rows, SectionBasis(name, file, "2A"), SectionBasis(name, file, "4A"), version);
    }

    private static RecordingRule ReadRow(string name, Row row, int index)
    {
        var where = $"{name}, rule {index + 1} ({row.Id})";
        if (string.IsNullOrEmpty(row.Id) || string.IsNullOrEmpty(row.Basis)) throw new RuleBookException($"{where}: id and basis are required.");
        if (row.All is not { Count: > 0 }) throw new RuleBookException($"{where}: names no facts in 'all', so it would always hold.");
        var action = row switch
        {
            { Adds: true } => SuggestionAction.Review,
            { Action: "review" } => SuggestionAction.Review,
            { Action: "reclassify" } => SuggestionAction.Reclassify,
            { Action: "add_included" } => SuggestionAction.AddIncluded,
            { Action: "add_flag" } => SuggestionAction.AddFlag,
            _ => throw new RuleBookException($"{where}: action '{row.Action}' is not one of review, reclassify, add_included, add_flag."),
        };
        return new RecordingRule(row.Id, Facts(where, row.All), Facts(where, row.None), action, row.Strength, row.Basis, row.Adds);
    }

    private static CaseFact Facts(string where, List<string>? names)
    {
        var facts = CaseFact.None;
        foreach (var fact in names ?? [])
        {
            facts |= Enum.TryParse<CaseFact>(fact?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value)
                && value != CaseFact.None && Enum.IsDefined(value)
                ? value
                : throw new RuleBookException($"{where}: '{fact}' is not a fact; the list stands at the head of the file.");
        }

        return facts;
    }

    private static string SectionBasis(string name, File file, string section) =>
        file.Sections is { } sections && sections.TryGetValue(section, out var row) && row is { Basis.Length: > 0 }
            ? row.Basis
            : throw new RuleBookException($"{name}: sections: {section} needs a basis.");
}
