using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>Writes a report as a page and, under the same name with <c>.json</c>, as numbers: both or neither.</summary>
public static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="page">Path of the page; its folder is made when it is missing.</param>
    /// <exception cref="OutputException">The files cannot be written.</exception>
    public static void Write(ReportData report, string page)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentException.ThrowIfNullOrWhiteSpace(page);
        var full = Path.GetFullPath(page);
        try
        {
            using var folder = new OutputFolder(Path.GetDirectoryName(full)!);
            WriteText(folder.Create(Path.GetFileName(full)), ToHtml(report));
            WriteText(folder.Create(Path.GetFileName(JsonBeside(full))), ToJson(report));
            folder.Publish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The report '{full}' cannot be written: {e.GetType().Name}.", e);
        }
    }

    /// <summary>Where the numbers of a page lie.</summary>
    public static string JsonBeside(string page) => Path.ChangeExtension(page, ".json");

    public static string ToHtml(ReportData report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringWriter { NewLine = "\n" };
        new ReportPage(new HtmlWriter(text), report).Write();
        return text.ToString();
    }

    public static string ToJson(ReportData report) => JsonSerializer.Serialize(report, Json).ReplaceLineEndings("\n") + "\n";

    /// <summary>A report as it was written beside its page.</summary>
    /// <exception cref="OutputException">The file cannot be read, or holds no report.</exception>
    public static ReportData Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportData>(File.ReadAllText(path), Json) ?? throw new JsonException("Empty.");
        }
        catch (JsonException e)
        {
            throw new OutputException($"{path}, line {e.LineNumber + 1}: no report that evaluate --out has written.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"The report {path} cannot be read: {e.GetType().Name}.", e);
        }
    }

    private static void WriteText(FileStream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));
}
