using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>
/// Reads the crime extract as a view of a PostgreSQL database, oldest change first, in pages that each start where the one before ended
/// by <c>(updated_at, force_code, crime_reference)</c>. Each page is a read-only transaction of its own, so that a long run keeps no
/// old version of a row alive in the warehouse; a row that changes meanwhile moves to a later page.
/// </summary>
/// <remarks>
/// A page whose connection is cut or silent is asked for again over a new one, from the place where it started; none of its rows has been
/// handed over before.
/// </remarks>
/// <param name="retries">Null: as the options' defaults say.</param>
/// <param name="log">Told of retries; null: nobody is.</param>
public sealed partial class PostgreSqlSourceReader(
    string name, PostgreSqlSourceOptions view, SourceOptions options, TimeProvider clock, RetryOptions? retries = null, ILogger? log = null)
    : ISourceReader
{
    private static readonly CrimeColumn[] PlaceOfPage = [CrimeColumn.UpdatedAt, CrimeColumn.ForceCode, CrimeColumn.CrimeReference];

    private readonly CrimeRowValidator validator = new(options, clock);
    private NpgsqlConnectionStringBuilder settings = [];
    private FaultRetries retrying = NewRetries(retries, clock, log);
    private NpgsqlConnection? connection;
    private CrimeView? columns;

    /// <summary>Time for the server to end a statement by itself before the connection is given up.</summary>
    internal TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Not known: to count the rows of a view is to read it.</summary>
    public long? Length => null;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Dispose();
        retrying = NewRetries(retries, clock, log);
        var opened = false;
        try
        {
            settings = PostgreSqlServer.Settings(view, "CrimeScreeningWorker source");
            // Whatever the settings say: a page that is asked for again needs a connection that is new.
            settings.Pooling = false;
            settings.CommandTimeout = (int)Math.Ceiling((view.StatementTimeout + Grace).TotalSeconds);
            await retrying.ExecuteAsync(
                async _ =>
                {
                    await ConnectAsync(cancellationToken);
                    columns = await CrimeView.ReadAsync(connection!, name, view, cancellationToken);
                    await using var check = await BeginAsync([], cancellationToken);
                    await using var command = Command(columns.Check, check);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                },
                StoreFaults.IsStarting, cancellationToken);
            opened = true;
        }
        catch (PostgreSqlServerException e)
        {
            throw new SourceException($"The source {name} cannot be used: {e.Message}.", e);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }
        finally
        {
            if (!opened) Dispose();
        }
    }

    /// <summary>All that the view has.</summary>
    /// <inheritdoc cref="ReadAsync(DateTimeOffset?, CancellationToken)"/>
    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken) => ReadAsync(watermark: null, cancellationToken);

    /// <summary>Rows changed after the watermark, and those of the overlap before it, in pages. The connection is closed at the end.</summary>
    /// <exception cref="SourceException">As for <see cref="OpenAsync"/>, or the view can no longer be read.</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(DateTimeOffset? watermark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (columns is null) await OpenAsync(cancellationToken);
        try
        {
            if (await ReadWithoutPlaceAsync(cancellationToken) is { Rejected.Count: > 0 } lost) yield return lost;
            string[]? place = null;
            while (true)
            {
                var (batch, last) = await ReadPageAsync(After(watermark), place, cancellationToken);
                if (last is null) yield break;
                place = last;
                yield return batch;
            }
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
        columns = null;
    }

    private string After(DateTimeOffset? watermark) => watermark is { } newest && newest - DateTimeOffset.MinValue > view.Overlap
        ? (newest - view.Overlap).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture)
        : "-infinity";

    /// <summary>A page, and the place of its last row; null where nothing was left.</summary>
    private async Task<(SourceBatch Batch, string[]? Last)> ReadPageAsync(string after, string[]? place, CancellationToken cancellationToken)
    {
        var rows = new PageRows(name, columns!, validator);
        try
        {
            var start = place is null ? [(CrimeColumn.UpdatedAt.Name(), after)] : PlaceOfPage.Select(column => column.Name()).Zip(place);
            await retrying.ExecuteAsync(
                async again =>
                {
                    if (again || connection!.State != ConnectionState.Open) await ConnectAsync(cancellationToken);
                    rows.Clear();
                    await CopyAsync(place is null ? columns!.FirstPage : columns!.NextPage, [Rows(options.BatchRows), .. start], rows, options.BatchBytes, cancellationToken);
                },
                StoreFaults.MayPass, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }

        return (rows.Batch, rows.LastPlace(PlaceOfPage));
    }

    /// <summary>Rows without a key or without the moment they changed: they stand in no page, and are set aside first, however many they are.</summary>
    private async Task<SourceBatch> ReadWithoutPlaceAsync(CancellationToken cancellationToken)
    {
        var rows = new PageRows(name, columns!, validator);
        try
        {
            await retrying.ExecuteAsync(
                async again =>
                {
                    if (again || connection!.State != ConnectionState.Open) await ConnectAsync(cancellationToken);
                    rows.Clear();
                    await CopyAsync(columns!.WithoutPlace, [], rows, mostBytes: long.MaxValue, cancellationToken);
                },
                StoreFaults.MayPass, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }

        return rows.Batch;
    }

    /// <summary>Takes rows out of the view by binary COPY, until there are no more or they hold this many bytes.</summary>
    private async Task CopyAsync(
        string statement, IEnumerable<(string What, string Value)> given, PageRows rows, long mostBytes, CancellationToken cancellationToken)
    {
        await using var page = await BeginAsync(given, cancellationToken);
        await using var export = await connection!.BeginBinaryExportAsync(statement, cancellationToken);
        var fields = new string?[columns!.Width];
        // A page ends early when its narratives are long: the rest comes with the next one.
        for (var bytes = 0L; bytes < mostBytes && await export.StartRowAsync(cancellationToken) >= 0; bytes += rows.Add(fields))
        {
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i] = export.IsNull ? null : await export.ReadAsync<string>(NpgsqlDbType.Text, cancellationToken);
                if (fields[i] is null) await export.SkipAsync(cancellationToken);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (connection is not null) await connection.DisposeAsync();
        connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }

    private static FaultRetries NewRetries(RetryOptions? retries, TimeProvider clock, ILogger? log) =>
        new("source", retries ?? new RetryOptions(), clock, log ?? NullLogger.Instance);

    /// <param name="given">What the statement of the page asks for, by the names that <see cref="CrimeView.NameOf"/> takes.</param>
    private async Task<NpgsqlTransaction> BeginAsync(IEnumerable<(string What, string Value)> given, CancellationToken cancellationToken)
    {
        var transaction = await connection!.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        // The settings end with the transaction, so a pool between here and the server passes none of them on.
        await using var begin = new NpgsqlCommand(
            """
            set transaction read only;
            select set_config(name, value, true) from unnest(@names, @values) as setting (name, value)
            """, connection, transaction);
        (string Name, string Value)[] all =
        [
            ("statement_timeout", Milliseconds(view.StatementTimeout)),
            // A page that nobody fetches any more must not keep old rows alive in the warehouse.
            ("idle_in_transaction_session_timeout", Milliseconds(view.StatementTimeout + Grace)),
            ("timezone", "UTC"),
            ("datestyle", "ISO, YMD"),
            .. given.Select(setting => (CrimeView.NameOf(setting.What), setting.Value)),
        ];
        begin.Parameters.Add(new NpgsqlParameter<string[]>("names", [.. all.Select(setting => setting.Name)]));
        begin.Parameters.Add(new NpgsqlParameter<string[]>("values", [.. all.Select(setting => setting.Value)]));
        await begin.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

#pragma warning disable CA2100 // Identifiers of the configuration, quoted by CrimeView; values travel as settings.
    private NpgsqlCommand Command(string sql, NpgsqlTransaction transaction) => new(sql, connection, transaction);
#pragma warning restore CA2100

    private static (string What, string Value) Rows(int rows) => (CrimeView.RowsOfPage, rows.ToString(CultureInfo.InvariantCulture));

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private SourceException Fault(NpgsqlException fault) => new(
        fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            ? $"The source {name} took longer than {view.StatementTimeout} for one page: the view {view.Schema}.{view.View} needs an index on " +
              "(updated_at, force_code, crime_reference) below it, or StatementTimeout must be longer."
            : $"The source {name} {PostgreSqlFaults.Describe(fault, settings)}{retrying.Tried}.",
        fault);
}
