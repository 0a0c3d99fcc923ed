namespace CrimeScreeningWorker.ReviewConsole.Hosting;

/// <summary>A clock that runs on from another moment: for a sample, whose night is long past.</summary>
public sealed class ShiftedClock(TimeProvider inner, DateTimeOffset startsAt) : TimeProvider
{
    private readonly TimeSpan shift = startsAt - inner.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + shift;
}
