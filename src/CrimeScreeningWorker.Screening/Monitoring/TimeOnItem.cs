namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>How long a person had a crime open before deciding, told from the log of who looked at what.</summary>
public static class TimeOnItem
{
    /// <summary>From the first look of the reading that ended in the decision. A longer pause than allowed begins a new reading.</summary>
    /// <param name="looks">When the person who decided looked at that crime; any order. Looks after the decision are passed over.</param>
    /// <returns>Null when the person did not look, or not in the time before.</returns>
    public static TimeSpan? Of(IEnumerable<DateTimeOffset> looks, DateTimeOffset decided, TimeSpan longestPause)
    {
        ArgumentNullException.ThrowIfNull(looks);
        DateTimeOffset? began = null;
        foreach (var look in looks.Where(at => at <= decided).OrderDescending())
        {
            if ((began ?? decided) - look > longestPause) break;
            began = look;
        }

        return decided - began;
    }
}
