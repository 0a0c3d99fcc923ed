using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>
/// One recorded crime as the extract gives it, newest version only, without the protected characteristics of its
/// people: those stand in <see cref="EqualityMonitoring"/>, which no step of the path is given.
/// </summary>
/// <remarks>Columns and their meaning: <c>docs/crime-extract.md</c>. Empty text is <see langword="null"/> here, an empty list is empty.</remarks>
public sealed record Crime
{
    public required CrimeKey Key { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? OccurredFrom { get; init; }
    public DateTimeOffset? OccurredTo { get; init; }
    public required string HomeOfficeClass { get; init; }
    public string? OffenceCode { get; init; }
    public required string OffenceTitle { get; init; }
    public ImmutableArray<string> IncludedClassifications { get; init; } = [];
    public ImmutableArray<string> Flags { get; init; } = [];
    public string? VictimId { get; init; }
    public string? SuspectId { get; init; }

    /// <summary>Suspect to victim, as the force wrote it; a value outside the contract's list is kept and means unknown.</summary>
    public string? Relationship { get; init; }

    public ImmutableArray<string> ProtectiveOrders { get; init; } = [];
    public string? RiskGrade { get; init; }
    public string? OutcomeCode { get; init; }
    public string? District { get; init; }
    public string? Team { get; init; }
    public required string Narrative { get; init; }
}

/// <summary>Protected characteristics, read for equality monitoring alone; never an input of linkage, reading or scoring.</summary>
public sealed record EqualityMonitoring
{
    public int? VictimAge { get; init; }
    public int? SuspectAge { get; init; }
    public string? VictimGender { get; init; }
    public string? SuspectGender { get; init; }
    public string? VictimEthnicity { get; init; }
    public string? SuspectEthnicity { get; init; }
}

/// <summary>A readable row of a source.</summary>
/// <param name="Line">1-based line on which the row starts; 0 where the source has no lines.</param>
public sealed record SourceRecord(Crime Crime, EqualityMonitoring Equality, long Line);

/// <summary>A row that could not be read, or that a step of the path failed on; it is kept, never dropped.</summary>
/// <param name="Line">1-based line on which the row starts; 0 where the source has no lines.</param>
/// <param name="CrimeReference">When it could be made out.</param>
/// <param name="Field">A column's name, <c>row</c>, or the step that failed on it.</param>
/// <param name="Reason">Plain words that name the field; never a value of the row.</param>
/// <param name="Raw">At most 500 characters of the row as it stood; where it is gone, of its fields as they were read.</param>
public sealed record RejectedRecord(string Source, long Line, string? CrimeReference, string Field, string Reason, string Raw);

/// <summary>What a source hands over at a time, in the source's order.</summary>
/// <param name="Position">Bytes of the source consumed so far, for the progress bar; null where unknown.</param>
public sealed record SourceBatch(IReadOnlyList<SourceRecord> Records, IReadOnlyList<RejectedRecord> Rejected, long? Position);

/// <summary>A place crimes come from: a file, a database view. Disposing closes it; it may be opened again.</summary>
public interface ISourceReader : IDisposable
{
    /// <summary>Name for the run record: a file's name without its folder, or a configured source's name.</summary>
    string Name { get; }

    /// <summary>Size in the unit of <see cref="SourceBatch.Position"/>, when known.</summary>
    long? Length { get; }

    /// <summary>Checks all that can be checked before anything is written.</summary>
    /// <exception cref="SourceException">The source cannot be read, or a required column is missing: one clear sentence.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Batches in the order of the source; never holds more than a batch in memory.</summary>
    IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What may have changed since the source was last taken in; a source that cannot tell gives all it has.</summary>
    /// <param name="watermark">Newest <c>updated_at</c> taken in by runs that finished; null: all.</param>
    IAsyncEnumerable<SourceBatch> ReadAsync(DateTimeOffset? watermark, CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}

/// <summary>A source as a whole cannot be read. The message is one sentence for the person who started the run.</summary>
public sealed class SourceException : Exception
{
    public SourceException(string message) : base(message) { }

    public SourceException(string message, Exception inner) : base(message, inner) { }

    public SourceException() { }
}
