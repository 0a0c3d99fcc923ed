namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>
/// Held while a run writes to an embedded store: a second run would take the first for one that was killed, and take its work over.
/// The system releases it when the process ends, however it ends, so a kill leaves nothing to clear away.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes it for a run; while a back-scan has it for a range, waits for the end of that.</summary>
    /// <inheritdoc cref="Take"/>
    public static async Task<RunLock> TakeAsync(StoreLocation location, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var left = patience; ; left -= Pause)
        {
            try
            {
                return Take(location);
            }
            catch (RunInProgressException) when (left > TimeSpan.Zero && BackscanLock.IsHeld(location))
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <exception cref="RunInProgressException">Another run holds it.</exception>
    /// <exception cref="StoreException">The file cannot be made.</exception>
    public static RunLock Take(StoreLocation location)
    {
        var path = location.Path + ".lock";
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreException($"The store {location} cannot be locked for a run: no right to write {path}.", e);
        }
        catch (IOException e)
        {
            throw new RunInProgressException($"The store {location} is in use: another run is writing to it.", e);
        }
    }

    public void Dispose() => file.Dispose();
}
