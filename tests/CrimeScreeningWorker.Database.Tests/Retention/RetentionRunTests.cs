using System.Data;
using System.Data.Common;
using System.Text.Json;
using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Retention;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Retention;

/// <summary>What has outlived its period goes, and nothing else; run once for each database the store may lie in.</summary>
public abstract class RetentionRunTests(StoreProvider provider) : IDisposable
{
    private const string Key = "a key of the tests, long enough for it";
    private readonly ReviewStage stage = new(provider);

    [Fact]
    public async Task ApplyAsync_CrimesThatAreOld_GoWithAllThatIsTheirsAndTheChainStaysWhole()
    {
        await ScreenAsync(Old("OLD"), ReviewStage.Crime("NEW"));
        await stage.DecideAsync("OLD");
        stage.Clock.Advance(TimeSpan.FromDays(2));

        var planned = await Run().PlanAsync(CancellationToken.None);
        Assert.Equal(2, await CountAsync("crime"));
        var certificate = await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(1, certificate.Classes.Single(c => c.Class == "crimes").Rows["crime"]);
        Assert.Equal(planned.Classes.Select(c => c.Rows.Values.Sum()), certificate.Classes.Select(c => c.Rows.Values.Sum()));
        Assert.Equal(["NEW"], await stage.RowsAsync<string>("select crime_reference from crime"));
        Assert.Equal(1, await CountAsync("crime_reading"));
        Assert.Equal(1, await CountAsync("score"));
        // What a person said outlives the crime by a period of its own.
        Assert.NotEqual(0, await CountAsync("review_event"));
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task ApplyAsync_DecisionsAndAccessThatAreOld_GoByPermitAndTheLogSaysSo()
    {
        await ScreenAsync(Old("OLD"), ReviewStage.Crime("NEW"));
        await stage.DecideAsync("OLD");
        await stage.DecideAsync("NEW");
        await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);
        stage.Clock.Advance(TimeSpan.FromDays(400));
        await stage.ScreenAsync(ReviewStage.Crime("NEW", "P2 0.5", updated: stage.Now.AddDays(-1)));

        var certificate = await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(["NEW"], (await stage.RowsAsync<string>("select distinct crime_reference from review_event")));
        Assert.Equal(["NEW"], (await stage.RowsAsync<string>("select crime_reference from review_item")));
        Assert.Equal(["NEW"], (await stage.RowsAsync<string>("select distinct crime_reference from label")));
        Assert.Equal(0, await CountAsync("access_log"));
        Assert.Equal(0, await CountAsync("retention_permit"));
        var report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.NotEqual(0, report.Erased);
        Assert.Equal(report.Head.ToString(), certificate.AuditEntry);
        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync("delete from review_event"));
    }

    [Fact]
    public async Task ApplyAsync_RowOnTheListOfAnErasureThatItDidNotErase_IsFound()
    {
        await ScreenAsync(Old("OLD"));
        await stage.ViewAsync("OLD");
        stage.Clock.Advance(TimeSpan.FromDays(400));
        await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);
        var seq = (await VerifyAsync()).Head.Seq;

        await stage.ExecuteAsync($"insert into audit_erased (source, row_id, seq) values ('review_event', 77, {seq})");

        Assert.Contains((await VerifyAsync()).Findings, f => f.Seq == seq && f.Sentence == "What is listed as erased by the entry is not what it erased.");
    }

    [Fact]
    public async Task ApplyAsync_CrimeOnHold_StaysWithItsLinkedCrimesUntilItIsReleased()
    {
        // The same two people: linked.
        await ScreenAsync(Old("A") with { VictimId = "V", SuspectId = "S" }, Old("B") with { VictimId = "V", SuspectId = "S" }, Old("C"));
        Assert.NotEqual(0, await CountAsync("link"));
        var holds = new LegalHolds(stage.Database, stage.Clock);
        await holds.HoldAsync(ReviewStage.Key("A"), "Dora", "Inquiry 7", CancellationToken.None);

        var certificate = await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(2, certificate.HeldBack);
        Assert.Equal(["A", "B"], await stage.RowsAsync<string>("select crime_reference from crime order by crime_reference"));
        Assert.Equal("Inquiry 7", Assert.Single(await holds.ReadAsync(CancellationToken.None)).Reason);
        await Assert.ThrowsAsync<StoreException>(() => holds.HoldAsync(ReviewStage.Key("A"), "Dora", "Again", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => holds.ReleaseAsync(ReviewStage.Key("B"), "Dora", "Never", CancellationToken.None));
        await Assert.ThrowsAsync<StoreException>(() => holds.HoldAsync(ReviewStage.Key("Z"), "Dora", "Unknown", CancellationToken.None));
        await holds.ReleaseAsync(ReviewStage.Key("A"), "Dora", "Inquiry closed", CancellationToken.None);
        Assert.Equal(2, (await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None)).CrimeHashes.Count);
        Assert.Equal(0, await CountAsync("link"));
        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync("delete from retention_hold"));
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task ApplyAsync_OldCrimeOfPeopleWithANewOne_IsKept()
    {
        await ScreenAsync(Old("A") with { VictimId = "V", SuspectId = "S" }, ReviewStage.Crime("NEW") with { VictimId = "V", SuspectId = "S" });

        Assert.Empty((await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None)).CrimeHashes);

        Assert.Equal(2, await CountAsync("crime"));
    }

    [Fact]
    public async Task ApplyAsync_EndOfAChainOfCrimes_IsErasedAndItsNeighbourScoredAgainByTheNextRun()
    {
        // A and B share people long ago; B and NEW share a suspect and a telephone lately.
        await ScreenAsync(
            Old("A") with { VictimId = "V", SuspectId = "S" }, Old("B") with { VictimId = "V", SuspectId = "S" },
            ReviewStage.Crime("NEW"));
        await stage.ExecuteAsync("insert into link (crime_id, other_id, basis, strength, by_words) select b.id, n.id, 'Reviewer', 1, 'test' from crime b, crime n where b.crime_reference = 'B' and n.crime_reference = 'NEW'");

        await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(["B", "NEW"], await stage.RowsAsync<string>("select crime_reference from crime order by crime_reference"));
        Assert.Equal(1, await CountAsync("rescore_due"));
        await stage.ScreenAsync(ReviewStage.Crime("OTHER"));
        Assert.Equal(0, await CountAsync("rescore_due"));
        Assert.DoesNotContain("\"A\"", await stage.QueryAsync<string>("select s.detail from score s join crime c on c.id = s.crime_id where c.crime_reference = 'B'"), StringComparison.Ordinal);
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Certificate_OfWhatWasErased_DoesNotContainIt()
    {
        await ScreenAsync(Old("CR/SECRET/19"));

        var certificate = await Run().ApplyAsync("Dora <b>", "Schedule 4", CancellationToken.None);

        Assert.Equal([ErasureCertificate.HashOf(ReviewStage.Key("CR/SECRET/19"), Key)], certificate.CrimeHashes);
        Assert.NotEqual(certificate.CrimeHashes[0], ErasureCertificate.HashOf(ReviewStage.Key("CR/SECRET/19"), "another key of the tests, as long as that"));
        foreach (var text in (string[])[certificate.ToJson(), certificate.ToHtml()])
        {
            Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
            Assert.DoesNotContain("P2 0.4", text, StringComparison.Ordinal);
            Assert.Contains(certificate.CrimeHashes[0], text, StringComparison.Ordinal);
        }

        Assert.Contains("Dora &lt;b&gt;", certificate.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(certificate.ToJson()).RootElement.GetProperty("crime_hashes").GetArrayLength());
    }

    [Fact]
    public async Task ApplyAsync_ManyOldCrimes_GivesTheSpaceBack()
    {
        await ScreenManyAsync();

        var certificate = await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(400, certificate.CrimeHashes.Count);
        Assert.True(certificate.BytesAfter < certificate.BytesBefore - 1_000_000, $"{certificate.BytesBefore} bytes before, {certificate.BytesAfter} after.");
        CheckNoTrace(stage.Database.Location, "word399");
    }

    [Fact]
    public async Task ApplyAsync_WithoutAKey_ErasesNothing()
    {
        await ScreenAsync(Old("OLD"));

        await Assert.ThrowsAsync<StoreException>(() => new RetentionRun(stage.Database, new RetentionOptions(), stage.Clock).ApplyAsync("Dora", "r", CancellationToken.None));

        Assert.Equal(1, await CountAsync("crime"));
    }

    [Fact]
    public async Task ApplyAsync_RowsThatCouldNotBeRead_GoAfterTheirOwnPeriod()
    {
        await ScreenAsync(ReviewStage.Crime("NEW"));
        await stage.ExecuteAsync("insert into quarantine (run_id, source, line, field, reason, raw) select id, 's', 2, 'row', 'r', 'raw' from run");
        Assert.Equal(0, (await Run().PlanAsync(CancellationToken.None)).Classes.Single(c => c.Class == "quarantine").Rows["quarantine"]);
        stage.Clock.Advance(TimeSpan.FromDays(91));

        await Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

        Assert.Equal(0, await CountAsync("quarantine"));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks at the disk itself, where it can.</summary>
    protected abstract void CheckNoTrace(StoreLocation location, string word);

    private protected StoreLocation Location => stage.Database.Location;

    private protected Task<ErasureCertificate> ApplyAsync() => Run().ApplyAsync("Dora", "Schedule 4", CancellationToken.None);

    /// <summary>Takes in 400 crimes that are due, more than a megabyte of them, and one that is not.</summary>
    private protected Task ScreenManyAsync()
    {
        var words = string.Join(' ', Enumerable.Range(0, 400).Select(n => $"word{n}"));
        return ScreenAsync([.. Enumerable.Range(0, 400).Select(n => Old($"O{n}") with { Narrative = $"P2 0.4 {n} {words}" }), ReviewStage.Crime("NEW")]);
    }

    private static Crime Old(string reference)
    {
        var then = Some.Morning.AddYears(-3);
        return ReviewStage.Crime(reference, updated: then) with { RecordedAt = then };
    }

    private RetentionRun Run() => new(
        stage.Database,
        new RetentionOptions { Crimes = TimeSpan.FromDays(365), Decisions = TimeSpan.FromDays(365), AccessLog = TimeSpan.FromDays(365), CertificateKey = Key },
        stage.Clock);

    private Task ScreenAsync(params Crime[] crimes) => stage.ScreenAsync(crimes);

    private Task<AuditReport> VerifyAsync() => new AuditVerification(stage.Database).ExecuteAsync(kept: null, CancellationToken.None);

    private Task<long> CountAsync(string table) => stage.QueryAsync<long>($"select count(*) from {table}");
}

public sealed class RetentionRunOnSqliteTests() : RetentionRunTests(new SqliteProvider())
{
    protected override void CheckNoTrace(StoreLocation location, string word)
    {
        ArgumentNullException.ThrowIfNull(location);
        Assert.DoesNotContain(word, File.ReadAllText(location.Path!), StringComparison.Ordinal);
    }
}

public sealed class RetentionRunOnPostgreSqlTests() : RetentionRunTests(new PostgreSqlProvider())
{
    [Fact]
    public async Task ApplyAsync_WhileAnotherSessionMightReadTheRows_WaitsForItAndGivesTheSpaceBack()
    {
        await ScreenManyAsync();
        await using var other = await OpenAsync();
        await using var reading = await other.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await other.ExecuteAsync("select 1", transaction: reading);
        await using var watch = await OpenAsync();

        var applied = ApplyAsync();
        const string pausing = "select count(*) from pg_stat_activity where datname = current_database() and state = 'active' and query like 'select pg_sleep%'";
        while (!applied.IsCompleted && await watch.ExecuteScalarAsync<long>(pausing) == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        await reading.CommitAsync();
        var certificate = await applied;

        Assert.True(certificate.BytesAfter < certificate.BytesBefore - 1_000_000, $"{certificate.BytesBefore} bytes before, {certificate.BytesAfter} after.");
    }

    // The server's files are its own; that the tables shrink is measured above.
    protected override void CheckNoTrace(StoreLocation location, string word) => Assert.NotNull(location);

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(PostgreSqlStore.Settings(Location).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
