using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Retention;

/// <summary>How long each class of data is kept. The force's retention schedule decides; the defaults are the shortest period of the policing guidance.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    private const string Shortest = "1.00:00:00", Longest = "36525.00:00:00";

    /// <summary>
    /// Crimes with their narrative, reading, links and score, after the newest version of the crime and of those it is directly linked to. Default 2,192
    /// days (six years).
    /// </summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Crimes { get; init; } = TimeSpan.FromDays(2_192);

    /// <summary>Rows of a source that could not be read, as they stood, after the run that met them began. Default 90 days.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// What people said of a crime, in reviews, labels, at the desk and of links, after the newest word on it, and never before the crime itself is gone.
    /// Default 2,192 days.
    /// </summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan Decisions { get; init; } = TimeSpan.FromDays(2_192);

    /// <summary>Who looked at what. The audit log keeps the place and the digest of each row for good. Default 2,192 days.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan AccessLog { get; init; } = TimeSpan.FromDays(2_192);

    /// <summary>
    /// Secret by which a certificate names erased crimes, at least 32 characters; only who has it can tell whether a crime number is among them. From the
    /// environment. Null: nothing can be erased, a dry run can be made.
    /// </summary>
    [StringLength(1_000, MinimumLength = 32)] public string? CertificateKey { get; init; }
}
