namespace CrimeScreeningWorker.ReviewConsole.Frame;

/// <summary>What the partial <c>_Pagination</c> shows.</summary>
/// <param name="Page">From 1.</param>
/// <param name="AddressOf">The address of a page of the list, with filter and order kept.</param>
public sealed record Pagination(int Page, int Pages, Func<int, string> AddressOf)
{
    /// <summary>The pages to link to, in order; 0 stands for a gap.</summary>
    public IEnumerable<int> Shown()
    {
        var last = 0;
        for (var page = 1; page <= Pages; page++)
        {
            if (page != 1 && page != Pages && Math.Abs(page - Page) > 1) continue;
            if (page - last > 1) yield return 0;
            yield return last = page;
        }
    }
}
