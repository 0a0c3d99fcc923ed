using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Operations;

/// <summary>Checks of the machine.</summary>
internal static class MachineChecks
{
    private const long FailBelow = 200L << 20;
    private const long WarnBelow = 2L << 30;

    /// <summary>Whether the machine's time zone data has Britain's two clocks.</summary>
    public static Finding TimeZone()
    {
        try
        {
            var (winter, summer) = (new DateTime(2026, 1, 15, 12, 0, 0), new DateTime(2026, 7, 15, 12, 0, 0));
            return BritishTime.London.GetUtcOffset(winter) == TimeSpan.Zero && BritishTime.London.GetUtcOffset(summer) == TimeSpan.FromHours(1)
                ? Finding.Good("time zone", "Europe/London is known, with summer time.")
                : Finding.Failed("time zone", "the data for Europe/London has no summer time.", "Install or update the system's time zone data (Debian: tzdata).");
        }
        catch (TypeInitializationException)
        {
            return Finding.Failed("time zone", "Europe/London is not known.", "Install the system's time zone data (Debian: tzdata).");
        }
    }

    /// <param name="folder">Need not exist yet.</param>
    public static Finding Disk(string check, string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        try
        {
            var free = new DriveInfo(existing).AvailableFreeSpace;
            var found = $"{free / (double)(1L << 30):0.0} GB free for {folder}.";
            return free switch
            {
                < FailBelow => Finding.Failed(check, found, "Make room: a run that fills the disk ends there, and the next takes over."),
                < WarnBelow => Finding.Warning(check, found, "Make room soon."),
                _ => Finding.Good(check, found),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Warning(check, $"the free space for {folder} cannot be read.", "Check it by hand.");
        }
    }
}
