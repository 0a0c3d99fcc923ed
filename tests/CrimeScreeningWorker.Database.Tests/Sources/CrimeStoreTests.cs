using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Database.Tests.Sources;

public abstract class CrimeStoreTests(StoreProvider provider) : IAsyncLifetime
{
    private StoreSession session = null!;
    private long run;

    [Fact]
    public async Task ReadCrimesAsync_OfAFullCrime_GivesEveryFieldBack()
    {
        var crime = Some.Crime("CR/1|;\"'/26", narrative: "Line one\r\nline two; 😡 עברית =cmd|' /C calc'!A0 <script>") with
        {
            UpdatedAt = new DateTimeOffset(2026, 6, 1, 0, 30, 15, 123, TimeSpan.FromHours(1)).AddTicks(4567),
            OccurredFrom = new DateTimeOffset(2026, 5, 31, 0, 0, 0, TimeSpan.FromHours(1)),
            OccurredTo = new DateTimeOffset(2026, 5, 31, 23, 0, 0, TimeSpan.FromMinutes(-210)),
            OffenceCode = "8/72",
            IncludedClassifications = ["8/66", "195/94"],
            Flags = ["DA", "a;b\"c"],
            Relationship = "ex-partner",
            ProtectiveOrders = ["NMO"],
            RiskGrade = "high",
            OutcomeCode = "21",
            District = "East",
            Team = "NPT South",
        };

        var id = await SaveAsync(Some.Record(crime), inScope: true);
        var stored = (await new CrimeStore(session).ReadCrimesAsync([id], CancellationToken.None))[id];

        Assert.Equivalent(crime, stored.Crime, strict: true);
        Assert.True(stored.Crime.UpdatedAt.EqualsExact(crime.UpdatedAt));
        Assert.True(stored.Crime.OccurredFrom!.Value.EqualsExact(crime.OccurredFrom!.Value));
        Assert.True(stored.Crime.OccurredTo!.Value.EqualsExact(crime.OccurredTo!.Value));
        Assert.True(stored.InScope);
        Assert.False(stored.Changed);
    }

    [Fact]
    public async Task ReadCrimesAsync_OfABareCrime_LeavesEmptyWhatWasEmpty()
    {
        var crime = Some.Crime(victim: null, suspect: null);

        var id = await SaveAsync(Some.Record(crime), inScope: false);
        var stored = (await new CrimeStore(session).ReadCrimesAsync([id], CancellationToken.None))[id];

        Assert.Equivalent(crime, stored.Crime, strict: true);
        Assert.False(stored.InScope);
    }

    [Fact]
    public async Task SaveAsync_EqualityMonitoring_IsKeptInItsOwnColumns()
    {
        var equality = new EqualityMonitoring
        {
            VictimAge = 34,
            SuspectAge = 41,
            VictimGender = "F",
            SuspectGender = "M",
            VictimEthnicity = "A1",
            SuspectEthnicity = "W1",
        };
        await SaveAsync(new SourceRecord(Some.Crime(), equality, 2), inScope: true);

        var columns = await session.Connection.QuerySingleAsync<(long, long, string, string, string, string)>(
            "select victim_age, suspect_age, victim_gender, suspect_gender, victim_ethnicity, suspect_ethnicity from crime");

        Assert.Equal((34, 41, "F", "M", "A1", "W1"), columns);
    }

    [Fact]
    public async Task SaveAsync_KnownCrime_KeepsItsRow()
    {
        var store = new CrimeStore(session);
        var id = await SaveAsync(Some.Record(Some.Crime()), inScope: true);

        var again = await SaveAsync(Some.Record(Some.Crime(narrative: "MORE", updatedAt: Some.Morning.AddHours(1))), inScope: true);

        Assert.Equal(id, again);
        var version = Assert.Single(await store.ReadVersionsAsync([new CrimeKey("GLO", "CR/000001/26"), new CrimeKey("CAM", "CR/000001/26")], CancellationToken.None));
        Assert.Equal(new CrimeVersion(id, Some.Morning.AddHours(1), run, run), version.Value);
    }

    public async Task InitializeAsync()
    {
        var database = provider.NewDatabase();
        await database.PrepareAsync(CancellationToken.None);
        session = await database.OpenAsync(CancellationToken.None);
        run = (await new RunStore(session).StartAsync("extract.csv", Some.Morning, Some.Morning, "rules-1", "model-1", CancellationToken.None)).Id;
    }

    private async Task<long> SaveAsync(SourceRecord record, bool inScope) =>
        Assert.Single(await new CrimeStore(session).SaveAsync([(record, inScope)], run));

    public async Task DisposeAsync()
    {
        await session.DisposeAsync();
        provider.Dispose();
    }
}

public sealed class CrimeStoreOnSqliteTests() : CrimeStoreTests(new SqliteProvider());

public sealed class CrimeStoreOnPostgreSqlTests() : CrimeStoreTests(new PostgreSqlProvider());
