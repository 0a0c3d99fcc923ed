using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using EvolveDb;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>The store's schema: the SQL files of <c>database/</c>, which travel inside the assembly.</summary>
internal static class StoreSchema
{
    private const string Changelog = "schema_changelog";
    private const string Scripts = "CrimeScreeningWorker.Screening.database.sqlite.";

    /// <summary>Version the newest script brings a store to.</summary>
    public static int Newest { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Scripts, StringComparison.Ordinal))
        .Max(name => int.Parse(name.AsSpan(Scripts.Length + 1, 4), CultureInfo.InvariantCulture));

    /// <summary>Refuses what this version of the program must not write to. Reads only.</summary>
    /// <exception cref="StoreException">Another program's database, or one that a newer version has written.</exception>
    public static async Task CheckAsync(DbConnection connection, StoreLocation location, bool mustExist, CancellationToken cancellationToken)
    {
        var tables = (await connection.QueryAsync<string>(new CommandDefinition(
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'", cancellationToken: cancellationToken))).AsList();
        if (tables.Count == 0 && !mustExist) return;
        if (!tables.Contains(Changelog)) throw new StoreException($"The store {location} is a database, but not one of this program.");

        var version = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select coalesce(max(cast(version as integer)), 0) from schema_changelog where success = 1", cancellationToken: cancellationToken));
        if (version > Newest)
            throw new StoreException($"The store {location} was written by a newer version of this program (schema {version}; this one knows {Newest}).");
        if (mustExist && version < Newest)
            throw new StoreException($"The store {location} is of an older version (schema {version}; this one needs {Newest}): run migrate.");
    }

    /// <summary>Applies the scripts the store lacks, each with its changelog row in one transaction.</summary>
    /// <exception cref="StoreException">A script that was applied has been edited since, or one failed; what failed has been undone.</exception>
    public static void Migrate(DbConnection connection, StoreLocation location)
    {
        var evolve = new Evolve(connection)
        {
            EmbeddedResourceAssemblies = [Assembly.GetExecutingAssembly()],
            EmbeddedResourceFilters = [Scripts],
            MetadataTableName = Changelog,
            IsEraseDisabled = true,
        };
        try
        {
            evolve.Migrate();
        }
        catch (EvolveException e)
        {
            throw new StoreException($"The store {location} cannot be brought to schema {Newest}.", e);
        }
    }
}
