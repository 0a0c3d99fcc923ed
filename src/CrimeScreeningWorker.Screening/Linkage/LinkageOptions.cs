using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Linkage;

/// <summary>How far linkage reaches.</summary>
public sealed class LinkageOptions
{
    public const string Section = "Linkage";

    /// <summary>An identifier that stands in more crimes than this joins nothing: it is a station's number or a helpline. Default 12.</summary>
    [Range(2, 1000)] public int MaxSharers { get; init; } = 12;

    /// <summary>Of the crimes of one nominal in one role only this many are joined by it, newest first (then by reference). Default 200.</summary>
    [Range(2, 10_000)] public int MaxCrimesPerNominal { get; init; } = 200;
}
