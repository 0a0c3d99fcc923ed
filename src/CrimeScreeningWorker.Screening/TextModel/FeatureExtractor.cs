using System.Buffers;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.TextModel;

/// <summary>Is told every feature of a narrative, in the order of the text, as often as it occurs.</summary>
internal interface IFeatureSink
{
    /// <summary>A run of words: <paramref name="count"/> tokens from <paramref name="first"/> on.</summary>
    void AddWords(ulong hash, int first, int count);

    /// <summary>Asked before the runs of characters of each word; false when they need not be given.</summary>
    bool WantsCharacters(ulong word);

    /// <summary>A run of characters within the word of one token.</summary>
    void AddCharacters(ulong hash, int token);
}

/// <summary>
/// Names the features of a narrative, for training and for scoring alike: runs of words within a sentence, and runs of characters
/// within a word, which catch misspelling and endings. A feature is its 64-bit hash, so nothing is built to name it.
/// </summary>
internal static class FeatureExtractor
{
    /// <summary>Stands on both sides of a word, so that its beginning and its end differ from its middle.</summary>
    private const char Edge = ' ';

    /// <summary>Keeps "a … b" apart from "a b".</summary>
    private const ulong Gap = 0x5C1B_7A9D_0F36_E284UL;

    /// <summary>Keeps "calls" in "no letters and no calls" apart from calls that were made.</summary>
    private const ulong Denied = 0xA6E4_19F3_72C8_5D0BUL;

    // Another start than a word's, so that the word "out" and the characters "out" of "outside" are two features.
    private static readonly ulong CharacterSeed = WordHash.Step(WordHash.Seed, '\u0002');

    public static void Read<TSink>(TokenBuffer buffer, TextFeatureOptions options, WordTraits traits, ref TSink sink)
        where TSink : struct, IFeatureSink, allows ref struct
    {
        var tokens = buffer.Tokens;
        var words = ArrayPool<ulong>.Shared.Rent(tokens.Length);
        var denials = ArrayPool<WordTraits.Denial>.Shared.Rent(tokens.Length);
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var trait = ref traits.Of(buffer, tokens[i]);
            (words[i], denials[i]) = (trait.Class, trait.Denial);
        }

        var denied = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Break == TokenBreak.Sentence || denials[i] == WordTraits.Denial.Ends) denied = 0;
            ReadWords(tokens, words, i, denied > 0, options, ref sink);
            denied = denials[i] == WordTraits.Denial.Begins ? options.DeniedWords : denied - 1;
            if (options.LongestCharacters > 0 && tokens[i].Kind == TokenKind.Word && sink.WantsCharacters(tokens[i].Hash))
                ReadCharacters(buffer.TextOf(tokens[i]), i, options, ref sink);
        }

        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<WordTraits.Denial>.Shared.Return(denials);
    }

    private static void ReadWords<TSink>(ReadOnlySpan<Token> tokens, ReadOnlySpan<ulong> words, int first, bool isDenied, TextFeatureOptions options, ref TSink sink)
        where TSink : struct, IFeatureSink, allows ref struct
    {
        var sentence = tokens[first].Sentence;
        var head = words[first];
        var run = head;
        sink.AddWords(run, first, 1);
        if (isDenied) sink.AddWords(WordHash.Join(Denied, run), first, 1);
        for (var next = 1; next < options.WordOrder && first + next < tokens.Length && tokens[first + next].Sentence == sentence; next++)
        {
            run = WordHash.Join(run, words[first + next]);
            sink.AddWords(run, first, next + 1);
            if (isDenied) sink.AddWords(WordHash.Join(Denied, run), first, next + 1);
        }

        for (var skipped = 1; skipped <= options.SkippedWords; skipped++)
        {
            var last = first + skipped + 1;
            if (last >= tokens.Length || tokens[last].Sentence != sentence) break;
            sink.AddWords(WordHash.Join(WordHash.Join(head, Gap), words[last]), first, skipped + 2);
        }
    }

    private static void ReadCharacters<TSink>(ReadOnlySpan<char> word, int token, TextFeatureOptions options, ref TSink sink)
        where TSink : struct, IFeatureSink, allows ref struct
    {
        // Position -1 and position word.Length are the edges.
        for (var start = -1; start + options.ShortestCharacters <= word.Length + 1; start++)
        {
            var state = CharacterSeed;
            var end = Math.Min(start + options.LongestCharacters, word.Length + 1);
            for (var i = start; i < end; i++)
            {
                state = WordHash.Step(state, (uint)i < (uint)word.Length ? word[i] : Edge);
                if (i - start + 1 >= options.ShortestCharacters) sink.AddCharacters(WordHash.Finish(state), token);
            }
        }
    }
}
