namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// Working memory for scoring: which features this narrative has shown already. One a thread, used again for every narrative
/// and for any model; it grows with the model's vocabulary, never with the text.
/// </summary>
public sealed class FeatureScratch
{
    private int[] stamps = [];
    private int stamp;

    /// <summary>Forgets the last narrative.</summary>
    internal void Begin(int features)
    {
        if (stamps.Length < features) stamps = new int[features];
        if (stamp == int.MaxValue)
        {
            Array.Clear(stamps);
            stamp = 0;
        }

        stamp++;
    }

    /// <summary>True the first time a feature is shown since <see cref="Begin"/>.</summary>
    internal bool IsFirst(int feature)
    {
        ref var last = ref stamps[feature];
        if (last == stamp) return false;
        last = stamp;
        return true;
    }
}
