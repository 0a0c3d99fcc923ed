namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>
/// Held while a run writes to an embedded store: a second run would take the first for one that was killed, and take its work over.
/// The system releases it when the process ends, however it ends, so a kill leaves nothing to clear away.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

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
