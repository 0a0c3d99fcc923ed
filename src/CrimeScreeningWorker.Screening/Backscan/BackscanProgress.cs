using System.Data.Common;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>How the newest back-scan of a store stands, for those who look at it from outside.</summary>
public sealed class BackscanProgress(ScreeningDatabase database)
{
    /// <returns>Null before the first back-scan.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<BackscanStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await new BackscanStore(session).ReadStatusAsync(runId: null, cancellationToken);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }
}
