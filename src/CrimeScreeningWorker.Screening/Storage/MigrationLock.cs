namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Lets one process at a time bring an embedded store's schema up to date; the others wait for it.</summary>
internal static class MigrationLock
{
    private const int PauseMilliseconds = 50;
    private const int Attempts = 1200;

    /// <exception cref="StoreException">It was not free within a minute.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock's file may not be written.</exception>
    public static async Task<IDisposable> TakeAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(location.Path + ".migration", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(PauseMilliseconds, cancellationToken);
            }
            catch (IOException e)
            {
                throw new StoreException($"The store {location} is being brought up to date by another process, for more than a minute.", e);
            }
        }
    }
}
