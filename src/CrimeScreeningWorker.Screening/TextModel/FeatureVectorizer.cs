using CrimeScreeningWorker.Screening.Text;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// Makes the vector ML.NET trains on: present features at their inverse document frequency, the word block brought to length 1 and
/// the character block to <see cref="TextFeatureOptions.CharacterBlock"/>, so that a long narrative weighs no more than a short one.
/// </summary>
internal sealed class FeatureVectorizer(Vocabulary vocabulary, TextFeatureOptions options)
{
    private readonly WordTraits traits = new(new WordClasses(options.Classes));
    private readonly FeatureScratch scratch = new();
    private readonly List<int> features = [];

    public VBuffer<float> Vectorize(TokenBuffer tokens)
    {
        scratch.Begin(vocabulary);
        features.Clear();
        var collector = new Collector(this);
        FeatureExtractor.Read(tokens, options, traits, ref collector);
        features.Sort();

        var idf = vocabulary.Idf;
        double words = 0, characters = 0;
        foreach (var feature in features)
        {
            var square = (double)idf[feature] * idf[feature];
            if (feature < vocabulary.WordCount) words += square;
            else characters += square;
        }

        var wordFactor = 1 / Math.Sqrt(words);
        var characterFactor = options.CharacterBlock / Math.Sqrt(characters);
        var values = new float[features.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var feature = features[i];
            values[i] = (float)(idf[feature] * (feature < vocabulary.WordCount ? wordFactor : characterFactor));
        }

        return new VBuffer<float>(vocabulary.Count, values.Length, values, [.. features]);
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
