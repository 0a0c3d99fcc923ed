using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>A statement that is run with many rows of values.</summary>
internal abstract class PreparedStatement : IDisposable
{
    /// <param name="values">In the order of the parameters; null is the database's null.</param>
    /// <returns>Rows that it touched.</returns>
    public abstract Task<int> ExecuteAsync(params ReadOnlySpan<object?> values);

    /// <inheritdoc cref="ExecuteAsync"/>
    /// <returns>First column of the first row.</returns>
    public abstract Task<object?> ExecuteScalarAsync(params ReadOnlySpan<object?> values);

    public abstract void Dispose();

    protected static void Check(int values, int parameters)
    {
        if (values != parameters) throw new ArgumentException($"{values} values for {parameters} parameters.", nameof(values));
    }
}

/// <summary>A statement on a server.</summary>
internal sealed class ServerStatement : PreparedStatement
{
    private readonly StoreSession session;
    private readonly DbCommand command;

    public ServerStatement(StoreSession session, string sql, string[] parameters)
    {
        this.session = session;
        command = session.Connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a literal of a store class; values travel as parameters alone.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }
    }

    public override Task<int> ExecuteAsync(params ReadOnlySpan<object?> values) => Bind(values).ExecuteNonQueryAsync(CancellationToken.None);

    public override Task<object?> ExecuteScalarAsync(params ReadOnlySpan<object?> values) => Bind(values).ExecuteScalarAsync(CancellationToken.None);

    public override void Dispose() => command.Dispose();

    private DbCommand Bind(ReadOnlySpan<object?> values)
    {
        Check(values.Length, command.Parameters.Count);
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.Transaction = session.Transaction;
        return command;
    }
}

/// <summary>
/// A statement on a file, by way of the library beneath the ADO.NET driver: a row of a run is a dozen statements, and what the driver makes
/// anew for each of them costs more than SQLite takes to run it.
/// </summary>
internal sealed class FileStatement : PreparedStatement
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;
    private byte[] text = new byte[1 << 12];

    /// <exception cref="SqliteException">The statement does not fit the schema.</exception>
    public FileStatement(SqliteConnection connection, string sql, string[] parameters)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        places = [.. parameters.Select(name => raw.sqlite3_bind_parameter_index(statement, "@" + name))];
        if (places.Contains(0) || raw.sqlite3_bind_parameter_count(statement) != places.Length)
            throw new ArgumentException("The parameters are not those of the statement.", nameof(parameters));
    }

    public override Task<int> ExecuteAsync(params ReadOnlySpan<object?> values)
    {
        Run(values, out _);
        return Task.FromResult(raw.sqlite3_changes(database));
    }

    public override Task<object?> ExecuteScalarAsync(params ReadOnlySpan<object?> values)
    {
        Run(values, out var first);
        return Task.FromResult(first);
    }

    public override void Dispose() => statement.Dispose();

    private void Run(ReadOnlySpan<object?> values, out object? first)
    {
        Check(values.Length, places.Length);
        first = null;
        try
        {
            for (var i = 0; i < values.Length; i++) Check(Bind(places[i], values[i]));
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW) first ??= First();
            if (result != raw.SQLITE_DONE) Check(result);
        }
        finally
        {
            // It gives back the code of the step, which has been heard.
            _ = raw.sqlite3_reset(statement);
        }
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        string { Length: 0 } => raw.sqlite3_bind_text(statement, place, ""),
        string words => raw.sqlite3_bind_text(statement, place, Utf8(words)),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        double number => raw.sqlite3_bind_double(statement, place, number),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, place, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of a store.", nameof(value)),
    };

    private ReadOnlySpan<byte> Utf8(string words)
    {
        var most = Encoding.UTF8.GetMaxByteCount(words.Length);
        if (text.Length < most) text = new byte[Math.Max(most, text.Length * 2)];
        return text.AsSpan(0, Encoding.UTF8.GetBytes(words, text));
    }

    private object? First() => raw.sqlite3_column_type(statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, 0).utf8_to_string(),
        raw.SQLITE_NULL => null,
        _ => throw new NotSupportedException("Bytes are read by the driver."),
    };

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }
}
