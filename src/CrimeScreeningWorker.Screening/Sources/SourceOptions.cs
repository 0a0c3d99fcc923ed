using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>How a source is read: the size of a batch, and the limits past which a row is set aside.</summary>
public sealed class SourceOptions
{
    public const string Section = "Sources";

    /// <summary>Rows handed over at a time, which is also what one transaction writes. Default 2000.</summary>
    [Range(1, 100_000)] public int BatchRows { get; init; } = 2000;

    /// <summary>A batch is handed over once its rows reach this many bytes, so that long narratives do not fill the memory. Default 8 MiB.</summary>
    [Range(1, 1 << 28)] public int BatchBytes { get; init; } = 8 << 20;

    /// <summary>A record of a file may be this many bytes long; past it a quote is taken to have been left open. Default 64 MiB.</summary>
    [Range(1, 1 << 28)] public int MaxRecordBytes { get; init; } = 64 << 20;

    /// <summary>Longest narrative, in UTF-16 code units. Default 32 Mi.</summary>
    [Range(1, 1 << 28)] public int MaxNarrativeLength { get; init; } = 32 << 20;

    /// <summary>How far after the clock <c>recorded_at</c> and <c>updated_at</c> may lie, for clocks that disagree. Default 2 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromDays(2);
}
