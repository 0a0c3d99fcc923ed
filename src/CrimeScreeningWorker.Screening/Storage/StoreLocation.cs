using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Which database a store lies in: where statements differ, the two forms stand side by side in the store class.</summary>
public enum StoreDialect
{
    Sqlite,
    PostgreSql,
}

/// <summary>Where the store is.</summary>
/// <param name="Path">Full path of the database file; <c>//user@host:port/database</c> of a server.</param>
public sealed record StoreLocation(StoreDialect Dialect, string Path)
{
    /// <summary>What <see cref="Parse"/> makes of no text at all.</summary>
    public const string DefaultText = "sqlite:./data/screening.db";

    private const string SqlitePrefix = "sqlite:", PostgreSqlPrefix = "postgresql:";
    private const string Expected = $"expected sqlite:PATH, for example {DefaultText}, or postgresql://USER@HOST/DATABASE, or a name of Stores in the configuration";

    /// <summary>How the server is reached; null for a file.</summary>
    internal IPostgreSqlServer? Server { get; private init; }

    /// <summary>
    /// Reads <c>sqlite:PATH</c> (a relative path starts from the current directory) or <c>postgresql://USER@HOST:PORT/DATABASE</c> (the
    /// password comes from PGPASSWORD or the file PGPASSFILE names). Nothing is opened or created.
    /// </summary>
    /// <param name="text">Null or blank gives <see cref="DefaultText"/>.</param>
    /// <exception cref="StoreException">Anything else.</exception>
    public static StoreLocation Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) text = DefaultText;
        if (text.StartsWith(PostgreSqlPrefix, StringComparison.OrdinalIgnoreCase)) return ParseServer(text);
        if (!text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            throw new StoreException($"The store '{text}' is not understood: {Expected}.");
        var path = text[SqlitePrefix.Length..].Trim();
        if (path.Length == 0 || path.StartsWith(':') || path.Contains('\0', StringComparison.Ordinal))
            throw new StoreException($"The store '{text}' names no file: {Expected}.");
        return new StoreLocation(StoreDialect.Sqlite, System.IO.Path.GetFullPath(path));
    }

    /// <summary>A store on this server.</summary>
    internal static StoreLocation Of(IPostgreSqlServer server)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        var user = settings.Username is { } name ? $"{Uri.EscapeDataString(name)}@" : "";
        return new StoreLocation(StoreDialect.PostgreSql, $"//{user}{settings.Host}:{settings.Port}/{Uri.EscapeDataString(settings.Database ?? "")}") { Server = server };
    }

    /// <summary>As <see cref="Parse"/> reads it; of a server without its password and its settings.</summary>
    public override string ToString() => (Dialect == StoreDialect.Sqlite ? SqlitePrefix : PostgreSqlPrefix) + Path;

    // What is wrong is not shown: where a password stands by mistake, it would be.
    private static StoreLocation ParseServer(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length < 2 || uri.Query.Length > 0)
            throw new StoreException($"The store names no server and database: {Expected}.");
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new StoreException("The store holds a password, which other users of the machine can see: put it into PGPASSWORD, or name the store in the configuration.");
        var settings = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]) };
        if (uri.UserInfo.Length > 0) settings.Username = Uri.UnescapeDataString(uri.UserInfo);
        if (uri.Port > 0) settings.Port = uri.Port;
        return Of(new PostgreSqlStoreOptions { ConnectionString = settings.ConnectionString });
    }
}
