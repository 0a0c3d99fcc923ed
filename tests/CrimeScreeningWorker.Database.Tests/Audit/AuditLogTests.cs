using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Review;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Audit;

/// <summary>The chain of who did what; run once for each database the store may lie in.</summary>
public abstract class AuditLogTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider);

    [Fact]
    public async Task Verify_AfterARunAndADecision_IsWholeAndHoldsEachActOnce()
    {
        await DecideAsync();

        var report = await VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.Equal(0, report.Due);
        var records = await ReadAsync();
        Assert.Equal(report.Entries, records.Count);
        Assert.Equal(
            ["collection worker", "combination worker", "consultation Ann", "alteration Ann", "alteration Ann", "alteration Ann", "alteration Ann", "alteration Ann"],
            records.Select(r => $"{r.Kind} {r.Actor}"));
        Assert.Contains(records, r => r is { What: "view Crimes/Index", Crime: { CrimeReference: "A" }, Actor: "Ann" });
        Assert.Contains(records, r => r.What.EndsWith(": 2 rows read, 2 new crimes, 0 rows set aside", StringComparison.Ordinal) && r.Reason is not null);
    }

    [Fact]
    public async Task Run_OfALaterVersion_SaysWhatWasAltered()
    {
        await DecideAsync();

        await stage.ScreenAsync(ReviewStage.Crime("A", "P2 0.5", updated: Some.Morning.AddHours(1)));

        Assert.Contains(await ReadAsync(), r => r.Kind == "alteration" && r.What.EndsWith(": 1 crimes in a newer version of the source", StringComparison.Ordinal));
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Theory]
    [InlineData("update audit_entry set what = 'Nothing happened' where seq = 1")]
    [InlineData("delete from audit_entry where seq = 2")]
    [InlineData("update audit_erased set seq = 1")]
    [InlineData("insert into audit_entry (seq, at, kind, actor, what, previous, hash) values (500, '2026', 'collection', 'x', 'y', '', '0000000000000000000000000000000000000000000000000000000000000000')")]
    [InlineData("insert into retention_permit (source, row_id, seq) values ('review_event', 1, 1)")]
    [InlineData("insert into retention_never (id) values (1)")]
    [InlineData("delete from review_event")]
    [InlineData("delete from link_judgement")]
    public async Task Statement_PastTheLog_IsRefusedByTheStoreItself(string sql)
    {
        await DecideAsync();
        await stage.ExecuteAsync("insert into link_judgement (first_force, first_reference, second_force, second_reference, verdict, reviewer, reason, judged_at) values ('GLO', 'A', 'GLO', 'B', 'rejected', 'Ann', 'r', '2026')");
        await EraseNothingAsync();

        // Where no row is met there is nothing to refuse; then nothing may have changed either.
        if (sql.Contains("audit_erased", StringComparison.Ordinal)) await stage.ExecuteAsync(sql);
        else await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync(sql));

        await stage.Log.WriteAsync(ReviewStage.Ann, AccessAct.SignOut, crime: null, "Account/SignOut", stage.Now, CancellationToken.None);
        Assert.Empty((await VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Permit_CutForTheNewestErasure_DoesNotOutliveItsTransaction()
    {
        await DecideAsync();
        var seq = await EraseNothingAsync();

        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync($"insert into retention_permit (source, row_id, seq) values ('review_event', 1, {seq})"));

        Assert.Equal(0, await stage.QueryAsync<int>("select count(*) from retention_permit"));
        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync("delete from review_event"));
    }

    [Theory]
    [InlineData("update audit_entry set what = 'Nothing happened' where seq = 1", "1: The entry is not what it was when it was written: changed.")]
    [InlineData("update audit_entry set recipient = 'A newspaper' where seq = 2", "2: The entry is not what it was when it was written: changed.")]
    [InlineData("delete from audit_entry where seq = 2", "2: 1 entry is missing before entry 3: removed.")]
    [InlineData("update access_log set reviewer = 'Ben' where act = 'view'", "3 access_log 1: The row is not what it was when it was chained: changed.")]
    [InlineData("update review_event set stalking = 'no' where kind = 'decided'", "7 review_event 2: The row is not what it was when it was chained: changed.")]
    [InlineData("delete from access_log where act = 'view'", "3 access_log 1: The row is gone, and no erasure accounts for it: removed.")]
    [InlineData("insert into access_log (at, reviewer, role, act, page) values ('2026', 'Ben', 'coordinator', 'view', 'Crimes/Index'); delete from audit_due", " access_log 4: The row is in no entry: it was inserted past the log, or its entry was removed.")]
    public async Task Verify_BehindTheTriggers_FindsItAndSaysWhere(string sql, string expected)
    {
        await DecideAsync();

        await TamperAsync(sql);

        Assert.Contains(expected, (await VerifyAsync()).Findings.Select(f => $"{f.Seq}{(f.Row is null ? "" : " " + f.Row)}: {f.Sentence}"));
    }

    [Fact]
    public async Task Verify_CutOffEndOrWrittenAnew_ShowsAgainstAHeadKeptElsewhere()
    {
        await DecideAsync();
        var kept = (await VerifyAsync()).Head;

        await TamperAsync($"delete from audit_entry where seq = {kept.Seq}");

        Assert.Contains((await VerifyAsync(kept)).Findings, f => f.Seq == kept.Seq && f.Sentence.EndsWith("its end was cut off.", StringComparison.Ordinal));
        Assert.Contains(
            (await VerifyAsync(new AuditHead(2, new string('0', 64)))).Findings, f => f.Seq == 2 && f.Sentence.Contains("kept elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_ManyAtOnce_ChainsEachOnce()
    {
        await DecideAsync();
        var before = (await VerifyAsync()).Entries;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => stage.Log.WriteAsync(
            n % 2 == 0 ? ReviewStage.Ann : ReviewStage.Ben, AccessAct.View, ReviewStage.Key("B"), "Crimes/Index", stage.Now, CancellationToken.None)));

        var report = await VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(before + 20, report.Entries);
    }

    [Fact]
    public async Task Decision_WrittenPastTheConsole_LacksItsOpeningInTheBundle()
    {
        await DecideAsync();
        await stage.ExecuteAsync("""
            insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, reason, machine, priority, probability)
            values ('GLO', 'B', 1, 'decided', 'svc-import', 'coordinator', '2026-03-15T02:00:00.0000000Z', 'no', 'no', 'single', 1, 'P2', 0.4)
            """);

        var forged = await new BundleMaker(stage.Database, stage.Clock).MakeAsync(ReviewStage.Key("B"), "Dora", "Court", "Trial", CancellationToken.None);
        var honest = await new BundleMaker(stage.Database, stage.Clock).MakeAsync(ReviewStage.Key("A"), "Dora", "Court", "Trial", CancellationToken.None);

        Assert.False(Assert.Single(forged.Decisions).Opened);
        Assert.True(Assert.Single(honest.Decisions, d => d.Kind == "decided").Opened);
        Assert.Contains(honest.Chain, entry => entry.What == "review decided");
        Assert.Equal(
            "disclosure Dora Court Trial",
            (await ReadAsync()).Where(r => r.Crime == ReviewStage.Key("A")).Select(r => $"{r.Kind} {r.Actor} {r.Recipient} {r.Reason}").Last());
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task Bundle_ReadBackOrChanged_IsWholeOrIsNot()
    {
        await DecideAsync();
        var bundle = await new BundleMaker(stage.Database, stage.Clock).MakeAsync(ReviewStage.Key("A"), "Dora", "Court", "Trial", CancellationToken.None);

        var again = EvidenceBundle.Parse(bundle.ToJson());

        Assert.True(again.IsWhole);
        Assert.Equal(bundle.ToJson(), again.ToJson());
        Assert.False((again with { Score = again.Score with { Probability = 0.1 } }).IsWhole);
        Assert.False((again with { Input = again.Input with { Crime = again.Input.Crime with { Narrative = "Another." } } }).Sealed().IsWhole);
        await Assert.ThrowsAsync<StoreException>(() => new BundleMaker(stage.Database, stage.Clock)
            .MakeAsync(ReviewStage.Key("Z"), "Dora", "Court", "Trial", CancellationToken.None));
    }

    [Theory]
    [InlineData("insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, reason, machine, priority, probability) values ('GLO', 'B', 1, 'decided', 'x', 'coordinator', '2026', 'no', 'no', '', 1, 'P2', 0.4)")]
    [InlineData("insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, shown_rightly, reason, machine, priority, probability) values ('GLO', 'B', 1, 'decided', 'x', 'coordinator', '2026', 'no', 'single', 1, 'P2', 0.4)")]
    [InlineData("insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, machine, priority, probability) values ('GLO', 'B', 1, 'reversed', 'x', 'coordinator', '2026', 1, 'P2', 0.4)")]
    [InlineData("insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, machine, priority, probability) values ('GLO', 'B', 1, 'decided', 'x', 'coordinator', '2026', 'no', 'no', 1, 'P2', 0.4)")]
    [InlineData("insert into cdi_event (force_code, crime_reference, version, kind, reviewer, role, at, asked_action, asked_value) values ('GLO', 'B', 1, 'accepted', 'x', 'registrar', '2026', 'reclassify', '8Q')")]
    [InlineData("update review_item set status = 'decided' where crime_reference = 'B'")]
    [InlineData("insert into cdi_event (force_code, crime_reference, version, kind, reviewer, role, at, reason, asked_action, asked_value) values ('GLO', 'B', 1, 'accepted', 'x', 'run', '2026', 'r', 'reclassify', '8Q')")]
    public async Task Statement_ThatDecidesWithoutAPersonOrAReason_IsRefusedByTheStoreItself(string sql)
    {
        await DecideAsync();

        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync(sql));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what a person could who owns the store and takes the triggers away.</summary>
    protected abstract Task TamperAsync(ReviewStage store, string sql);

    private Task TamperAsync(string sql) => TamperAsync(stage, sql);

    private async Task DecideAsync()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));
        await stage.DecideAsync("A");
    }

    private async Task<long> EraseNothingAsync() => (await new AuditLog(stage.Database).WriteAsync(
        new AuditAct(AuditKind.Erasure, stage.Now, "Dora", "retention", "Nothing", "A test"), CancellationToken.None)).Seq;

    private Task<AuditReport> VerifyAsync(AuditHead? kept = null) => new AuditVerification(stage.Database).ExecuteAsync(kept, CancellationToken.None);

    private async Task<List<AuditRecord>> ReadAsync()
    {
        var records = new List<AuditRecord>();
        await foreach (var record in new AuditLog(stage.Database).ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, crime: null, CancellationToken.None))
            records.Add(record);
        return records;
    }
}

public sealed class AuditLogOnSqliteTests() : AuditLogTests(new SqliteProvider())
{
    protected override async Task TamperAsync(ReviewStage store, string sql)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var trigger in await store.RowsAsync<string>(
            "select name from sqlite_schema where type = 'trigger' and (name like '%_stays' or name like '%_is_kept' or name = 'audit_entry_follows')"))
            await store.ExecuteAsync($"drop trigger {trigger}");
        await store.ExecuteAsync("pragma foreign_keys = off; " + sql);
    }
}

public sealed class AuditLogOnPostgreSqlTests() : AuditLogTests(new PostgreSqlProvider())
{
    protected override Task TamperAsync(ReviewStage store, string sql)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ExecuteAsync($"set session_replication_role = replica; {sql}; set session_replication_role = origin");
    }
}
