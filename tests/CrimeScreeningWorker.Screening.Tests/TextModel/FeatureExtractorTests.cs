using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

public sealed class FeatureExtractorTests
{
    private static readonly TextFeatureOptions WordsOnly = new() { WordOrder = 1, DeniedWords = 0, LongestCharacters = 0 };

    [Fact]
    public void Read_OrderThree_GivesRunsOfOneTwoAndThreeWords()
    {
        var features = Read("waited outside school", WordsOnly with { WordOrder = 3 });

        Assert.Equal(["0+1", "0+2", "0+3", "1+1", "1+2", "2+1"], features.Words);
    }

    [Fact]
    public void Read_SentenceEnd_IsNotCrossed()
    {
        var features = Read("waited outside. School told", WordsOnly with { WordOrder = 3, SkippedWords = 2 });

        Assert.Equal(["0+1", "0+2", "1+1", "2+1", "2+2", "3+1"], features.Words);
    }

    [Fact]
    public void Read_SkippedWords_GivesPairsWithAGapThatDifferFromNeighbours()
    {
        var features = Read("waited often outside", WordsOnly with { WordOrder = 2, SkippedWords = 1 });
        var neighbours = Read("waited outside", WordsOnly with { WordOrder = 2 });

        Assert.Equal(["0+1", "0+2", "0+3", "1+1", "1+2", "2+1"], features.Words);
        Assert.DoesNotContain(neighbours.Hashes[1], features.Hashes);
    }

    [Fact]
    public void Read_CharacterRuns_CoverTheWordWithItsEdges()
    {
        var features = Read("ring", WordsOnly with { ShortestCharacters = 5, LongestCharacters = 6 });

        // " ring", " ring ", "ring ".
        Assert.Equal(3, features.Characters.Count);
    }

    [Fact]
    public void Read_WordOfAsManyLettersAsARun_HasOtherHashThanTheRun()
    {
        var outside = Read("outside", WordsOnly with { ShortestCharacters = 3, LongestCharacters = 3 });
        var word = Read("tsi", WordsOnly);

        Assert.Empty(outside.Hashes.Intersect(word.Hashes));
    }

    [Fact]
    public void Read_NumbersAndIdentifiers_GiveNoCharacterRuns()
    {
        var features = Read("07700 900123 143 £40 @somebody x@y.example", WordsOnly with { ShortestCharacters = 2, LongestCharacters = 4 });

        Assert.NotEmpty(features.Words);
        Assert.Empty(features.Characters);
    }

    [Fact]
    public void Read_WordsBehindADenial_AreDeniedOnesBesides()
    {
        var options = WordsOnly with { DeniedWords = 2 };
        var denied = Read("no calls made today", options);
        var affirmed = Read("calls made today", options);

        Assert.Equal(["0+1", "1+1", "1+1", "2+1", "2+1", "3+1"], denied.Words);
        Assert.Equal(2, denied.Hashes.Except(affirmed.Hashes).Except([denied.Hashes[0]]).Count());
    }

    [Theory]
    [InlineData("denies texts. Calls made", 1)]
    [InlineData("not texts but calls made", 1)]
    [InlineData("no texts, calls made", 3)]
    public void Read_DenialEnds_WithTheSentenceOrATurn(string narrative, int deniedWords)
    {
        var marked = Read(narrative, WordsOnly with { DeniedWords = 6 });
        var plain = Read(narrative, WordsOnly);

        Assert.Equal(deniedWords, marked.Words.Count - plain.Words.Count);
    }

    [Fact]
    public void Read_DeniedRun_DiffersFromTheRunAndFromItsWords()
    {
        var features = Read("never called again", WordsOnly with { WordOrder = 2, DeniedWords = 6 });

        Assert.Equal(["0+1", "0+2", "1+1", "1+1", "1+2", "1+2", "2+1", "2+1"], features.Words);
        Assert.Equal(features.Hashes.Count, features.Hashes.Distinct().Count());
    }

    [Fact]
    public void Read_WordsOfOneClass_AreOneInRunsAndKeepTheirLetters()
    {
        var options = WordsOnly with { WordOrder = 2, LongestCharacters = 5, Classes = Classes(("home", "flat house cottag*")) };
        var (flat, cottage) = (Read("outside flat", options), Read("outside cottages", options));

        Assert.Equal(flat.RunHashes, cottage.RunHashes);
        Assert.NotEqual(flat.Hashes, cottage.Hashes);
        Assert.NotEqual(Read("outside pub", options).RunHashes, flat.RunHashes);
    }

    [Fact]
    public void Read_ClassNamedLikeAWord_IsNotThatWord()
    {
        var options = WordsOnly with { Classes = Classes(("home", "flat")) };

        Assert.Empty(Read("home", options).Hashes.Intersect(Read("flat", options).Hashes));
    }

    [Fact]
    public void Read_NumberThatIsAWordOfAClass_StaysANumber()
    {
        var options = WordsOnly with { Classes = Classes(("many", "12")) };

        Assert.Equal(Read("12", WordsOnly).Hashes, Read("12", options).Hashes);
    }

    private static ImmutableSortedDictionary<string, string> Classes(params (string Name, string Words)[] classes) =>
        classes.ToImmutableSortedDictionary(c => c.Name, c => c.Words, StringComparer.Ordinal);

    private static Recorder Read(string narrative, TextFeatureOptions options)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(narrative, tokens);
        var recorder = new Recorder();
        FeatureExtractor.Read(tokens, options, new WordTraits(new WordClasses(options.Classes)), ref recorder);
        return recorder;
    }

    private readonly struct Recorder() : IFeatureSink
    {
        public List<string> Words { get; } = [];

        public List<int> Characters { get; } = [];

        public List<ulong> Hashes { get; } = [];

        public List<ulong> RunHashes { get; } = [];

        public void AddWords(ulong hash, int first, int count)
        {
            Words.Add($"{first}+{count}");
            RunHashes.Add(hash);
            Hashes.Add(hash);
        }

        public bool WantsCharacters(ulong word) => true;

        public void AddCharacters(ulong hash, int token)
        {
            Characters.Add(token);
            Hashes.Add(hash);
        }
    }
}
