using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Service;

/// <summary>The hours in which no run starts, so that a night that was missed does not load the store while people work in it.</summary>
internal sealed class OfficeHours(ServiceOptions options)
{
    private static readonly DayOfWeek[] WorkingDays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>When the office hours that a moment lies in end; null when it lies in none.</summary>
    public DateTimeOffset? EndFor(DateTimeOffset moment)
    {
        if (options is not { OfficeHoursFrom: { } from, OfficeHoursTo: { } to }) return null;
        var local = TimeZoneInfo.ConvertTime(moment, BritishTime.London).DateTime;
        var days = options.OfficeDays.Count == 0 ? WorkingDays : options.OfficeDays;
        var time = TimeOnly.FromDateTime(local);
        if (!days.Contains(local.DayOfWeek) || time < from || time >= to) return null;
        var end = DateOnly.FromDateTime(local).ToDateTime(to);
        // An end in the hour that the spring change leaves out is the end of that hour.
        while (BritishTime.London.IsInvalidTime(end)) end = end.AddMinutes(1);
        return new DateTimeOffset(end, BritishTime.London.GetUtcOffset(end));
    }
}
