using Microsoft.Extensions.Configuration;

namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>A store on PostgreSQL: <c>Stores:NAME</c> in the configuration.</summary>
public sealed class PostgreSqlStoreOptions : IPostgreSqlServer
{
    public const string Section = "Stores";

    /// <summary>
    /// Npgsql connection string without a password. Encryption is <c>VerifyFull</c> unless it says otherwise or the host is this machine; the
    /// tables lie in the schema <c>screening</c> unless it names a <c>Search Path</c>.
    /// </summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>From the environment alone: <c>CRIMESCREENING_Stores__NAME__Password</c>.</summary>
    public string? Password { get; init; }

    /// <summary>A file that holds the password and nothing else, which nobody but its owner may read.</summary>
    public string? PasswordFile { get; init; }
}

/// <summary>Finds the store that a person names: one of the configuration (<c>Stores:NAME</c>), or what <see cref="StoreLocation.Parse"/> reads.</summary>
public sealed class ConfiguredStores(IConfiguration configuration)
{
    /// <param name="store">Null or blank: what <c>Store</c> of the configuration names.</param>
    /// <exception cref="StoreException">It is neither, or it is configured, but not as it must be.</exception>
    public StoreLocation Find(string? store)
    {
        if (string.IsNullOrWhiteSpace(store)) store = configuration["Store"];
        if (string.IsNullOrWhiteSpace(store) || store.Contains(':', StringComparison.Ordinal)) return StoreLocation.Parse(store);
        var section = configuration.GetSection(PostgreSqlStoreOptions.Section).GetSection(store);
        if (!section.GetChildren().Any()) return StoreLocation.Parse(store);
        var options = section.Get<PostgreSqlStoreOptions>() ?? new PostgreSqlStoreOptions();
        var faults = PostgreSqlServer.Faults(options).Select(fault => $"{PostgreSqlStoreOptions.Section}:{store}:{fault}").ToList();
        return faults.Count == 0 ? StoreLocation.Of(options) : throw new StoreException(string.Join(' ', faults));
    }
}
