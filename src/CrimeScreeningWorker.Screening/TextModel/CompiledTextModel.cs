using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>By how much some characters of a narrative moved the text model's score.</summary>
/// <param name="Span">The characters, as they stand in the narrative.</param>
/// <param name="LogOdds">Natural log odds; negative lowers.</param>
public sealed record TextContribution(TextSpan Span, double LogOdds);

/// <summary>
/// The trained model, laid out for scoring: one pass over the tokens of a narrative, nothing allocated, no ML.NET. Safe for many
/// threads, each with a <see cref="FeatureScratch"/> and a <see cref="TokenBuffer"/> of its own.
/// </summary>
/// <remarks>A feature's part is idf × weight / length of its block; the length is known only at the end, so the two blocks are summed apart.</remarks>
public sealed class CompiledTextModel
{
    private readonly Vocabulary vocabulary;
    private readonly TextFeatureOptions options;
    private readonly WordClasses classes;
    private readonly float[] weights;

    /// <summary>idf × weight, and idf squared, side by side: one cache line a feature.</summary>
    private readonly Part[] parts;

    internal CompiledTextModel(Vocabulary vocabulary, float[] weights, float bias, TextFeatureOptions options)
    {
        (this.vocabulary, this.weights, this.options, Bias) = (vocabulary, weights, options, bias);
        classes = new WordClasses(options.Classes);
        parts = new Part[weights.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            double idf = vocabulary.Idf[i];
            parts[i] = new Part((float)(idf * weights[i]), (float)(idf * idf));
        }
    }

    /// <summary>Log odds of a narrative in which the model knows no word.</summary>
    public double Bias { get; }

    /// <summary>Number of features the model knows.</summary>
    public int FeatureCount => weights.Length;

    internal Vocabulary Vocabulary => vocabulary;

    internal ReadOnlySpan<float> Weights => weights;

    /// <summary>Scores one narrative.</summary>
    /// <returns>Natural log odds of stalking, on the text alone; finite. The same tokens give the same bits on every call.</returns>
    public double Score(TokenBuffer tokens, FeatureScratch scratch)
    {
        scratch.Begin(vocabulary);
        var traits = scratch.Traits(classes);
        var sum = new Sum(this, scratch);
        FeatureExtractor.Read(tokens, options, traits, ref sum);
        return Bias + (sum.Words.Parts * Factor(sum.Words, 1)) + (sum.Characters.Parts * Factor(sum.Characters, options.CharacterBlock));
    }

    /// <summary>Says what each word did to the score. Allocates; meant for the records somebody will read.</summary>
    /// <returns>
    /// In the order of the text, one for each stretch of characters that moved the score; all <see cref="TextContribution.LogOdds"/> and
    /// <see cref="Bias"/> add up to <see cref="Score"/>.
    /// </returns>
    /// <remarks>
    /// A feature of several words is shared equally among them, and one that occurs several times equally among its places: it was
    /// counted once.
    /// </remarks>
    public IReadOnlyList<TextContribution> Explain(TokenBuffer tokens, FeatureScratch scratch)
    {
        scratch.Begin(vocabulary);
        var traits = scratch.Traits(classes);
        var occurrences = new Occurrences(this, new int[weights.Length]);
        var sum = new Sum(this, scratch);
        FeatureExtractor.Read(tokens, options, traits, ref occurrences);
        FeatureExtractor.Read(tokens, options, traits, ref sum);
        var shares = new Shares(
            this, occurrences.Counts, new double[tokens.Count], Factor(sum.Words, 1), Factor(sum.Characters, options.CharacterBlock));
        FeatureExtractor.Read(tokens, options, traits, ref shares);

        var contributions = new List<TextContribution>();
        var all = tokens.Tokens;
        for (var i = 0; i < all.Length;)
        {
            // Several tokens of one piece of shorthand stand on the same characters.
            var span = all[i].Span;
            double logOdds = 0;
            for (; i < all.Length && all[i].Span == span; i++) logOdds += shares.ByToken[i];
            if (logOdds != 0) contributions.Add(new TextContribution(span, logOdds));
        }

        return contributions;
    }

    private static double Factor(in Block block, double length) => block.Squares > 0 ? length / Math.Sqrt(block.Squares) : 0;

    private readonly record struct Part(float Value, float Square);

    private struct Block
    {
        public double Parts;
        public double Squares;

        public void Add(float value, float square)
        {
            Parts += value;
            Squares += square;
        }
    }

    private struct Sum(CompiledTextModel model, FeatureScratch scratch) : IFeatureSink
    {
        public Block Words;
        public Block Characters;

        public void AddWords(ulong hash, int first, int count)
        {
            var feature = model.vocabulary.IndexOf(hash);
            if (feature >= 0) Add(feature, ref Words);
        }

        public bool WantsCharacters(ulong word)
        {
            if (scratch.Words.TryGet(word, scratch.Narrative, out var features))
            {
                foreach (ref readonly var feature in features)
                    if (scratch.IsFirst(feature.Feature)) Characters.Add(feature.Value, feature.Square);
                return false;
            }

            scratch.Words.AddWord(word, scratch.Narrative);
            return true;
        }

        public void AddCharacters(ulong hash, int token)
        {
            var feature = model.vocabulary.IndexOf(hash);
            if (feature < 0) return;
            ref readonly var part = ref model.parts[feature];
            scratch.Words.AddFeature(new CachedFeature(feature, part.Value, part.Square));
            Add(feature, ref Characters);
        }

        private readonly void Add(int feature, ref Block block)
        {
            if (!scratch.IsFirst(feature)) return;
            ref readonly var part = ref model.parts[feature];
            block.Add(part.Value, part.Square);
        }
    }

    private readonly struct Occurrences(CompiledTextModel model, int[] counts) : IFeatureSink
    {
        public int[] Counts => counts;

        public void AddWords(ulong hash, int first, int count) => Add(hash);

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token) => Add(hash);

        private void Add(ulong hash)
        {
            var feature = model.vocabulary.IndexOf(hash);
            if (feature >= 0) counts[feature]++;
        }
    }

    private readonly struct Shares(CompiledTextModel model, int[] occurrences, double[] byToken, double wordFactor, double characterFactor)
        : IFeatureSink
    {
        public double[] ByToken => byToken;

        public void AddWords(ulong hash, int first, int count)
        {
            var share = ShareOf(hash, wordFactor) / count;
            if (share == 0) return;
            for (var i = first; i < first + count; i++) byToken[i] += share;
        }

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token) => byToken[token] += ShareOf(hash, characterFactor);

        private double ShareOf(ulong hash, double factor)
        {
            var feature = model.vocabulary.IndexOf(hash);
            return feature < 0 ? 0 : model.parts[feature].Value * factor / occurrences[feature];
        }
    }
}
