using System.Runtime.InteropServices;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Counts in how many groups of training narratives each feature stands, and keeps those that stand in enough of them.</summary>
internal sealed class VocabularyLearner(TextFeatureOptions options)
{
    /// <summary>Features kept at a time: some hundred megabytes. Millions of runs of words stand in one narrative and in no other.</summary>
    private const int MostFeatures = 6_000_000;

    private readonly WordTraits traits = new(new WordClasses(options.Classes));
    private readonly Dictionary<ulong, Seen> words = [];
    private readonly Dictionary<ulong, Seen> characters = [];
    private int groups, forgotten;

    /// <summary>The narratives added from here on are of other people than those before.</summary>
    public void BeginGroup()
    {
        groups++;
        if (words.Count + characters.Count > MostFeatures) Forget();
    }

    public void Add(TokenBuffer tokens)
    {
        var counter = new Counter(this);
        FeatureExtractor.Read(tokens, options, traits, ref counter);
    }

    public Vocabulary Learn()
    {
        var kept = Keep(words, options.LeastGroupsForWords);
        var wordCount = kept.Length;

        // Two features with one hash do not happen in 64 bits; should they, the numbering stays sound.
        kept = [.. kept, .. Keep(characters, options.LeastGroupsForCharacters).Where(hash => !words.ContainsKey(hash))];
        var idf = new float[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var standsIn = (i < wordCount ? words : characters)[kept[i]].Groups;
            idf[i] = Weight(standsIn, groups, options);
        }

        return new Vocabulary(kept, idf, wordCount);
    }

    /// <summary>Inverse document frequency of a feature that stands in so many of the groups.</summary>
    public static float Weight(int standsIn, int groups, TextFeatureOptions options) =>
        (float)Math.Pow(Math.Log((1.0 + groups) / (1.0 + standsIn)) + 1, options.InverseDocumentFrequencyPower);

    private static ulong[] Keep(Dictionary<ulong, Seen> counted, int least) =>
        [.. counted.Where(feature => feature.Value.Groups >= least).Select(feature => feature.Key).Order()];

    // Lossy counting (Manku and Motwani, 2002): what has stood in too few groups so far to matter makes room. A feature comes out at most as many
    // groups too low as there were such clearings.
    private void Forget()
    {
        forgotten++;
        foreach (var counted in (Dictionary<ulong, Seen>[])[words, characters])
            foreach (var (hash, seen) in counted)
                if (seen.Groups <= forgotten) counted.Remove(hash);
    }

    private void Count(Dictionary<ulong, Seen> counted, ulong hash)
    {
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(counted, hash, out _);
        if (seen.LastGroup != groups) seen = new Seen(seen.Groups + 1, groups);
    }

    private readonly record struct Seen(int Groups, int LastGroup);

    private readonly struct Counter(VocabularyLearner learner) : IFeatureSink
    {
        public void AddWords(ulong hash, int first, int count) => learner.Count(learner.words, hash);

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token) => learner.Count(learner.characters, hash);
    }
}
