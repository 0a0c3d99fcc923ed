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
    private const int LongestExcerpt = 500;
    private static readonly string[] PlaceParameters = ["updated", "force", "reference"];

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
                    await using var check = await BeginAsync(columns.Check, cancellationToken);
                    await check.Command.ExecuteNonQueryAsync(cancellationToken);
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
        string[]? last = null;
        var page = await ReadAsync(place is null ? columns!.FirstPage : columns!.NextPage, Bind, Place, cancellationToken);
        return (page, last);

        void Bind(NpgsqlParameterCollection parameters)
        {
            last = null;
            parameters.AddWithValue("rows", options.BatchRows);
            if (place is null) Add("after", after);
            else foreach (var (parameter, text) in PlaceParameters.Zip(place)) Add(parameter, text);

            // Its type is the column's, whatever that is, so that an index over the three serves.
            void Add(string parameter, string text) => parameters.AddWithValue(parameter, NpgsqlDbType.Unknown, text);
        }

        void Place(DbDataReader row) =>
            last = [Value(row, CrimeColumn.UpdatedAt)!, Value(row, CrimeColumn.ForceCode)!, Value(row, CrimeColumn.CrimeReference)!];
    }

    /// <summary>Rows without a key or without the moment they changed: they stand in no page, and are set aside first.</summary>
    private Task<SourceBatch> ReadWithoutPlaceAsync(CancellationToken cancellationToken) =>
        ReadAsync(columns!.WithoutPlace, _ => { }, row: null, cancellationToken);

    /// <summary>Reads a page, as often as it takes.</summary>
    /// <param name="row">Told of each row; without, the page is read to its end however long it is.</param>
    private async Task<SourceBatch> ReadAsync(
        string sql, Action<NpgsqlParameterCollection> bind, Action<DbDataReader>? row, CancellationToken cancellationToken)
    {
        var (records, rejected) = (new List<SourceRecord>(), new List<RejectedRecord>());
        try
        {
            await retrying.ExecuteAsync(
                async again =>
                {
                    if (again || connection!.State != ConnectionState.Open) await ConnectAsync(cancellationToken);
                    records.Clear();
                    rejected.Clear();
                    await using var page = await BeginAsync(sql, cancellationToken);
                    bind(page.Command.Parameters);
                    await using var reader = await page.Command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
                    // A page ends early when its narratives are long: the rest comes with the next one.
                    for (var bytes = 0L; (row is null || bytes < options.BatchBytes) && await reader.ReadAsync(cancellationToken);)
                    {
                        bytes += Sort(reader, records, rejected);
                        row?.Invoke(reader);
                    }
                },
                StoreFaults.MayPass, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }

        return new SourceBatch(records, rejected, Position: null);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (connection is not null) await connection.DisposeAsync();
        connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }

    private static FaultRetries NewRetries(RetryOptions? retries, TimeProvider clock, ILogger? log) =>
        new("source", retries ?? new RetryOptions(), clock, log ?? NullLogger.Instance);

    /// <summary>Puts a row to the records or to those that cannot be read.</summary>
    /// <returns>About how many bytes it takes.</returns>
    private int Sort(DbDataReader reader, List<SourceRecord> records, List<RejectedRecord> rejected)
    {
        var value = (CrimeColumn column) => Value(reader, column);
        if (validator.TryRead(value, line: 0, out var record, out var fault)) records.Add(record);
        else rejected.Add(new RejectedRecord(name, 0, CrimeRowValidator.ReferenceOrNull(value), fault.Field, fault.Reason, Excerpt(reader)));
        return sizeof(char) * (record?.Crime.Narrative.Length ?? 0);
    }

    private string? Value(DbDataReader reader, CrimeColumn column) =>
        columns!.PositionOf(column) is >= 0 and var position && !reader.IsDBNull(position) ? reader.GetString(position) : null;

    // What a file's line is in the quarantine of a file: the fields in the contract's order, an unknown one left out.
    private string Excerpt(DbDataReader reader)
    {
        var text = new StringBuilder();
        foreach (var column in CrimeColumns.All)
        {
            if (Value(reader, column) is not { Length: > 0 } value) continue;
            text.Append(text.Length == 0 ? "" : " | ").Append(column.Name()).Append('=').Append(value, 0, Math.Min(value.Length, LongestExcerpt));
            if (text.Length > LongestExcerpt) break;
        }

        var length = Math.Min(text.Length, LongestExcerpt);
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return text.ToString(0, length);
    }

    private async Task<Page> BeginAsync(string sql, CancellationToken cancellationToken)
    {
        var transaction = await connection!.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        // The settings end with the transaction, so a pool between here and the server passes none of them on.
        await using (var begin = new NpgsqlCommand(
            """
            set transaction read only;
            select set_config('statement_timeout', @timeout, true), set_config('idle_in_transaction_session_timeout', @idle, true),
                   set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)
            """, connection, transaction))
        {
            // A page that nobody fetches any more must not keep old rows alive in the warehouse.
            begin.Parameters.Add(new NpgsqlParameter<string>("idle", Milliseconds(view.StatementTimeout + Grace)));
            begin.Parameters.Add(new NpgsqlParameter<string>("timeout", Milliseconds(view.StatementTimeout)));
            await begin.ExecuteNonQueryAsync(cancellationToken);
        }

#pragma warning disable CA2100 // Identifiers of the configuration, quoted by CrimeView; values travel as parameters.
        return new Page(transaction, new NpgsqlCommand(sql, connection, transaction));
#pragma warning restore CA2100
    }

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private SourceException Fault(NpgsqlException fault) => new(
        fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            ? $"The source {name} took longer than {view.StatementTimeout} for one page: the view {view.Schema}.{view.View} needs an index on " +
              "(updated_at, force_code, crime_reference) below it, or StatementTimeout must be longer."
            : $"The source {name} {PostgreSqlFaults.Describe(fault, settings)}{retrying.Tried}.",
        fault);

    private sealed record Page(NpgsqlTransaction Transaction, NpgsqlCommand Command) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Command.DisposeAsync();
            await Transaction.DisposeAsync();
        }
    }
}
