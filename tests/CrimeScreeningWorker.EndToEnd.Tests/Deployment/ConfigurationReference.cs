using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.EndToEnd.Tests.Deployment;

/// <summary>docs/configuration.md, from the options classes: their properties, defaults, bounds, and what their source says of them.</summary>
internal static partial class ConfigurationReference
{
    private static readonly Assembly[] Assemblies = [typeof(PathFilesOptions).Assembly, typeof(SourceOptions).Assembly, typeof(ConsoleOptions).Assembly];

    private static readonly Dictionary<string, string[]> Sources = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains("Options", StringComparison.Ordinal))
        .ToDictionary(file => file, File.ReadAllLines, StringComparer.Ordinal);

    /// <summary>Every class of settings with its section, by the section's name; what stands once for each store or source has <c>NAME</c> in it.</summary>
    public static IReadOnlyList<(string Section, Type Type)> Classes { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Section: type == typeof(PostgreSqlSourceOptions) ? SourceOptions.Section : SectionOf(type), Type: type))
            .Where(each => each.Section is not null)
            .Select(each => (Section: each.Type == typeof(PostgreSqlSourceOptions) || each.Type == typeof(PostgreSqlStoreOptions) ? each.Section + ":NAME" : each.Section!, each.Type))
            .OrderBy(each => each.Section, StringComparer.Ordinal),
    ];

    /// <summary>The settings of a class.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).OrderBy(property => property.MetadataToken);

    /// <summary>What the source says of a class, or of a property of it; empty when it says nothing.</summary>
    public static string Summary(Type type, string? property = null)
    {
        foreach (var lines in Sources.Values)
        {
            var start = Array.FindIndex(lines, line => line.Split(' ') is ["public" or "internal", "sealed", "class" or "record", var name, ..]
                && string.Equals(name, type.Name, StringComparison.Ordinal));
            if (start < 0) continue;
            var at = property is null ? start : Array.FindIndex(lines, start, line => line.Contains($" {property} {{ get; init; }}", StringComparison.Ordinal));
            if (at < 0) return "";
            // Attributes stand between the summary and what it is of.
            var end = at - 1;
            while (end >= 0 && lines[end].Trim().StartsWith('[')) end--;
            var first = end;
            while (first >= 0 && lines[first].Trim().StartsWith("///", StringComparison.Ordinal)) first--;
            return Plain(string.Join(' ', lines[(first + 1)..(end + 1)].Select(line => line.Trim()[3..].Trim())));
        }

        return "";
    }

    /// <summary>The whole file, lines ended by a line feed.</summary>
    public static string Write()
    {
        List<string> lines =
        [
            "# Configuration reference", "",
            "Made from the options classes by `ConfigurationReferenceTests`, which fails when it drifts; `UPDATE_SNAPSHOTS=1` writes it anew. What the",
            "settings are for is in [operations.md](operations.md) and [console.md](console.md).", "",
            "A key stands in `crime-screening.json` as nested objects, or in the environment: `CRIMESCREENING_`, then the section, the key and, of a list, the",
            "place, parted by two underscores. `NAME` is yours to choose. Durations are `d.hh:mm:ss`. Secrets belong into the environment.", "",
            "## No section", "",
            "| key | type | default | bounds | environment | meaning |", "| --- | --- | --- | --- | --- | --- |",
            "| `Store` | text | `sqlite:./data/screening.db` | | `CRIMESCREENING_Store` | The store of the service and of commands without `--store`: `sqlite:FILE`, or the name of an entry of `Stores`. |",
            "| `Logs:File` | text | none | | `CRIMESCREENING_Logs__File` | A JSON log file, a new one each day, 30 kept. |",
            "| `Serilog` | section | | | `CRIMESCREENING_Serilog__MinimumLevel__Default` | Levels of the log, as the library Serilog reads them. |",
            "| `Transparency` | texts by number | none | | `CRIMESCREENING_Transparency__1.1` | What the force itself says in the transparency record, by the number of the field. |",
        ];
        foreach (var (section, type) in Classes)
        {
            lines.AddRange(["", $"## {section}", "", Summary(type), "", "| key | type | default | bounds | environment | meaning |", "| --- | --- | --- | --- | --- | --- |"]);
            if (type == typeof(PostgreSqlSourceOptions))
            {
                lines.Add($"| `Kind` | text | `postgresql` | `csv` or `postgresql` | `{Variable(section, "Kind")}` | What the source is. The other keys are of a database, but for `Path`. |");
                lines.Add($"| `Path` | text | none | | `{Variable(section, "Path")}` | Of `csv`: a file, or the folder that files are dropped into. |");
            }

            var defaults = Activator.CreateInstance(type)!;
            lines.AddRange(Properties(type).Select(property =>
                $"| `{property.Name}` | {TypeName(property.PropertyType)} | {Default(property.GetValue(defaults))} | {Bounds(property)} | " +
                $"`{Variable(section, property.Name)}{(IsList(property.PropertyType) ? "__0" : "")}` | {Summary(type, property.Name)} |"));
        }

        return string.Join('\n', lines.Select(line => line.Replace("|  |", "| |", StringComparison.Ordinal))) + "\n";
    }

    private static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static string Variable(string section, string key) => "CRIMESCREENING_" + section.Replace(":", "__", StringComparison.Ordinal) + "__" + key;

    private static bool IsList(Type type) => type != typeof(string) && !IsMap(type) && typeof(IEnumerable).IsAssignableFrom(type);

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericArguments().Length == 2;

    private static string TypeName(Type given)
    {
        var type = Nullable.GetUnderlyingType(given) ?? given;
        if (type == typeof(string)) return "text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long) || type == typeof(ulong)) return "whole number";
        if (type == typeof(double) || type == typeof(float) || type == typeof(decimal)) return "number";
        if (type == typeof(TimeSpan)) return "duration";
        if (type == typeof(TimeOnly)) return "time of day";
        if (type == typeof(Uri)) return "address";
        if (type.IsEnum) return "one of " + string.Join(", ", Enum.GetNames(type));
        if (IsMap(type)) return TypeName(type.GetGenericArguments()[1]) + " by name";
        if (IsList(type)) return "list of " + TypeName(type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0]);
        throw new NotSupportedException($"The reference has no word for {type}.");
    }

    private static string Default(object? value) => value switch
    {
        null or "" => "none",
        bool truth => truth ? "`true`" : "`false`",
        string text => $"`{Cell(text)}`",
        TimeSpan span => $"`{span:c}`",
        IEnumerable list => list.Cast<object>().Select(each => $"`{Convert.ToString(each, CultureInfo.InvariantCulture)}`").ToList() is { Count: > 0 } each ? string.Join(' ', each) : "none",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static string Bounds(PropertyInfo property) => Cell(string.Join(", ", property.GetCustomAttributes<ValidationAttribute>().Select(attribute => attribute switch
    {
        RequiredAttribute => "required",
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"),
        StringLengthAttribute length => string.Create(CultureInfo.InvariantCulture, $"{length.MinimumLength} to {length.MaximumLength} characters"),
        MinLengthAttribute length => string.Create(CultureInfo.InvariantCulture, $"at least {length.Length}"),
        RegularExpressionAttribute pattern => $"`{pattern.Pattern}`",
        _ => attribute.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal),
    }).Order(StringComparer.Ordinal)));

    private static string Plain(string xml)
    {
        var text = Reference().Replace(xml, match => $"`{match.Groups["name"].Value}`");
        text = Code().Replace(text, match => $"`{match.Groups["text"].Value}`");
        return Cell(WebUtility.HtmlDecode(Tag().Replace(text, "")).Trim());
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex("<see(also)? (cref|langword)=\"(?<name>[^\"]+)\" ?/>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("<c>(?<text>[^<]*)</c>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("</?(summary|remarks|para|b|i)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
