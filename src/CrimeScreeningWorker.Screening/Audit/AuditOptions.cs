using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>What the audit log says of the worker's own acts. What people do is in it whatever stands here.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Whether runs, exports and reports write their own entries. Default true; section 62 of the Data Protection Act 2018 asks for them.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>As whom the worker acts. Default <c>worker</c>.</summary>
    [Required, StringLength(100)] public string Actor { get; init; } = "worker";

    /// <summary>Why a run takes records in and joins them.</summary>
    [Required, StringLength(500)] public string RunReason { get; init; } = "Nightly screening for stalking recorded as something else";

    /// <summary>Why the files of a run are written.</summary>
    [Required, StringLength(500)] public string ExportReason { get; init; } = "The morning list and the suggestions of a run";

    /// <summary>To whom the files of a run go.</summary>
    [Required, StringLength(500)] public string ExportRecipient { get; init; } = "Stalking coordinator and crime data integrity";
}
