using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>One open connection, the transaction on it, and the statements prepared on it: what the stores work in.</summary>
/// <param name="held">Let go when the session ends.</param>
/// <param name="turns">Taken for as long as a transaction may write; null where the database keeps the order among writers itself.</param>
internal sealed class StoreSession(DbConnection connection, StoreDialect dialect, IDisposable? held = null, SemaphoreSlim? turns = null) : IAsyncDisposable
{
    private bool hasTurn;
    private readonly Dictionary<string, PreparedStatement> statements = new(StringComparer.Ordinal);

    /// <summary>The one in use now; after <see cref="ReplaceAsync"/> another.</summary>
    public DbConnection Connection { get; private set; } = connection;

    /// <summary>Every process of the server that has served this session.</summary>
    public List<ServerProcess> Served { get; } = [];

    public StoreDialect Dialect => dialect;

    public bool OnPostgreSql => dialect == StoreDialect.PostgreSql;

    public DbTransaction? Transaction { get; private set; }

    /// <summary>Begins a transaction that may write, and waits for its turn to.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        // A file that is busy is asked again after longer and longer pauses: among many writers the unlucky one would wait for all that come after it.
        if (turns is not null)
        {
            await turns.WaitAsync(cancellationToken);
            hasTurn = true;
        }

        try
        {
            Transaction = await Connection.BeginTransactionAsync(cancellationToken);
        }
        finally
        {
            if (Transaction is null) EndTurn();
        }
    }

    /// <summary>Begins a transaction that sees one state of the store until it ends, and holds nobody up.</summary>
    public void BeginSnapshot() => Transaction = dialect switch
    {
        StoreDialect.Sqlite => ((SqliteConnection)Connection).BeginTransaction(deferred: true),
        StoreDialect.PostgreSql => Connection.BeginTransaction(IsolationLevel.RepeatableRead),
        _ => throw new NotSupportedException(dialect.ToString()),
    };

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Transaction!.CommitAsync(cancellationToken);
        await EndAsync();
    }

    /// <summary>Ends the transaction if one is open; what was not committed is undone.</summary>
    public async Task EndAsync()
    {
        var open = Transaction;
        Transaction = null;
        try
        {
            if (open is not null) await open.DisposeAsync();
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Goes on over another connection: what was not committed is lost, and what was prepared is prepared again when it is used.</summary>
    public async Task ReplaceAsync(DbConnection fresh)
    {
        await DisposeConnectionAsync();
        Connection = fresh;
    }

    /// <summary>The statement, prepared once for as long as the session lives: for statements that run once a row.</summary>
    public PreparedStatement Prepare(string sql, params string[] parameters)
    {
        if (!statements.TryGetValue(sql, out var statement))
            statements.Add(sql, statement = OnPostgreSql ? new ServerStatement(this, sql, parameters) : new FileStatement((SqliteConnection)Connection, sql, parameters));
        return statement;
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeConnectionAsync();
        held?.Dispose();
    }

    private void EndTurn()
    {
        if (!hasTurn) return;
        hasTurn = false;
        turns!.Release();
    }

    private async Task DisposeConnectionAsync()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        statements.Clear();
        try
        {
            await EndAsync();
        }
        catch (DbException)
        {
            // A connection that cannot undo its transaction is at its end; the server undoes it then.
        }

        await Connection.DisposeAsync();
    }
}
