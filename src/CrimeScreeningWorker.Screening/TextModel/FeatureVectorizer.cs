using CrimeScreeningWorker.Screening.Text;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Finds which features of a vocabulary stand in a narrative.</summary>
internal sealed class FeatureVectorizer
{
    private readonly Vocabulary vocabulary;
    private readonly TextFeatureOptions options;
    private readonly WordTraits traits;
    private readonly FeatureScratch scratch = new();
    private readonly List<int> features = [];
    private readonly FeatureRow[] only = new FeatureRow[1];
    private readonly FoldFeatures vector;

    public FeatureVectorizer(Vocabulary vocabulary, TextFeatureOptions options)
    {
        (this.vocabulary, this.options) = (vocabulary, options);
        traits = new WordTraits(new WordClasses(options.Classes));
        vector = new FoldFeatures(only, [.. Enumerable.Range(0, vocabulary.Count)], vocabulary.Idf.ToArray(), vocabulary.WordCount, options);
    }

    /// <returns>Their places in the vocabulary, each once, in ascending order.</returns>
    public int[] Present(TokenBuffer tokens)
    {
        scratch.Begin(vocabulary);
        features.Clear();
        var collector = new Collector(this);
        FeatureExtractor.Read(tokens, options, traits, ref collector);
        features.Sort();
        return [.. features];
    }

    /// <returns>The vector ML.NET is given of a narrative, in training and when its own form of the model scores.</returns>
    public VBuffer<float> Vectorize(TokenBuffer tokens)
    {
        only[0] = FeatureRow.Of(Present(tokens));
        return vector.Rows([(0, false, 1f)]).Single().Features;
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
