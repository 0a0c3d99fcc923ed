using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>When the service runs, over what, and what it makes of a night that goes wrong.</summary>
internal sealed class ServiceOptions
{
    public const string Section = "Service";

    /// <summary>Quartz cron, by the clock of Europe/London. Default: half past four each morning.</summary>
    [Required] public string Schedule { get; init; } = "0 30 4 * * ?";

    /// <summary>
    /// When the report on the list and its readers is made, as <see cref="Schedule"/>. Default: Monday at six in the morning. Empty: never. It is one a
    /// week, however often this says.
    /// </summary>
    public string ReportSchedule { get; init; } = "0 0 6 ? * MON";

    /// <summary>Name of a source in <c>Sources</c>.</summary>
    [Required] public string Source { get; init; } = "";

    /// <summary>Past this share of unreadable rows a run fails as a whole and nothing is published. Default 0.2.</summary>
    [Range(0.0, 1.0)] public double MaxFailedShare { get; init; } = 0.2;

    /// <summary>A run over fewer rows is not judged by that share. Default 50.</summary>
    [Range(1, 1_000_000)] public int FailedShareFromRows { get; init; } = 50;

    /// <summary>How often a night is tried while its source, the store or the output folder cannot be used. Default 3.</summary>
    [Range(1, 20)] public int Attempts { get; init; } = 3;

    /// <summary>Pause before the next attempt. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "06:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Start of the hours in which no run starts, by the clock of Europe/London; with <see cref="OfficeHoursTo"/>. Null: none.</summary>
    public TimeOnly? OfficeHoursFrom { get; init; }

    /// <summary>End of those hours, later the same day; itself no longer in them.</summary>
    public TimeOnly? OfficeHoursTo { get; init; }

    /// <summary>Days that have office hours. Default: Monday to Friday.</summary>
    public IReadOnlyList<DayOfWeek> OfficeDays { get; init; } = [];
}

[OptionsValidator]
internal sealed partial class ServiceAnnotations : IValidateOptions<ServiceOptions>;

/// <summary>Annotations, the schedule and the office hours; every failure is listed with its key.</summary>
internal sealed class ServiceOptionsValidator(TimeProvider clock) : IValidateOptions<ServiceOptions>
{
    private readonly ServiceAnnotations annotations = new();

    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        var failures = new List<string>((annotations.Validate(name, options).Failures ?? []).Select(failure => $"{ServiceOptions.Section}: {failure}"));
        if (NightSchedule.FindFault(options.Schedule, clock.GetUtcNow()) is { } fault)
            failures.Add($"{ServiceOptions.Section}:{nameof(options.Schedule)}: {fault}");
        if (options.ReportSchedule.Length > 0 && NightSchedule.FindFault(options.ReportSchedule, clock.GetUtcNow()) is { } reportFault)
            failures.Add($"{ServiceOptions.Section}:{nameof(options.ReportSchedule)}: {reportFault}");
        if (options.OfficeHoursFrom is null != options.OfficeHoursTo is null)
            failures.Add($"{ServiceOptions.Section}: OfficeHoursFrom and OfficeHoursTo are given together or not at all.");
        else if (options.OfficeHoursFrom >= options.OfficeHoursTo)
            failures.Add($"{ServiceOptions.Section}:OfficeHoursTo must be later than OfficeHoursFrom, {options.OfficeHoursFrom:HH:mm}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
