using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Reads values out of the YAML of a rule book and notes what is wrong with its line; every reading goes on after an error.</summary>
internal sealed class RuleBookYaml(string file)
{
    public List<RuleBookError> Errors { get; } = [];

    /// <summary>Indicator being read, for the messages.</summary>
    public string? Code { get; set; }

    public void Report(long line, string problem) => Errors.Add(new RuleBookError(file, (int)line, Code, problem));

    public void Report(YamlNode at, string problem) => Report(at.Start.Line, problem);

    /// <summary>The document's top node; null when there is none or it cannot be read.</summary>
    public YamlNode? Open(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new ShallowParser(new StringReader(yaml)));
            if (stream.Documents.Count == 1) return stream.Documents[0].RootNode;
            Report(0, stream.Documents.Count == 0 ? "the file is empty" : "the file holds more than one document");
        }
        catch (YamlException exception)
        {
            Report(exception.Start.Line, $"not readable as YAML: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet meets some unfinished lines, and an alias as a key, so, and knows no place.
            Report(0, "not readable as YAML: a list or a pair of braces is not closed, or an alias stands where none may");
        }

        return null;
    }

    /// <summary>The entries of a mapping by key; reports keys that are not <paramref name="known"/> (null: any key).</summary>
    public Dictionary<string, YamlNode> Map(YamlNode? node, string what, string[]? known)
    {
        var map = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is null) return map;
        if (node is not YamlMappingNode mapping)
        {
            Report(node, $"{what}: keys with values are expected");
            return map;
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = key is YamlScalarNode { Value: { } text } ? text : "";
            if (known is not null && Array.IndexOf(known, name) < 0) Report(key, $"unknown key '{name}' in {what}; known are {string.Join(", ", known)}");
            else map[name] = value;
        }

        return map;
    }

    /// <summary>Items of a list; a text alone is a list of one.</summary>
    public IEnumerable<YamlNode> List(YamlNode? node, string what)
    {
        if (node is null) return [];
        if (node is YamlSequenceNode sequence) return sequence.Children;
        if (node is YamlScalarNode) return [node];
        Report(node, $"{what}: a list is expected");
        return [];
    }

    /// <summary>Texts of a list with their lines.</summary>
    public IEnumerable<(string Text, int Line)> Texts(YamlNode? node, string what)
    {
        foreach (var item in List(node, what))
            if (Text(item, what) is { } text) yield return (text, (int)item.Start.Line);
    }

    public string? Text(YamlNode? node, string what)
    {
        if (node is null) return null;
        if (node is YamlScalarNode scalar && !string.IsNullOrWhiteSpace(scalar.Value)) return scalar.Value.Trim();
        Report(node, node is YamlScalarNode ? $"{what} is empty" : $"{what}: a text is expected; put a phrase with braces in quotes");
        return null;
    }

    public bool Flag(YamlNode? node, string what, bool absent)
    {
        if (node is null) return absent;
        var text = Text(node, what);
        if (text is "true" or "false") return text == "true";
        if (text is not null) Report(node, $"{what} is true or false, not '{text}'");
        return absent;
    }

    public double? Number(YamlNode? node, string what)
    {
        if (Text(node, what) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)) return value;
        Report(node!, $"{what} is a number, not '{text}'");
        return null;
    }

    public int? Count(YamlNode? node, string what, int least)
    {
        if (Text(node, what) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least) return value;
        Report(node!, $"{what} is a whole number from {least}, not '{text}'");
        return null;
    }

    /// <summary>A value of an enumeration as the book writes it, <c>someone_else</c> for <c>SomeoneElse</c>.</summary>
    public T? Choice<T>(YamlNode? node, string what)
        where T : struct, Enum
    {
        if (Text(node, what) is not { } text) return null;
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(value.ToString(), text.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) return value;
        Report(node!, $"{what} is one of {string.Join(", ", Enum.GetNames<T>())}, not '{text}'");
        return null;
    }
}
