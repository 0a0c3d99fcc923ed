using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Storage;

/// <summary>What is particular to a store on a server: who may do what, and what it refuses.</summary>
public sealed class PostgreSqlStoreTests
{
    private const string InsufficientPrivilege = "42501";
    private readonly PostgreSqlCluster cluster = PostgreSqlCluster.Shared;
    private readonly string database = PostgreSqlCluster.Shared.NewDatabase();

    [Theory]
    [InlineData("worker", "create table mine (id bigint)")]
    [InlineData("worker", "alter table run add column mine text")]
    [InlineData("worker", "drop table score")]
    [InlineData("worker", "truncate crime cascade")]
    [InlineData("worker", "update schema_changelog set success = false")]
    [InlineData("worker", "create role mine")]
    [InlineData("worker", "drop table qrtz_locks")]
    [InlineData("worker", "truncate qrtz_triggers cascade")]
    [InlineData("console", "select * from qrtz_triggers")]
    [InlineData("console", "delete from qrtz_locks")]
    [InlineData("analyst", "select * from qrtz_fired_triggers")]
    [InlineData("auditor", "select * from qrtz_scheduler_state")]
    [InlineData("auditor", "update qrtz_cron_triggers set cron_expression = ''")]
    [InlineData("worker", "update link_judgement set verdict = 'rejected'")]
    [InlineData("worker", "delete from link_judgement")]
    [InlineData("worker", "truncate link_judgement cascade")]
    [InlineData("worker", "update review_item set status = 'decided'")]
    [InlineData("worker", "update review_item set version = 1")]
    [InlineData("worker", "insert into review_event (force_code) values ('GLO')")]
    [InlineData("worker", "update cdi_item set decided_by = 'x'")]
    [InlineData("worker", "insert into cdi_item (force_code) values ('GLO')")]
    [InlineData("worker", "delete from access_log")]
    [InlineData("console", "update access_log set reviewer = 'x'")]
    [InlineData("console", "delete from access_log")]
    [InlineData("console", "truncate review_event")]
    [InlineData("console", "update review_event set note = 'x'")]
    [InlineData("console", "delete from cdi_event")]
    [InlineData("console", "update review_item set priority = 'none'")]
    [InlineData("console", "insert into review_item (force_code) values ('GLO')")]
    [InlineData("analyst", "select crime_id from crimes_by_key('phone', '1')")]
    [InlineData("auditor", "select note from review_event")]
    [InlineData("auditor", "select note from cdi_event")]
    [InlineData("auditor", "update access_log set reviewer = 'x'")]
    [InlineData("worker", "update label set stalking = 'no'")]
    [InlineData("worker", "delete from label")]
    [InlineData("console", "truncate label")]
    [InlineData("analyst", "insert into label (force_code) values ('GLO')")]
    [InlineData("auditor", "select reason from label")]
    [InlineData("console", "delete from link_judgement")]
    [InlineData("analyst", "update link_judgement set reviewer = 'x'")]
    [InlineData("auditor", "select reason from link_judgement")]
    [InlineData("auditor", "delete from link_judgement_due")]
    [InlineData("console", "select victim_ethnicity from crime")]
    [InlineData("console", "select victim_age from crime")]
    [InlineData("console", "select * from crime")]
    [InlineData("console", "select raw from quarantine")]
    [InlineData("console", "select value from linkage_key")]
    [InlineData("console", "update score set priority = 'none'")]
    [InlineData("console", "delete from crime")]
    [InlineData("console", "insert into run (run_id, source, state, started_at, as_of, rule_book_version, model_version) values ('', '', 'failed', '', '', '', '')")]
    [InlineData("analyst", "select raw from quarantine")]
    [InlineData("analyst", "select value from linkage_key")]
    [InlineData("analyst", "update score set probability = 0")]
    [InlineData("analyst", "delete from crime")]
    [InlineData("auditor", "select narrative from crime")]
    [InlineData("auditor", "select suspect_id from crime")]
    [InlineData("auditor", "select victim_gender from crime")]
    [InlineData("auditor", "select reading from crime_reading")]
    [InlineData("auditor", "select value from linkage_key")]
    [InlineData("auditor", "select raw from quarantine")]
    [InlineData("auditor", "delete from run")]
    [InlineData("worker", "update audit_entry set what = 'x'")]
    [InlineData("worker", "delete from audit_entry")]
    [InlineData("worker", "delete from review_event")]
    [InlineData("worker", "insert into retention_permit (source, row_id, seq) values ('label', 1, 1)")]
    [InlineData("console", "insert into retention_permit (source, row_id, seq) values ('label', 1, 1)")]
    [InlineData("console", "insert into audit_erased (source, row_id, seq) values ('label', 1, 1)")]
    [InlineData("console", "insert into retention_hold (force_code) values ('GLO')")]
    [InlineData("analyst", "truncate audit_entry cascade")]
    [InlineData("auditor", "insert into audit_entry (seq) values (1)")]
    [InlineData("retention", "update audit_entry set what = 'x'")]
    [InlineData("retention", "update crime set narrative = 'x'")]
    [InlineData("retention", "delete from retention_hold")]
    [InlineData("retention", "delete from run")]
    public async Task Role_DoingWhatItMustNot_IsRefused(string role, string sql)
    {
        await Database().PrepareAsync(CancellationToken.None);

        Assert.Equal(InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsAsync(role, sql))).SqlState);
    }

    [Theory]
    [InlineData("worker", "insert into qrtz_locks (sched_name, lock_name) values ('nights', 'TRIGGER_ACCESS'); delete from qrtz_locks; update qrtz_triggers set priority = 5")]
    [InlineData("worker", """
        insert into link_judgement (first_force, first_reference, second_force, second_reference, verdict, reviewer, reason, judged_at)
        values ('GLO', 'A', 'GLO', 'B', 'confirmed', 'R', 'r', '');
        insert into link_judgement_due select id from link_judgement;
        delete from link_judgement_due;
        """)]
    [InlineData("console", """
        insert into access_log (at, reviewer, role, act, page) values ('', 'A', 'coordinator', 'view', 'P');
        insert into review_event (force_code, crime_reference, version, kind, reviewer, role, at, machine, priority, probability)
        values ('GLO', 'A', 1, 'noted', 'A', 'coordinator', '', 1, 'P2', 0.5);
        insert into review_event (
            force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, reason, refers_to, machine, priority, probability)
        values ('GLO', 'A', 2, 'decided', 'A', 'coordinator', '', 'yes', 'yes', 'pattern', null, 1, 'P2', 0.5),
               ('GLO', 'A', 3, 'undone', 'A', 'coordinator', '', null, null, null, 2, 1, 'P2', 0.5);
        update review_item set version = 1, status = 'open';
        insert into cdi_event (force_code, crime_reference, version, kind, reviewer, role, at) values ('GLO', 'A', 1, 'opinion_asked', 'A', 'cdi', '');
        insert into cdi_item (force_code, crime_reference, version, status) values ('GLO', 'A', 1, 'opinion');
        insert into saved_view (owner, name, shared, query, saved_at) values ('A', 'B', 0, '', '');
        delete from saved_view;
        select crime_id from crimes_by_key('phone', '1');
        """)]
    [InlineData("worker", """
        insert into cdi_event (force_code, crime_reference, version, kind, reviewer, role, at) values ('GLO', 'A', 1, 'applied', 'R', 'run', '');
        update cdi_item set version = 2, status = 'applied';
        update review_item set blind = 'audit', list_priority = 'P2';
        """)]
    [InlineData("retention", """
        insert into audit_entry (seq, at, kind, actor, what, previous, hash) values (1, '2026', 'erasure', 'D', 'w', '', repeat('0', 64));
        insert into retention_permit (source, row_id, seq) values ('review_event', 1, 1);
        delete from review_event where id = 1;
        insert into audit_erased (source, row_id, seq) values ('review_event', 1, 1);
        delete from retention_permit;
        insert into retention_hold (force_code, crime_reference, kind, person, reason, at) values ('GLO', 'A', 'held', 'D', 'r', '');
        delete from crime;
        """)]
    [InlineData("auditor", "select e.*, d.*, x.*, r.* from audit_entry e, audit_due d, audit_erased x, audit_record r")]
    [InlineData("auditor", "select reviewer, at, act from access_log")]
    [InlineData("auditor", "select reviewer, stalking, reason from review_event")]
    [InlineData("auditor", "select reviewer, stalking, corrects from label")]
    [InlineData("console", "select * from label")]
    [InlineData("console", "select j.reason, d.judgement_id from link_judgement j, link_judgement_due d")]
    [InlineData("auditor", "select reviewer, verdict, judged_at from link_judgement")]
    [InlineData("console", "select narrative, victim_id, relationship from crime where id = 1")]
    [InlineData("console", "select s.detail, l.by_words, q.reason, r.state, w.updated_at from score s, link l, quarantine q, run r, watermark w")]
    [InlineData("analyst", "select c.*, s.*, x.reading from crime c, score s, crime_reading x")]
    [InlineData("auditor", "select c.crime_reference, s.*, r.*, v.*, q.reason from crime c, score s, run r, screening_version v, quarantine q")]
    public async Task Role_DoingItsWork_IsAllowed(string role, string sql)
    {
        await Database().PrepareAsync(CancellationToken.None);

        await ExecuteAsAsync(role, sql);
    }

    [Theory]
    [InlineData("crime_screening_worker", true)]
    [InlineData("crime_screening_auditor", false)]
    public async Task ReadRoleAsync_MemberOfARole_SaysWhetherItIsTheWorkers(string role, bool isWorker)
    {
        await Database().PrepareAsync(CancellationToken.None);
        var user = Login(role);

        Assert.Equal((user, isWorker, false), await Database(user).ReadRoleAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ReadRoleAsync_OwnerOfTheStore_IsMightierThanANightNeeds()
    {
        await Database().PrepareAsync(CancellationToken.None);

        Assert.True((await Database().ReadRoleAsync(CancellationToken.None)).IsMighty);
    }

    [Fact]
    public async Task ExecuteAsync_AsTheWorkersRole_RunsANightOnAStoreItsOwnerPrepared()
    {
        await Database().PrepareAsync(CancellationToken.None);
        var crimes = Some.Month(120, seed: 9);

        var worker = Database(Login("crime_screening_worker"));

        var summary = await RunAsync(worker, crimes);
        var again = await RunAsync(worker, crimes);

        Assert.Equal(120, summary.Counts.New);
        Assert.Equal(120, again.Counts.Unchanged);
    }

    [Fact]
    public async Task PrepareAsync_ByWhoMayNot_SaysWhoMust()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => Database(Login("pg_monitor")).PrepareAsync(CancellationToken.None));

        Assert.Contains("has to be prepared by its owner", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_NewerSchema_RefusesAndSaysBothVersions()
    {
        await Database().PrepareAsync(CancellationToken.None);
        cluster.Execute(
            database,
            "insert into screening.schema_changelog (type, version, description, name, installed_by, success) values (0, '0099', 'later', 'V0099__later.sql', '', true)");

        var refused = await Assert.ThrowsAsync<StoreException>(() => Database().PrepareAsync(CancellationToken.None));

        Assert.Contains($"newer version of this program (schema 99; this one knows {StoreSchema.Newest(StoreDialect.PostgreSql)})", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_NoStore_SaysSoAndMakesNone()
    {
        var refused = await Assert.ThrowsAsync<StoreException>(() => Database().CheckAsync(CancellationToken.None));

        Assert.Contains("no store at postgresql://postgres@127.0.0.1", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenForRunAsync_HeldByAnother_RefusesUntilItsConnectionEnds()
    {
        await Database().PrepareAsync(CancellationToken.None);
        await using (await Database().OpenForRunAsync(CancellationToken.None))
        {
            var refused = await Assert.ThrowsAsync<RunInProgressException>(() => Database().OpenForRunAsync(CancellationToken.None));
            Assert.Contains("another run", refused.Message, StringComparison.Ordinal);
        }

        await (await Database().OpenForRunAsync(CancellationToken.None)).DisposeAsync();
    }

    [Fact]
    public async Task SaveAsync_NulInAText_KeepsItsPlaceByASign()
    {
        await Database().PrepareAsync(CancellationToken.None);
        await using var session = await Database().OpenAsync(CancellationToken.None);
        var run = await new RunStore(session).StartAsync("a.csv", Some.Morning, Some.Morning, "rules-1", "model-1", CancellationToken.None);
        var store = new CrimeStore(session);

        var id = Assert.Single(await store.SaveAsync([(Some.Record(Some.Crime(narrative: "A\0B")), true)], run.Id));

        Assert.Equal("A␀B", (await store.ReadCrimesAsync([id], CancellationToken.None))[id].Crime.Narrative);
    }

    private ScreeningDatabase Database(string? user = null) => new(StoreLocation.Of(
        new PostgreSqlStoreOptions { ConnectionString = cluster.ConnectionString(database, user).ConnectionString }));

    // Who signs in is a member of the role, as a person or a service is.
    private string Login(string role)
    {
        cluster.Execute(database, $"create role login_of_{database} login password 'made-up for the tests' in role {role}");
        return $"login_of_{database}";
    }

    private async Task ExecuteAsAsync(string role, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(database, Login($"crime_screening_{role}")).ConnectionString + ";Search Path=screening");
        await connection.OpenAsync();
#pragma warning disable CA2100 // Literals of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static Task<RunSummary> RunAsync(ScreeningDatabase store, IEnumerable<Crime> crimes) =>
        new NightlyRun(store, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), TimeProvider.System)
            .ExecuteAsync(new GivenSource(crimes, batchSize: 50), new RunRequest(), null, CancellationToken.None);
}
