using System.ComponentModel.DataAnnotations;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>A crime extract that is a view of a PostgreSQL database: <c>Sources:NAME</c> in the configuration.</summary>
public sealed class PostgreSqlSourceOptions : IPostgreSqlServer
{
    /// <summary>
    /// Npgsql connection string without a password, <c>Host=warehouse;Database=crime;Username=crime_screening_reader</c>. Encryption is
    /// <c>VerifyFull</c> unless it says otherwise or the host is this machine.
    /// </summary>
    [Required] public string ConnectionString { get; init; } = "";

    /// <summary>From the environment alone: <c>CRIMESCREENING_Sources__NAME__Password</c>.</summary>
    public string? Password { get; init; }

    /// <summary>A file that holds the password and nothing else, which nobody but its owner may read.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Where the view lies. Default public.</summary>
    [Required] public string Schema { get; init; } = "public";

    /// <summary>The view or table. Default: <c>crime_extract</c>.</summary>
    [Required] public string View { get; init; } = "crime_extract";

    /// <summary>Where the view calls a column something else: the contract's name, then the view's.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// How far before the newest row taken in a run starts to read again: longer than any transaction that writes to the warehouse stays
    /// open after it has fixed <c>updated_at</c>. A row that is met twice changes nothing. Default 6 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Longest that the database may work on one page. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

[OptionsValidator]
internal sealed partial class PostgreSqlSourceAnnotations : IValidateOptions<PostgreSqlSourceOptions>;

/// <summary>Annotations, and what no annotation can say; every failure is listed.</summary>
internal sealed class PostgreSqlSourceOptionsValidator : IValidateOptions<PostgreSqlSourceOptions>
{
    private readonly PostgreSqlSourceAnnotations annotations = new();

    public ValidateOptionsResult Validate(string? name, PostgreSqlSourceOptions options)
    {
        var failures = new List<string>((annotations.Validate(name, options).Failures ?? []).Select(failure => $"{SourceOptions.Section}:{name}: {failure}"));
        failures.AddRange(PostgreSqlServer.Faults(options).Select(fault => $"{SourceOptions.Section}:{name}:{fault}"));
        var known = CrimeColumns.All.Select(CrimeColumns.Name).ToHashSet(StringComparer.Ordinal);
        failures.AddRange(options.Columns.Keys.Where(column => !known.Contains(column)).Order(StringComparer.Ordinal)
            .Select(column => $"{SourceOptions.Section}:{name}:Columns: {column} is no column of the crime extract."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
