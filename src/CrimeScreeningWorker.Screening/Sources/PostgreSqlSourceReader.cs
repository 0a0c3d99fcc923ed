using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CrimeScreeningWorker.Screening.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>
/// Reads the crime extract as a view of a PostgreSQL database, oldest change first, in pages that each start where the one before ended
/// by <c>(updated_at, force_code, crime_reference)</c>. Each page is a read-only transaction of its own, so that a long run keeps no
/// old version of a row alive in the warehouse; a row that changes meanwhile moves to a later page.
/// </summary>
public sealed partial class PostgreSqlSourceReader(string name, PostgreSqlSourceOptions view, SourceOptions options, TimeProvider clock)
    : ISourceReader
{
    private const int LongestExcerpt = 500;
    private static readonly string[] PlaceParameters = ["updated", "force", "reference"];

    // Time for the server to end a statement by itself before the connection is given up.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly CrimeRowValidator validator = new(options, clock);
    private NpgsqlConnectionStringBuilder settings = [];
    private NpgsqlConnection? connection;
    private CrimeView? columns;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Not known: to count the rows of a view is to read it.</summary>
    public long? Length => null;

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        Dispose();
        var opened = false;
        try
        {
            settings = PostgreSqlServer.Settings(view, "CrimeScreeningWorker source");
            settings.CommandTimeout = (int)Math.Ceiling((view.StatementTimeout + Grace).TotalSeconds);
            connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            columns = await CrimeView.ReadAsync(connection, name, view, cancellationToken);
            await using (var check = await BeginAsync(columns.Check, cancellationToken))
                await check.Command.ExecuteNonQueryAsync(cancellationToken);
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
        var (records, rejected, bytes) = (new List<SourceRecord>(), new List<RejectedRecord>(), 0L);
        string[]? last = null;
        try
        {
            await using var page = await BeginAsync(place is null ? columns!.FirstPage : columns!.NextPage, cancellationToken);
            page.Command.Parameters.AddWithValue("rows", options.BatchRows);
            if (place is null) Add("after", after);
            else foreach (var (parameter, text) in PlaceParameters.Zip(place)) Add(parameter, text);

            await using var reader = await page.Command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
            // A page ends early when its narratives are long: the rest comes with the next one.
            while (bytes < options.BatchBytes && await reader.ReadAsync(cancellationToken))
            {
                bytes += Sort(reader, records, rejected);
                last = [Value(reader, CrimeColumn.UpdatedAt)!, Value(reader, CrimeColumn.ForceCode)!, Value(reader, CrimeColumn.CrimeReference)!];
            }

            // Its type is the column's, whatever that is, so that an index over the three serves.
            void Add(string parameter, string text) => page.Command.Parameters.AddWithValue(parameter, NpgsqlDbType.Unknown, text);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }

        return (new SourceBatch(records, rejected, Position: null), last);
    }

    /// <summary>Rows without a key or without the moment they changed: they stand in no page, and are set aside first.</summary>
    private async Task<SourceBatch> ReadWithoutPlaceAsync(CancellationToken cancellationToken)
    {
        var (records, rejected) = (new List<SourceRecord>(), new List<RejectedRecord>());
        try
        {
            await using var page = await BeginAsync(columns!.WithoutPlace, cancellationToken);
            await using var reader = await page.Command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) Sort(reader, records, rejected);
        }
        catch (NpgsqlException e)
        {
            throw Fault(e);
        }

        return new SourceBatch(records, rejected, Position: null);
    }

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
        var timeout = ((long)view.StatementTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using (var begin = new NpgsqlCommand(
            """
            set transaction read only;
            select set_config('statement_timeout', @timeout, true), set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true)
            """, connection, transaction))
        {
            begin.Parameters.Add(new NpgsqlParameter<string>("timeout", timeout));
            await begin.ExecuteNonQueryAsync(cancellationToken);
        }

#pragma warning disable CA2100 // Identifiers of the configuration, quoted by CrimeView; values travel as parameters.
        return new Page(transaction, new NpgsqlCommand(sql, connection, transaction));
#pragma warning restore CA2100
    }

    private SourceException Fault(NpgsqlException fault) => new(
        fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
            ? $"The source {name} took longer than {view.StatementTimeout} for one page: the view {view.Schema}.{view.View} needs an index on " +
              "(updated_at, force_code, crime_reference) below it, or StatementTimeout must be longer."
            : $"The source {name} {PostgreSqlFaults.Describe(fault, settings)}.",
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
