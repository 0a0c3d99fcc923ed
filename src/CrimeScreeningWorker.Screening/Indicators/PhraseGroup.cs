namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Phrases that are asked for together: places in the matcher from <see cref="First"/> to before <see cref="End"/>.</summary>
internal readonly record struct PhraseGroup(int First, int End)
{
    public bool IsEmpty => First == End;
}
