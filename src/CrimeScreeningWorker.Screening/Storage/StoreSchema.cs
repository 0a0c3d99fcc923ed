using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using EvolveDb;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>The store's schema: the SQL files of <c>database/</c>, which travel inside the assembly.</summary>
internal static class StoreSchema
{
    private const string Changelog = "schema_changelog";
    private const string Scripts = "CrimeScreeningWorker.Screening.database.";

    /// <summary>Version the newest script brings a store to.</summary>
    public static int Newest(StoreDialect dialect) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder(dialect), StringComparison.Ordinal))
        .Max(name => int.Parse(name.AsSpan(Folder(dialect).Length + 1, 4), CultureInfo.InvariantCulture));

    /// <summary>Names of the scripts that a store of this version lacks, in their order.</summary>
    public static IReadOnlyList<string> ScriptsAfter(StoreDialect dialect, int version) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder(dialect), StringComparison.Ordinal))
            .Select(name => name[Folder(dialect).Length..])
            .Where(name => int.Parse(name.AsSpan(1, 4), CultureInfo.InvariantCulture) > version)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Refuses what this version of the program must not write to. Reads only.</summary>
    /// <returns>The store's version; 0 for an empty one.</returns>
    /// <exception cref="StoreException">Another program's database, or one that a newer version has written.</exception>
    public static async Task<int> CheckAsync(DbConnection connection, StoreLocation location, bool mustExist, CancellationToken cancellationToken)
    {
        const string ofFile = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";
        const string ofServer = "select tablename::text from pg_catalog.pg_tables where schemaname = any (current_schemas(false))";
        var newest = Newest(location.Dialect);
        var tables = (await connection.QueryAsync<string>(new CommandDefinition(
            location.Dialect == StoreDialect.Sqlite ? ofFile : ofServer, cancellationToken: cancellationToken))).AsList();
        if (tables.Count == 0 && !mustExist) return 0;
        if (tables.Count == 0 && location.Dialect == StoreDialect.PostgreSql)
            throw new StoreException($"There is no store at {location}: run a screening first.");
        if (!tables.Contains(Changelog)) throw new StoreException($"The store {location} is a database, but not one of this program.");

        var version = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            location.Dialect == StoreDialect.Sqlite
                ? "select coalesce(max(cast(version as integer)), 0) from schema_changelog where success = 1"
                : "select coalesce(max(cast(version as integer)), 0) from schema_changelog where success", cancellationToken: cancellationToken));
        if (version > newest)
        {
            throw new StoreException($"The store {location} was written by a newer version of this program (schema {version}; this one knows {newest}).")
            {
                IsOfNewerVersion = true,
            };
        }

        if (mustExist && version < newest)
            throw new StoreException($"The store {location} is of an older version (schema {version}; this one needs {newest}): run migrate.");
        return version;
    }

    /// <summary>Applies the scripts the store lacks, each with its changelog row in one transaction.</summary>
    /// <exception cref="StoreException">A script that was applied has been edited since, or one failed; what failed has been undone.</exception>
    public static void Migrate(DbConnection connection, StoreLocation location)
    {
        var evolve = new Evolve(connection)
        {
            EmbeddedResourceAssemblies = [Assembly.GetExecutingAssembly()],
            EmbeddedResourceFilters = [Folder(location.Dialect)],
            MetadataTableName = Changelog,
            IsEraseDisabled = true,
        };
        if (location.Dialect == StoreDialect.PostgreSql) evolve.Schemas = [Schema(connection)];
        try
        {
            evolve.Migrate();
        }
        catch (EvolveException e)
        {
            if (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege })
                throw new StoreException($"The store {location} has to be prepared by its owner, who may create schemas and roles: run migrate as that user.", e);
            if (e.InnerException is SqliteException { SqliteErrorCode: StoreFaults.Full or StoreFaults.IoError } disk) throw disk.ToStoreException(location);
            throw new StoreException($"The store {location} cannot be brought to schema {Newest(location.Dialect)}.", e);
        }
    }

    private static string Folder(StoreDialect dialect) => Scripts + (dialect == StoreDialect.Sqlite ? "sqlite." : "postgresql.");

    private static string Schema(DbConnection connection) =>
        new NpgsqlConnectionStringBuilder(connection.ConnectionString).SearchPath is { Length: > 0 } path ? path : PostgreSqlStore.DefaultSchema;
}
