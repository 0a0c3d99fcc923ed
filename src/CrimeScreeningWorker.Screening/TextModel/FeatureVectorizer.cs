using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Finds which features of a vocabulary stand in a narrative.</summary>
internal sealed class FeatureVectorizer(Vocabulary vocabulary, TextFeatureOptions options)
{
    private readonly WordClasses classes = new(options.Classes);
    private readonly FeatureScratch scratch = new();
    private readonly List<int> features = [];

    /// <returns>Their places in the vocabulary, each once, in ascending order.</returns>
    public int[] Present(TokenBuffer tokens)
    {
        scratch.Begin(vocabulary);
        features.Clear();
        var collector = new Collector(this);
        FeatureExtractor.Read(tokens, options, classes, ref collector);
        features.Sort();
        return [.. features];
    }

    private void Add(ulong hash)
    {
        var feature = vocabulary.IndexOf(hash);
        if (feature >= 0 && scratch.IsFirst(feature)) features.Add(feature);
    }

    private readonly struct Collector(FeatureVectorizer vectorizer) : IFeatureSink
    {
        public void AddWords(ulong hash, int first, int count) => vectorizer.Add(hash);

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token) => vectorizer.Add(hash);
    }
}
