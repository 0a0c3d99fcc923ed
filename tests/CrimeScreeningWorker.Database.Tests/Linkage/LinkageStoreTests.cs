using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Linkage;

public abstract class LinkageStoreTests(StoreProvider provider) : IAsyncLifetime
{
    private static readonly LinkageKey Person = new("person", "GLO", "P\"1]");
    private StoreSession session = null!;
    private LinkageStore store = null!;

    [Fact]
    public async Task ReadHoldersAsync_MoreThanAskedFor_GivesTheNewest()
    {
        var ids = new List<long>();
        for (var n = 0; n < 5; n++) ids.Add(await AddAsync($"C{n}", Some.Morning.AddDays(n)));

        var holders = await store.ReadHoldersAsync([new LinkageKey("phone", "", "none"), Person], atMost: 3, CancellationToken.None);

        Assert.Equal([ids[4], ids[3], ids[2]], holders[Person]);
        Assert.Empty(holders[new LinkageKey("phone", "", "none")]);
    }

    [Fact]
    public async Task ReadHoldersAsync_SameMoment_IsOrderedByReferenceNotByArrival()
    {
        var b = await AddAsync("B", Some.Morning);
        var c = await AddAsync("C", Some.Morning);
        await AddAsync("A", Some.Morning);

        Assert.Equal([c, b], (await store.ReadHoldersAsync([Person], atMost: 2, CancellationToken.None))[Person]);
    }

    [Fact]
    public async Task ReadLinksAsync_SeveralBases_GivesTheStrongestFirst()
    {
        var (a, b) = (await AddAsync("A", Some.Morning), await AddAsync("B", Some.Morning));
        await store.AddLinksAsync(
        [
            new StoredLink(a, b, LinkBasis.Phone, 0.85, "same telephone number"), new StoredLink(a, b, LinkBasis.SamePair, 1, "same victim and suspect"),
            new StoredLink(b, a, LinkBasis.SameVictim, 1.0 / 3, "same victim"),
        ]);

        var links = await store.ReadLinksAsync([a, b], CancellationToken.None);

        Assert.Equal([LinkBasis.SamePair, LinkBasis.Phone], links[a].Select(link => link.Basis));
        Assert.Equal([new StoredLink(b, a, LinkBasis.SameVictim, 1.0 / 3, "same victim")], links[b]);
    }

    public async Task InitializeAsync()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        session = await database.OpenAsync(CancellationToken.None);
        store = new LinkageStore(session);
        await new RunStore(session).StartAsync("extract.csv", Some.Morning, Some.Morning, "rules-1", "model-1", CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await session.DisposeAsync();
        provider.Dispose();
    }

    private async Task<long> AddAsync(string reference, DateTimeOffset recordedAt)
    {
        var crime = Some.Crime(reference, recordedAt: recordedAt);
        var id = Assert.Single(await new CrimeStore(session).SaveAsync([(Some.Record(crime), true)], run: 1));
        await store.AddKeysAsync([(id, crime, (IReadOnlyList<LinkageKey>)[Person])]);
        return id;
    }
}

public sealed class LinkageStoreOnSqliteTests() : LinkageStoreTests(new SqliteProvider());

public sealed class LinkageStoreOnPostgreSqlTests() : LinkageStoreTests(new PostgreSqlProvider());
