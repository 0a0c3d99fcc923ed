using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>Writes the six files of the output contract from one pass over the screened crimes.</summary>
public sealed class OutputWriter(TriageOptions options)
{
    // So that all cores have rows to write.
    private const int RowsAtATime = 500;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Tries whether files can be written to the folder, so that a run does not find out at its end. What it makes for that is gone again.</summary>
    /// <exception cref="OutputException">They cannot.</exception>
    public static void Check(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var made = new List<string>();
        for (var missing = Path.GetFullPath(folder); missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing)) made.Add(missing);
        try
        {
            using (var output = new OutputFolder(folder)) output.Create("run.json").WriteByte((byte)'{');
            foreach (var path in made) Directory.Delete(path);
        }
        catch (IOException e)
        {
            throw Explain(folder, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Explain(folder, e);
        }
    }

    /// <summary>Writes the files; a reader sees the old ones or the new ones, never a part. <c>run.json</c> comes last.</summary>
    /// <param name="folder">Made when missing.</param>
    /// <param name="crimes">Crimes in scope, in any order; <c>scores.csv</c> and <c>suggestions.csv</c> keep it. Read once, and the page's once more.</param>
    /// <returns>What the page holds of the morning list.</returns>
    /// <exception cref="OutputException">The folder cannot be written or the disk is full; no file was left half written.</exception>
    public async Task<TriageList> WriteAsync(
        string folder,
        RunSummary run,
        IScreenedCrimes crimes,
        IAsyncEnumerable<RejectedRecord> quarantine,
        OutputContext context,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(crimes);
        ArgumentNullException.ThrowIfNull(quarantine);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            using var output = new OutputFolder(folder);
            var queue = await WriteCrimesAsync(output, crimes.ReadAsync(cancellationToken), context.Scope, cancellationToken);
            await WriteQuarantineAsync(output, quarantine, cancellationToken);
            var list = queue.List(await crimes.ReadWholeAsync(queue.Shown, cancellationToken));
            WriteTriage(output, queue);
            WritePage(output, list, run, context);
            output.Create("run.json").Write(Utf8.GetBytes(RunJson.Of(run)));
            output.Publish();
            return list;
        }
        catch (IOException e)
        {
            throw Explain(folder, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Explain(folder, e);
        }
    }

    private async Task<TriageQueue> WriteCrimesAsync(
        OutputFolder output, IAsyncEnumerable<ScoredCrime> crimes, ScreeningScope scope, CancellationToken cancellationToken)
    {
        var queue = new TriageQueue(scope, options);
        var scores = output.Create("scores.csv");
        var suggestions = output.Create("suggestions.csv");
        scores.Write(OutputRows.ScoresHeader);
        suggestions.Write(OutputRows.SuggestionsHeader);
        await foreach (var page in crimes.Chunk(RowsAtATime).WithCancellation(cancellationToken))
        {
            var rows = await Cores.MapAsync(page, crime => (
                Score: OutputRows.Score(crime),
                Suggestion: crime.Suggestion is { } suggestion ? OutputRows.Suggestion(crime, suggestion) : null,
                Triage: TriageQueue.Lists(crime) ? OutputRows.TriageWithoutRank(crime) : null));
            for (var i = 0; i < page.Length; i++)
            {
                scores.Write(rows[i].Score);
                if (rows[i].Suggestion is { } suggestion) suggestions.Write(suggestion);
                if (rows[i].Triage is { } triage) queue.Add(page[i], triage);
            }
        }

        return queue;
    }

    private static async Task WriteQuarantineAsync(
        OutputFolder output, IAsyncEnumerable<RejectedRecord> quarantine, CancellationToken cancellationToken)
    {
        var file = output.Create("quarantine.csv");
        file.Write(OutputRows.QuarantineHeader);
        await foreach (var record in quarantine.WithCancellation(cancellationToken)) file.Write(OutputRows.Rejected(record));
    }

    private static void WriteTriage(OutputFolder output, TriageQueue queue)
    {
        var file = output.Create("triage.csv");
        file.Write(OutputRows.TriageHeader);
        foreach (var (rank, row) in queue.Rows())
        {
            file.Write(Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{rank},")));
            file.Write(row);
        }
    }

    private void WritePage(OutputFolder output, TriageList list, RunSummary run, OutputContext context)
    {
        using var text = new StreamWriter(output.Create("triage.html"), Utf8, leaveOpen: true);
        new TriagePage(new HtmlWriter(text), list, run, context, options).Write();
    }

    private static OutputException Explain(string folder, Exception cause)
    {
        // ENOSPC and EDQUOT, as Linux and Windows number them.
        var full = cause is IOException && cause.HResult is 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
        return new OutputException(
            full
                ? $"The disk that holds the output folder '{folder}' is full; no output file was written."
                : $"The output folder '{folder}' cannot be written: {cause.Message}",
            cause);
    }
}
