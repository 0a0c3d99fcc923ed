using System.Text;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Benchmarks;

/// <summary>New narratives out of the sentences of others, as many as asked for: the same seed gives the same text.</summary>
/// <param name="sources">Narratives whose sentences are drawn, each with the same chance.</param>
internal sealed class NarrativeMixer(IReadOnlyList<string> sources)
{
    private readonly List<string> sentences = [.. sources.SelectMany(SentencesOf)];

    /// <param name="characters">Each narrative ends with the sentence that reaches this length.</param>
    /// <param name="seed">Any number.</param>
    public List<string> Mix(int count, int characters, ulong seed)
    {
        var state = seed;
        var narratives = new List<string>(count);
        var text = new StringBuilder();
        while (narratives.Count < count)
        {
            text.Clear();
            while (text.Length < characters)
            {
                if (text.Length > 0) text.Append(' ');
                state += 0x9E3779B97F4A7C15UL;
                text.Append(sentences[(int)(WordHash.Finish(state) % (ulong)sentences.Count)]);
            }

            narratives.Add(text.ToString());
        }

        return narratives;
    }

    // Where the product sees them: at the tokens that open one.
    private static List<string> SentencesOf(string narrative)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(narrative, tokens);
        var starts = new List<int>();
        foreach (var token in tokens.Tokens)
            if (token.Break == TokenBreak.Sentence) starts.Add(token.Span.Start);
        starts.Add(narrative.Length);
        return [.. starts.Zip(starts.Skip(1), (from, to) => narrative[from..to].Trim()).Where(sentence => sentence.Length > 0)];
    }
}
