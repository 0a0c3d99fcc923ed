using System.Runtime.InteropServices;
using CrimeScreeningWorker.Screening.Text;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>
/// The features of many narratives, read once and kept as numbers: what one training or another learns from some of them is counted from here. A
/// training of a hundred thousand narratives in folds would otherwise read each of them a dozen times.
/// </summary>
internal sealed class TrainingFeatures
{
    private readonly FeatureRow[] rows;
    private readonly int[] groups;
    private readonly ulong[] hashes;
    private readonly int wordCount;
    private readonly TextFeatureOptions options;

    private TrainingFeatures(FeatureRow[] rows, int[] groups, ulong[] hashes, int wordCount, TextFeatureOptions options) =>
        (this.rows, this.groups, this.hashes, this.wordCount, this.options) = (rows, groups, hashes, wordCount, options);

    /// <param name="groups">By narrative: people who stand together.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingFeatures Read(
        IReadOnlyList<string> narratives, IReadOnlyList<int> groups, TextFeatureOptions options, CancellationToken cancellationToken)
    {
        var learner = new VocabularyLearner(options);
        var tokens = new TokenBuffer();
        foreach (var group in Enumerable.Range(0, narratives.Count).GroupBy(i => groups[i]))
        {
            learner.BeginGroup();
            foreach (var i in group)
            {
                cancellationToken.ThrowIfCancellationRequested();
                NarrativeTokenizer.Tokenize(narratives[i], tokens);
                learner.Add(tokens);
            }
        }

        // What stands in too few groups of all stands in too few of any part of them.
        var candidates = learner.Learn();
        var present = new FeatureRow[narratives.Count];
        Parallel.For(
            0, present.Length, new ParallelOptions { CancellationToken = cancellationToken },
            () => (Tokens: new TokenBuffer(), Vectorizer: new FeatureVectorizer(candidates, options)),
            (i, _, own) =>
            {
                NarrativeTokenizer.Tokenize(narratives[i], own.Tokens);
                present[i] = FeatureRow.Of(own.Vectorizer.Present(own.Tokens));
                return own;
            },
            _ => { });
        return new TrainingFeatures(present, [.. groups], [.. candidates.Hashes], candidates.WordCount, options);
    }

    /// <summary>The vocabulary of some of the narratives: the same as reading no others would give.</summary>
    /// <param name="numbers">Narratives, each once.</param>
    public (Vocabulary Vocabulary, FoldFeatures Features) Learn(IReadOnlyList<int> numbers)
    {
        var (standsIn, last) = (new int[hashes.Length], new int[hashes.Length]);
        var count = 0;
        foreach (var group in numbers.GroupBy(n => groups[n]))
        {
            count++;
            foreach (var n in group)
            {
                foreach (var feature in rows[n])
                {
                    if (last[feature] == count) continue;
                    last[feature] = count;
                    standsIn[feature]++;
                }
            }
        }

        var place = new int[hashes.Length];
        var (kept, words) = (new List<int>(), 0);
        for (var feature = 0; feature < hashes.Length; feature++)
        {
            var isWord = feature < wordCount;
            var isKept = standsIn[feature] >= (isWord ? options.LeastGroupsForWords : options.LeastGroupsForCharacters);
            place[feature] = isKept ? kept.Count : -1;
            if (!isKept) continue;
            kept.Add(feature);
            if (isWord) words++;
        }

        var idf = kept.ConvertAll(feature => VocabularyLearner.Weight(standsIn[feature], count, options)).ToArray();
        return (new Vocabulary([.. kept.Select(feature => hashes[feature])], idf, words), new FoldFeatures(rows, place, idf, words, options));
    }
}

/// <summary>
/// The vectors of some narratives in the vocabulary of one training: present features at their inverse document frequency, the word block brought to
/// length 1 and the character block to <see cref="TextFeatureOptions.CharacterBlock"/>, so that a long narrative weighs no more than a short one. Made
/// anew at every pass: to keep them would take gigabytes.
/// </summary>
/// <param name="place">By feature of the whole: its place in the vocabulary, or -1.</param>
internal sealed class FoldFeatures(FeatureRow[] rows, int[] place, float[] idf, int words, TextFeatureOptions options)
{
    /// <summary>The rows of the training. The row that is given is the same one each time: it holds until the next.</summary>
    /// <param name="examples">Narratives with what is said of them.</param>
    public IEnumerable<TrainingRow> Rows(IReadOnlyList<(int Number, bool Label, float Weight)> examples)
    {
        var most = examples.Count == 0 ? 0 : examples.Max(example => rows[example.Number].Count);
        var (indices, values, row) = (new int[most], new float[most], new TrainingRow());
        foreach (var (number, label, weight) in examples)
        {
            row.Label = label;
            row.Weight = weight;
            row.Features = Vector(rows[number], indices, values);
            yield return row;
        }
    }

    private VBuffer<float> Vector(FeatureRow features, int[] indices, float[] values)
    {
        double wordSquares = 0, characterSquares = 0;
        var count = 0;
        foreach (var feature in features)
        {
            var at = place[feature];
            if (at < 0) continue;
            indices[count++] = at;
            var square = (double)idf[at] * idf[at];
            if (at < words) wordSquares += square;
            else characterSquares += square;
        }

        var wordFactor = 1 / Math.Sqrt(wordSquares);
        var characterFactor = options.CharacterBlock / Math.Sqrt(characterSquares);
        for (var i = 0; i < count; i++) values[i] = (float)(idf[indices[i]] * (indices[i] < words ? wordFactor : characterFactor));
        return new VBuffer<float>(idf.Length, count, values, indices);
    }
}

/// <summary>The features of a narrative, ascending, each as the distance from the one before: a byte or two instead of four.</summary>
internal readonly struct FeatureRow
{
    private const int Bits = 7, More = 1 << Bits;

    private readonly byte[] distances;

    private FeatureRow(byte[] distances, int count) => (this.distances, Count) = (distances, count);

    public int Count { get; }

    /// <param name="features">Ascending, each once.</param>
    public static FeatureRow Of(ReadOnlySpan<int> features)
    {
        Span<byte> bytes = features.Length <= 1 << 12 ? stackalloc byte[features.Length * 5] : new byte[features.Length * 5];
        var (length, last) = (0, 0);
        foreach (var feature in features)
        {
            var distance = feature - last;
            last = feature;
            for (; distance >= More; distance >>= Bits) bytes[length++] = (byte)(distance | More);
            bytes[length++] = (byte)distance;
        }

        return new FeatureRow(bytes[..length].ToArray(), features.Length);
    }

    public Enumerator GetEnumerator() => new(distances);

    internal ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int at;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            if (at == bytes.Length) return false;
            var (distance, shift) = (0, 0);
            byte part;
            do
            {
                part = bytes[at++];
                distance |= (part & (More - 1)) << shift;
                shift += Bits;
            }
            while (part >= More);

            Current += distance;
            return true;
        }
    }
}
