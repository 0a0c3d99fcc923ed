namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>
/// Held while a process takes part in a back-scan of an embedded store, on which only one can. The run lock itself it holds for a range at a
/// time, so that a run gets its turn in between.
/// </summary>
internal sealed class BackscanLock : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream file;

    private BackscanLock(FileStream file) => this.file = file;

    /// <exception cref="StoreException">Another process holds it, or the file cannot be made.</exception>
    public static async Task<BackscanLock> TakeAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new BackscanLock(Open(location, FileMode.OpenOrCreate));
            }
            catch (UnauthorizedAccessException e)
            {
                throw new StoreException($"The store {location} cannot be locked for a back-scan: no right to write {PathOf(location)}.", e);
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Somebody may only have looked whether it is held.
                await Task.Delay(Pause, cancellationToken);
            }
            catch (IOException e)
            {
                throw new StoreException($"The store {location} is a file, and another process takes part in its back-scan: only one can. Several need a store on PostgreSQL.", e);
            }
        }
    }

    public static bool IsHeld(StoreLocation location)
    {
        try
        {
            using var free = Open(location, FileMode.Open);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open(StoreLocation location, FileMode mode) => new(PathOf(location), mode, FileAccess.ReadWrite, FileShare.None);

    private static string PathOf(StoreLocation location) => location.Path + ".backscan";
}
