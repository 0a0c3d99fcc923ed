using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>How a PostgreSQL server is reached: a connection string that may stand in a file, and a password that comes another way.</summary>
public interface IPostgreSqlServer
{
    string ConnectionString { get; }

    string? Password { get; }

    string? PasswordFile { get; }
}

/// <summary>Makes the connection string that is used of the one that was configured. No message of it holds a password or a connection string.</summary>
internal static class PostgreSqlServer
{
    // Seconds, for one statement. The longest of a run counts the crimes of a first load of millions.
    private const int LongestCommand = 120;

    /// <summary>What is wrong with the settings; the first word is the key.</summary>
    public static IEnumerable<string> Faults(IPostgreSqlServer server)
    {
        if (!TryParse(server.ConnectionString, out var settings))
        {
            yield return "ConnectionString: cannot be read; expected such as Host=warehouse;Database=crime;Username=reader.";
            yield break;
        }

        if (string.IsNullOrWhiteSpace(settings.Host)) yield return "ConnectionString: names no Host.";
        if (string.IsNullOrWhiteSpace(settings.Database)) yield return "ConnectionString: names no Database.";
        if (settings.Password is not null)
            yield return "ConnectionString: holds a password; put it into the environment (…__Password) or into the file that PasswordFile names.";
        if (server is { Password: not null, PasswordFile: not null }) yield return "PasswordFile: is given beside Password; one is enough.";
    }

    /// <param name="program">What the server shows of who is connected.</param>
    /// <exception cref="PostgreSqlServerException">The password file cannot be used.</exception>
    public static NpgsqlConnectionStringBuilder Settings(IPostgreSqlServer server, string program)
    {
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        if (settings.Password is null) settings.Password = server.Password ?? ReadPassword(server.PasswordFile);
        if (!Says("sslmode")) settings.SslMode = IsThisMachine(settings.Host) ? SslMode.Prefer : SslMode.VerifyFull;
        if (!Says("applicationname")) settings.ApplicationName = program;
        // A network that swallows packets is silent for ever unless somebody asks: a server at work is given up by the first when nothing
        // comes back from its machine for a minute, by the second in any case.
        if (!Says("tcpkeepalive")) settings.TcpKeepAlive = true;
        if (!Says("tcpkeepalivetime")) settings.TcpKeepAliveTime = 15;
        if (!Says("tcpkeepaliveinterval")) settings.TcpKeepAliveInterval = 5;
        // Few connections are opened, and a pool hands out those to a server that has been started anew since, which fail when they are used.
        if (!Says("pooling")) settings.Pooling = false;
        if (!Says("commandtimeout")) settings.CommandTimeout = LongestCommand;
        settings.PersistSecurityInfo = false;
        settings.IncludeErrorDetail = false;
        return settings;

        // Npgsql's own builder knows every keyword, said or not.
        bool Says(string keyword) => new DbConnectionStringBuilder { ConnectionString = server.ConnectionString }.Keys.Cast<string>()
            .Any(key => key.Replace(" ", "", StringComparison.Ordinal).Equals(keyword, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Host, port and database, for messages.</summary>
    public static string Place(NpgsqlConnectionStringBuilder settings) => $"{settings.Host}:{settings.Port}/{settings.Database}";

    private static bool TryParse(string text, out NpgsqlConnectionStringBuilder settings)
    {
        settings = [];
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsThisMachine(string? host) =>
        host is null or "localhost" || host.StartsWith('/') || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? ReadPassword(string? path)
    {
        if (path is null) return null;
        try
        {
            // A file that others may read is no secret; on Windows its access list is the administrator's to set.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
                throw new PostgreSqlServerException($"the password file {path} may be read by others: make it readable by its owner alone (chmod 600)");
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PostgreSqlServerException($"the password file {path} is missing or cannot be read");
        }
    }
}

/// <summary>The message is half a sentence, for the source or the store to complete.</summary>
internal sealed class PostgreSqlServerException(string message) : Exception(message);

/// <summary>Says what a PostgreSQL error means, without the server's own text, which may quote a value of a row.</summary>
internal static class PostgreSqlFaults
{
    /// <returns>What happened, to follow the name of the source or the store; null where only the caller can tell.</returns>
    public static string Describe(NpgsqlException fault, NpgsqlConnectionStringBuilder settings) => fault switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => $"refuses the sign-in of the user {settings.Username}: check the user, its password and pg_hba.conf",
        PostgresException { SqlState: "3D000" } => $"cannot be opened: the server has no database {settings.Database}",
        PostgresException { SqlState: "42501" } => $"refuses the user {settings.Username}: a right is missing",
        PostgresException { SqlState: "57014" } => "took longer than the statement timeout allows",
        PostgresException { SqlState: "55P03" } => "is in use: a lock was not given in time",
        PostgresException { SqlState: "53300" } => "refuses the connection: the server has too many",
        PostgresException { SqlState: "53100" } => "cannot grow: the server's disk is full",
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => "is shutting down or starting up",
        PostgresException { SqlState: var state } => $"gave an error (PostgreSQL {state})",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"cannot be reached: nothing answers at {settings.Host}:{settings.Port}",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => $"cannot be reached: the host {settings.Host} is not known",
        { InnerException: TimeoutException } => $"does not answer: {settings.Host}:{settings.Port} was silent for too long",
        { InnerException: System.Security.Authentication.AuthenticationException } => $"cannot be trusted: the certificate of {settings.Host} is not valid here",
        // Npgsql has no type for it, only these words.
        { InnerException: null, Message: var words } when words.StartsWith("SSL connection requested", StringComparison.Ordinal) =>
            $"cannot be trusted: {settings.Host} offers no TLS, and without it neither the server nor what is said is known to be safe",
        _ => $"cannot be reached: the connection to {settings.Host}:{settings.Port} failed or was cut",
    };
}
