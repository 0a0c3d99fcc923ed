namespace CrimeScreeningWorker.Screening.Storage;

/// <summary>Which database a store lies in: where statements differ, the two forms stand side by side in the store class.</summary>
public enum StoreDialect
{
    Sqlite,
}

/// <summary>Where the store is.</summary>
/// <param name="Path">Full path of the database file.</param>
public sealed record StoreLocation(StoreDialect Dialect, string Path)
{
    /// <summary>What <see cref="Parse"/> makes of no text at all.</summary>
    public const string DefaultText = "sqlite:./data/screening.db";

    private const string SqlitePrefix = "sqlite:";

    /// <summary>Reads <c>sqlite:PATH</c>; a relative path starts from the current directory. Nothing is opened or created.</summary>
    /// <param name="text">Null or blank gives <see cref="DefaultText"/>.</param>
    /// <exception cref="StoreException">Anything else.</exception>
    public static StoreLocation Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) text = DefaultText;
        if (!text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            throw new StoreException($"The store '{text}' is not understood: expected sqlite:PATH, for example {DefaultText}.");
        var path = text[SqlitePrefix.Length..].Trim();
        if (path.Length == 0 || path.StartsWith(':') || path.Contains('\0', StringComparison.Ordinal))
            throw new StoreException($"The store '{text}' names no file: expected sqlite:PATH, for example {DefaultText}.");
        return new StoreLocation(StoreDialect.Sqlite, System.IO.Path.GetFullPath(path));
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => SqlitePrefix + Path;
}
