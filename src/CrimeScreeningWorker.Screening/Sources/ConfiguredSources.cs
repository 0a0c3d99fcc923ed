using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Finds the source that a person names: one of the configuration (<c>Sources:NAME</c>), or else a file.</summary>
public sealed class ConfiguredSources(
    IConfiguration configuration, IOptions<SourceOptions> options, IOptions<RetryOptions> retries, TimeProvider clock,
    ILogger<ConfiguredSources> log)
{
    private readonly PostgreSqlSourceOptionsValidator validator = new();

    /// <param name="source">Name of a configured source, or the path of a CSV file. Nothing is opened yet.</param>
    /// <exception cref="SourceException">It is configured, but not as a source of files must be; or its kind is not known.</exception>
    /// <exception cref="OptionsValidationException">It is configured, but not as a database must be.</exception>
    public ISourceReader Find(string source)
    {
        var section = configuration.GetSection(SourceOptions.Section).GetSection(source);
        if (!section.GetChildren().Any()) return new CsvSourceReader(source, options.Value, clock);
        var kind = section["Kind"] ?? "postgresql";
        if (kind.Equals("csv", StringComparison.OrdinalIgnoreCase))
        {
            return section["Path"] is { Length: > 0 } path
                ? new CsvDropReader(source, Path.GetFullPath(path), options.Value, clock)
                : throw new SourceException($"{section.Path}:Path is missing: the CSV file, or the folder that CSV files are dropped into.");
        }

        if (!kind.Equals("postgresql", StringComparison.OrdinalIgnoreCase))
            throw new SourceException($"{section.Path}:Kind is '{kind}': expected csv or postgresql.");
        var view = section.Get<PostgreSqlSourceOptions>() ?? new PostgreSqlSourceOptions();
        var validity = validator.Validate(source, view);
        return validity.Failed
            ? throw new OptionsValidationException(source, typeof(PostgreSqlSourceOptions), validity.Failures)
            : new PostgreSqlSourceReader(source, view, options.Value, clock, retries.Value, log);
    }
}
