namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// Working memory for scoring: which features this narrative has shown already, and the words met before. One a thread, used again for
/// every narrative and for any model; its size, some 4 MB, depends on the model's vocabulary, never on the text.
/// </summary>
public sealed class FeatureScratch
{
    private int[] stamps = [];
    private int stamp;
    private Vocabulary? vocabulary;
    private WordTraits? traits;

    /// <summary>Character features by word, of the vocabulary last begun with.</summary>
    internal WordCache Words { get; } = new();

    /// <summary>Number of the narrative begun with, above 0; a number comes again only after all that holds one was cleared.</summary>
    internal int Narrative => stamp;

    /// <summary>Traits of the words met before, by the classes last asked for.</summary>
    internal WordTraits Traits(WordClasses classes)
    {
        if (!ReferenceEquals(traits?.Classes, classes)) traits = new WordTraits(classes);
        return traits;
    }

    /// <summary>Forgets the last narrative; what is shown next are features of <paramref name="features"/>.</summary>
    internal void Begin(Vocabulary features)
    {
        if (!ReferenceEquals(vocabulary, features))
        {
            vocabulary = features;
            Words.Clear();
            if (stamps.Length < features.Count) stamps = new int[features.Count];
        }

        if (stamp == int.MaxValue)
        {
            Array.Clear(stamps);
            Words.Clear();
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
