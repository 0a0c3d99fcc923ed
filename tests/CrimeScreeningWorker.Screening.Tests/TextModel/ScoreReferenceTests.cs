using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

public sealed class ScoreReferenceTests
{
    private const int Mutations = 4000;
    private readonly CompiledTextModel model = TextModelFolder.Load(Path.Combine(AppContext.BaseDirectory, "models", "text-model", "2026-11-22")).Model;
    private readonly TextFeatureOptions options =
        TextModelFolder.Load(Path.Combine(AppContext.BaseDirectory, "models", "text-model", "2026-11-22")).Manifest.Options.Features;

    [Fact]
    public void Score_CorpusAndMutations_IsThePlainSumToTheBit()
    {
        var (tokens, scratch, plain) = (new TokenBuffer(), new FeatureScratch(), new PlainScorer(model, options));

        foreach (var narrative in Narratives())
        {
            NarrativeTokenizer.Tokenize(narrative, tokens);
            Assert.Equal(BitConverter.DoubleToInt64Bits(plain.Score(tokens)), BitConverter.DoubleToInt64Bits(model.Score(tokens, scratch)));
        }
    }

    // Halves of two narratives with a character changed: sentences, repeated words and misspellings that no file of the corpus has.
    private static IEnumerable<string> Narratives()
    {
        var corpus = Corpus.Examples.Select(example => example.Narrative).ToList();
        var chance = new SeededChance(7);
        return corpus.Concat(Enumerable.Range(0, Mutations).Select(i =>
        {
            var (left, right) = (corpus[chance.Below(corpus.Count, i, 1)], corpus[chance.Below(corpus.Count, i, 2)]);
            var characters = string.Concat(left.AsSpan(0, left.Length / 2), right.AsSpan(right.Length / 2), left.AsSpan(0, left.Length / 4)).ToCharArray();
            characters[chance.Below(characters.Length, i, 3)] = (char)('a' + chance.Below(26, i, 4));
            return new string(characters);
        }));
    }

    /// <summary>Every feature looked up in a dictionary and remembered in a set, nothing kept from one narrative to the next.</summary>
    private sealed class PlainScorer(CompiledTextModel model, TextFeatureOptions options)
    {
        private readonly Dictionary<ulong, int> numbers =
            model.Vocabulary.Hashes.ToArray().Select((hash, number) => (hash, number)).ToDictionary(entry => entry.hash, entry => entry.number);

        private readonly WordClasses classes = new(options.Classes);

        public double Score(TokenBuffer tokens)
        {
            var all = new Found([], []);
            FeatureExtractor.Read(tokens, options, new WordTraits(classes), ref all);
            return model.Bias + Block(all.Words, 1) + Block(all.Characters, options.CharacterBlock);
        }

        private double Block(List<ulong> hashes, double length)
        {
            double parts = 0, squares = 0;
            foreach (var hash in hashes.Where(numbers.ContainsKey).Distinct())
            {
                double idf = model.Vocabulary.Idf[numbers[hash]];
                parts += (float)(idf * model.Weights[numbers[hash]]);
                squares += (float)(idf * idf);
            }

            return squares > 0 ? parts * (length / Math.Sqrt(squares)) : 0;
        }
    }

    private readonly struct Found(List<ulong> words, List<ulong> characters) : IFeatureSink
    {
        public List<ulong> Words => words;

        public List<ulong> Characters => characters;

        public void AddWords(ulong hash, int first, int count) => words.Add(hash);

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token) => characters.Add(hash);
    }
}
