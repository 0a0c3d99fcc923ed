using System.Globalization;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Publishing;

/// <summary>The output folder of the service: one folder a run, a file <c>latest</c> that names the newest, old ones deleted.</summary>
internal sealed class RunFolders(IOptions<PublishingOptions> options)
{
    /// <summary>Holds the name of the newest run's folder and a line end. A file, because a link needs a right that Windows services lack.</summary>
    public const string LatestFile = "latest";

    private const string Partial = ".partial", TurnFile = ".publishing";
    private const int TurnPauseMilliseconds = 100, TurnAttempts = 600;

    public string Root { get; } = Path.GetFullPath(options.Value.Folder);

    /// <summary>Place of the weekly reports, which are kept for good: they name no crime and no person.</summary>
    public string Reports => Path.Combine(Root, "reports");

    /// <summary>Lets one process at a time publish, so that none clears away what another is writing; waits for its turn.</summary>
    /// <exception cref="OutputException">The folder cannot be written, or another process has been publishing for more than a minute.</exception>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(Root);
                return new FileStream(Path.Combine(Root, TurnFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < TurnAttempts && File.Exists(Path.Combine(Root, TurnFile)))
            {
                await Task.Delay(TurnPauseMilliseconds, cancellationToken);
            }
            catch (IOException e)
            {
                throw new OutputException($"The output folder '{Root}' cannot be written: {e.GetType().Name}.", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new OutputException($"The output folder '{Root}' cannot be written: no right to.", e);
            }
        }
    }

    /// <summary>A reader sees the run's folder whole or not at all, and <c>latest</c> never names one that is not there.</summary>
    /// <param name="write">Writes the files into the folder it is given.</param>
    /// <returns>The run's folder.</returns>
    /// <exception cref="OutputException">The folder cannot be written; nothing has been published.</exception>
    public async Task<string> PublishAsync(string runId, Func<string, Task> write)
    {
        var (unfinished, final) = (Path.Combine(Root, "." + runId + Partial), Path.Combine(Root, runId));
        try
        {
            Directory.CreateDirectory(Root);
            DeleteUnfinished();
            await write(Directory.CreateDirectory(unfinished).FullName);
            FolderFlush.ToDisk(unfinished);
            // What a kill let stand between publishing and the note of it in the ledger: the same run's, so it makes way.
            if (Directory.Exists(final)) Directory.Move(final, Path.Combine(Root, "." + runId + ".replaced" + Partial));
            Directory.Move(unfinished, final);
            FolderFlush.ToDisk(Root);
            WriteLatest(runId);
            DeleteUnfinished();
            DeleteOld();
            return final;
        }
        catch (IOException e)
        {
            throw new OutputException($"The output folder '{Root}' cannot be written: {e.GetType().Name}.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new OutputException($"The output folder '{Root}' cannot be written: no right to.", e);
        }
    }

    /// <summary>Name of the newest run's folder; null before the first.</summary>
    public string? ReadLatest()
    {
        var file = Path.Combine(Root, LatestFile);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private void WriteLatest(string runId)
    {
        var file = Path.Combine(Root, LatestFile);
        using (var stream = new FileStream(file + ".tmp", FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(runId + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".tmp", file, overwrite: true);
        FolderFlush.ToDisk(Root);
    }

    private void DeleteUnfinished()
    {
        foreach (var folder in Directory.GetDirectories(Root, ".*" + Partial)) Directory.Delete(folder, recursive: true);
    }

    private void DeleteOld()
    {
        // Only what has a run's name is ours to delete.
        var runs = Directory.GetDirectories(Root).Select(Path.GetFileName).OfType<string>().Where(IsRunId)
            .OrderDescending(StringComparer.Ordinal).Skip(options.Value.Keep);
        foreach (var run in runs) Directory.Delete(Path.Combine(Root, run), recursive: true);
    }

    private static bool IsRunId(string name)
    {
        var (stem, number) = name.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? (name[..dash], name[(dash + 1)..]) : (name, "2");
        return DateTime.TryParseExact(stem, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && number.All(char.IsAsciiDigit);
    }
}
