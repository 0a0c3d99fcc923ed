using System.Globalization;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Sources;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace CrimeScreeningWorker.Database.Tests.Sources;

public sealed class PostgreSqlSourceReaderTests
{
    private const string Table = """
        create table extract (
            force_code text, crime_reference text, recorded_at timestamptz, updated_at timestamptz, home_office_class text,
            offence_title text, narrative text, flags text[], protective_orders text, victim_id text, victim_age integer);
        create view crime_extract as select * from extract;
        """;

    private static readonly DateTimeOffset Watermark = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private readonly PostgreSqlCluster cluster = PostgreSqlCluster.Shared;
    private readonly string database = PostgreSqlCluster.Shared.NewDatabase();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 15, 2, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task ReadAsync_ListsAsArrayAndAsText_GivesBothAsLists()
    {
        cluster.Execute(database, Table);
        Insert("A", "2026-03-14 08:00:00.123456+00");

        var record = Assert.Single((await ReadAsync(Reader())).Records);

        Assert.Equal("CYBER DA", string.Join(' ', record.Crime.Flags));
        Assert.Equal("NMO BAIL", string.Join(' ', record.Crime.ProtectiveOrders));
        Assert.Equal(new DateTimeOffset(2026, 3, 14, 8, 0, 0, TimeSpan.Zero).AddTicks(1_234_560), record.Crime.UpdatedAt);
        Assert.Equal(34, record.Equality.VictimAge);
        Assert.Equal("P1", record.Crime.VictimId);
        Assert.Null(record.Crime.SuspectId);
        Assert.Equal(0, record.Line);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task ReadAsync_EqualMicrosecondsAcrossPages_GivesEveryRowOnceAndInOrder(int pageRows)
    {
        cluster.Execute(database, Table);
        foreach (var reference in (string[])["F", "B", "D", "A", "C", "E"]) Insert(reference, "2026-03-14 08:00:00.000001+00");
        Insert("Z", "2026-03-14 08:00:00+00");
        Insert("Y", "2026-03-14 08:00:00.000002+00");

        var (records, _, batches) = await ReadAsync(Reader(pageRows: pageRows));

        Assert.Equal("Z A B C D E F Y", References(records));
        Assert.Equal((8 + pageRows - 1) / pageRows, batches);
    }

    [Fact]
    public async Task ReadAsync_LongNarratives_EndAPageEarlyAndLoseNothing()
    {
        cluster.Execute(database, Table);
        for (var n = 0; n < 7; n++) Insert($"C{n}", "2026-03-14 08:00:00+00", narrative: new string('X', 4000));

        var (records, _, batches) = await ReadAsync(Reader(pageRows: 100, batchBytes: 10_000));

        Assert.Equal("C0 C1 C2 C3 C4 C5 C6", References(records));
        Assert.Equal(4, batches);
    }

    [Fact]
    public async Task ReadAsync_AfterAWatermark_StartsTheOverlapBeforeIt()
    {
        cluster.Execute(database, Table);
        Insert("OLD", "2026-03-14 05:59:59.999999+00");
        Insert("EDGE", "2026-03-14 06:00:00+00");
        Insert("NEW", "2026-03-14 13:00:00+00");

        Assert.Equal("EDGE NEW", References((await ReadAsync(Reader(), Watermark)).Records));
        Assert.Equal("OLD EDGE NEW", References((await ReadAsync(Reader(), watermark: null)).Records));
    }

    [Fact]
    public async Task ReadAsync_RowThatCommitsWhileThePagesAreRead_IsMetInThisRunOrTheNext()
    {
        cluster.Execute(database, Table);
        Insert("A", "2026-03-14 08:00:00+00");
        Insert("C", "2026-03-14 10:00:00+00");
        await using var late = new NpgsqlConnection(cluster.ConnectionString(database).ConnectionString);
        await late.OpenAsync();
        await using var transaction = await late.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(InsertText("B", "2026-03-14 09:00:00+00"), late, transaction)) await insert.ExecuteNonQueryAsync();

        var first = References((await ReadAsync(Reader())).Records);
        await transaction.CommitAsync();
        var second = References((await ReadAsync(Reader(), new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.Zero))).Records);

        Assert.Equal("A C", first);
        Assert.Equal("A B C", second);
    }

    [Fact]
    public async Task ReadAsync_RowsThatCannotBeRead_AreSetAsideAndTheRestGoesOn()
    {
        cluster.Execute(database, Table);
        Insert("A", "2026-03-14 08:00:00+00");
        Insert("NOTHING SAID", "2026-03-14 08:00:00+00", narrative: " ");
        Insert("FAR AHEAD", "infinity");
        Insert("NO TIME", null);
        cluster.Execute(database, "insert into extract (force_code, updated_at, narrative) values ('GLO', '2026-03-14 08:00:00+00', 'NO KEY')");
        Insert("Z", "2026-03-14 09:00:00+00");

        var (records, rejected, _) = await ReadAsync(Reader(pageRows: 2));

        Assert.Equal("A Z", References(records));
        Assert.Equal(
            [(null, "crime_reference"), ("FAR AHEAD", "updated_at"), ("NO TIME", "updated_at"), ("NOTHING SAID", "narrative")],
            rejected.Select(row => (row.CrimeReference, row.Field)).OrderBy(row => row.CrimeReference, StringComparer.Ordinal));
        Assert.All(rejected, row => Assert.Equal(("warehouse", 0L), (row.Source, row.Line)));
        Assert.Contains(rejected, row => row.Raw.Contains("force_code=GLO | updated_at=2026-03-14 08:00:00+00 | narrative=NO KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_NamesThatNeedQuoting_AreMapped()
    {
        cluster.Execute(database, """"
            create schema "Crime ""Data""";
            create view "Crime ""Data"""."Extract; v1" as
            select 'GLO' as "Force", 17 as "URN", timestamptz '2026-03-14 08:00:00+01' as recorded_at, timestamptz '2026-03-14 08:00:00+00' as updated_at,
                   '8L' as home_office_class, 'Harassment' as offence_title, 'TEXT' as "the ""narrative"""
            union all select 'GLO', 5, '2026-03-14 08:00:00+01', '2026-03-14 08:00:00+00', '8L', 'Harassment', 'TEXT'
            union all select 'GLO', 111, '2026-03-14 08:00:00+01', '2026-03-14 08:00:00+00', '8L', 'Harassment', 'TEXT'
            """");
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["force_code"] = "Force",
            ["crime_reference"] = "URN",
            ["narrative"] = "the \"narrative\"",
        };

        var (records, _, _) = await ReadAsync(Reader(pageRows: 1, schema: "Crime \"Data\"", view: "Extract; v1", columns: names));

        Assert.Equal("5 17 111", References(records));
    }

    [Fact]
    public async Task OpenAsync_ViewThatLacksColumns_NamesThemAll()
    {
        cluster.Execute(database, "create view crime_extract as select 'GLO' as force_code, timestamp '2026-03-14 08:00' as recorded_at, '2026' as updated_at");

        var refused = await RefusedAsync(Reader(columns: new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "squad" }));

        Assert.Contains("lacks the required column crime_reference", refused, StringComparison.Ordinal);
        Assert.Contains("lacks the required column narrative", refused, StringComparison.Ordinal);
        Assert.Contains("lacks the column squad (for team)", refused, StringComparison.Ordinal);
        Assert.Contains("recorded_at as timestamp without time zone", refused, StringComparison.Ordinal);
        Assert.Contains("updated_at as text; timestamp with time zone was expected", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NoSuchView_SaysSo() =>
        Assert.Contains("no view public.crime_extract", await RefusedAsync(Reader()), StringComparison.Ordinal);

    [Fact]
    public async Task OpenAsync_NobodyAnswers_SaysWhere()
    {
        var nowhere = cluster.ConnectionString(database);
        nowhere.Port = 1;

        Assert.Equal("The source warehouse cannot be reached: nothing answers at 127.0.0.1:1.", await RefusedAsync(Reader(nowhere)));
    }

    [Fact]
    public async Task OpenAsync_WrongPassword_SaysSoWithoutIt()
    {
        var wrong = cluster.ConnectionString(database);
        wrong.Password = "not-the-password";

        var refused = await RefusedAsync(Reader(wrong));

        Assert.Contains("refuses the sign-in of the user postgres", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_PageThatTakesTooLong_SaysWhatToDo()
    {
        cluster.Execute(database, Table);
        Insert("A", "2026-03-14 08:00:00+00");
        cluster.Execute(database, "create or replace view crime_extract as select extract.* from extract, pg_sleep(30)");

        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(Reader(timeout: TimeSpan.FromMilliseconds(200))));

        Assert.Contains("took longer than 00:00:00.2000000 for one page", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ConnectionEndedBetweenPages_GoesOnFromWhereItWas()
    {
        cluster.Execute(database, Table);
        Insert("A", "2026-03-14 08:00:00+00");
        Insert("B", "2026-03-14 09:00:00+00");
        Insert("C", "2026-03-14 10:00:00+00");
        using var reader = Reader(pageRows: 1, clock: TimeProvider.System);
        var records = new List<SourceRecord>();

        await foreach (var batch in reader.ReadAsync(null, CancellationToken.None))
        {
            records.AddRange(batch.Records);
            cluster.Execute(database, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and pid <> pg_backend_pid()");
        }

        Assert.Equal("A B C", References(records));
    }

    [Fact]
    public async Task ReadAsync_ViewThatWrites_IsRefused()
    {
        cluster.Execute(database, Table);
        cluster.Execute(database, """
            create function tamper() returns text language sql as $$ insert into extract (force_code) values ('X'); select 'GLO' $$;
            create or replace view crime_extract as
            select tamper() as force_code, crime_reference, recorded_at, updated_at, home_office_class, offence_title, narrative,
                   flags, protective_orders, victim_id, victim_age from extract;
            """);
        Insert("A", "2026-03-14 08:00:00+00");

        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(Reader()));

        Assert.Contains("PostgreSQL 25006", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_SampleWarehouse_GivesItsCrimesToItsReader()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples", "warehouse"), "*.sql").Order(StringComparer.Ordinal))
        {
            var sql = await File.ReadAllTextAsync(file);
            cluster.Execute(database, sql.Replace("crime_screening_reader", $"reader_of_{database}", StringComparison.Ordinal));
        }

        clock.SetUtcNow(new DateTimeOffset(2026, 3, 30, 2, 0, 0, TimeSpan.Zero));
        cluster.Execute(database, $"alter role reader_of_{database} password 'made-up for the tests'");
        var (records, rejected, _) = await ReadAsync(Reader(cluster.ConnectionString(database, $"reader_of_{database}"), schema: "warehouse"));

        Assert.Empty(rejected);
        Assert.Equal("CR/000101/26 CR/000102/26 CR/000103/26", References(records));
        // The clocks went forward in the small hours of the 29th.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 7, 40, 0, TimeSpan.Zero), records[2].Crime.RecordedAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 20, 0, 0, TimeSpan.Zero), records[2].Crime.OccurredFrom);
        Assert.Equal("195/94", Assert.Single(records[2].Crime.IncludedClassifications));
        Assert.Equal("CYBER DA", string.Join(' ', records[2].Crime.Flags));
        Assert.Equal("ex-partner", records[2].Crime.Relationship);
        Assert.Null(records[1].Crime.SuspectId);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(database, $"reader_of_{database}").ConnectionString);
        await connection.OpenAsync();
        await using var peek = new NpgsqlCommand("select * from warehouse.crime_nominal", connection);
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => peek.ExecuteReaderAsync())).SqlState);
    }

    private PostgreSqlSourceReader Reader(
        NpgsqlConnectionStringBuilder? server = null, int pageRows = 500, int batchBytes = 8 << 20, string schema = "public", string view = "crime_extract",
        Dictionary<string, string>? columns = null, TimeSpan? timeout = null, TimeProvider? clock = null) => new(
            "warehouse",
            new PostgreSqlSourceOptions
            {
                ConnectionString = (server ?? cluster.ConnectionString(database)).ConnectionString,
                Schema = schema,
                View = view,
                Columns = columns ?? [],
                StatementTimeout = timeout ?? TimeSpan.FromMinutes(1),
            },
            new SourceOptions { BatchRows = pageRows, BatchBytes = batchBytes }, clock ?? this.clock);

    private void Insert(string reference, string? updatedAt, string narrative = "SUSP WAITED OUTSIDE") =>
        cluster.Execute(database, InsertText(reference, updatedAt, narrative));

    private static string InsertText(string reference, string? updatedAt, string narrative = "SUSP WAITED OUTSIDE") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        insert into extract values ('GLO', '{{reference}}', '2026-03-14 07:42:00+00', {{(updatedAt is null ? "null" : $"'{updatedAt}'")}}, '8L', 'Harassment',
                                    '{{narrative}}', '{CYBER,DA}', 'NMO; BAIL', 'P1', 34)
        """);

    private static async Task<string> RefusedAsync(PostgreSqlSourceReader reader) =>
        (await Assert.ThrowsAsync<SourceException>(() => reader.OpenAsync(CancellationToken.None))).Message;

    private static async Task<(List<SourceRecord> Records, List<RejectedRecord> Rejected, int Batches)> ReadAsync(
        PostgreSqlSourceReader reader, DateTimeOffset? watermark = null)
    {
        var (records, rejected, batches) = (new List<SourceRecord>(), new List<RejectedRecord>(), 0);
        using (reader)
        {
            await reader.OpenAsync(CancellationToken.None);
            await foreach (var batch in reader.ReadAsync(watermark, CancellationToken.None))
            {
                records.AddRange(batch.Records);
                rejected.AddRange(batch.Rejected);
                batches++;
            }
        }

        return (records, rejected, batches);
    }

    private static string References(IEnumerable<SourceRecord> records) => string.Join(' ', records.Select(record => record.Crime.Key.CrimeReference));
}
