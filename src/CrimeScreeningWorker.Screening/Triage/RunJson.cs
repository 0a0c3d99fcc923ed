using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary><c>run.json</c>: one flat object, the counts beside the rest.</summary>
public static class RunJson
{
    // A time keeps its plus sign: the file is read by people, and never put into a page.
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(RunSummary run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Format))
        {
            json.WriteStartObject();
            json.WriteString("run_id", run.RunId);
            json.WriteString("started_at", BritishTime.TimestampToMilliseconds(run.StartedAt));
            json.WriteString("finished_at", BritishTime.TimestampToMilliseconds(run.FinishedAt));
            json.WriteString("source", run.Source);
            json.WriteString("store", run.Store);
            json.WriteString("rule_book_version", run.RuleBookVersion);
            json.WriteString("model_version", run.ModelVersion);
            json.WriteNumber("read", run.Counts.Read);
            json.WriteNumber("new", run.Counts.New);
            json.WriteNumber("changed", run.Counts.Changed);
            json.WriteNumber("unchanged", run.Counts.Unchanged);
            json.WriteNumber("quarantined", run.Counts.Quarantined);
            json.WriteNumber("in_scope", run.Counts.InScope);
            json.WriteNumber("history_only", run.Counts.HistoryOnly);
            json.WriteNumber("rescored", run.Counts.Rescored);
            json.WriteNumber("queued", run.Counts.Queued);
            json.WriteNumber("late", run.Counts.Late);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
