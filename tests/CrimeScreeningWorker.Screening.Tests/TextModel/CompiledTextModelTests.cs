using System.Text;
using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

public sealed class CompiledTextModelTests
{
    private readonly CompiledTextModel model = Corpus.Model.Compiled;
    private readonly TokenBuffer tokens = new();
    private readonly FeatureScratch scratch = new();

    [Fact]
    public void Score_EveryNarrativeOfTheCorpus_IsWhatMlNetGivesWithin1e5()
    {
        var context = new MLContext(1);
        var vectorizer = new FeatureVectorizer(model.Vocabulary, Corpus.Model.Options.Features);
        var rows = Corpus.Examples.Select(example => new TrainingRow { Features = vectorizer.Vectorize(Tokenize(example.Narrative)) }).ToList();

        var scored = Corpus.Model.Transformer.Transform(TrainingRow.View(context, rows, model.FeatureCount));
        var expected = scored.GetColumn<float>("Score").ToList();

        Assert.Equal(1200, expected.Count);
        Assert.All(Corpus.Examples.Zip(expected), pair => Assert.Equal(pair.Second, Score(pair.First.Narrative), 1e-5));
    }

    [Fact]
    public void Score_StalkingOfTheCorpus_IsRankedAboveTheRest()
    {
        var stalking = Corpus.Examples.Where(example => example.IsStalking).Average(example => Score(example.Narrative));
        var others = Corpus.Examples.Where(example => !example.IsStalking).Average(example => Score(example.Narrative));

        Assert.True(stalking > others + 1, $"stalking {stalking:0.00}, others {others:0.00}");
    }

    [Theory]
    [InlineData(
        "Her ex-boyfriend waited outside. He rang her 40 times and she told him to leave her alone.",
        "His ex-girlfriend waited outside. She rang him 40 times and he told her to leave him alone.")]
    [InlineData(
        "The woman says he watches her house; she is his ex wife.",
        "The man says she watches his house; he is her ex husband.")]
    public void Score_GendersSwapped_IsTheSameToTheBit(string narrative, string swapped)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(Score(narrative)), BitConverter.DoubleToInt64Bits(Score(swapped)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("😀😀🚓")]
    [InlineData("12:30 … !!! ")]
    public void Score_NoKnownWord_IsFinite(string narrative)
    {
        Assert.True(double.IsFinite(Score(narrative)));
    }

    [Fact]
    public void Score_EmptyNarrative_IsTheBias()
    {
        Assert.Equal(model.Bias, Score(""));
        Assert.Empty(model.Explain(Tokenize(""), scratch));
    }

    [Fact]
    public void Score_RightToLeftText_IsTheBiasBecauseNoWordIsKnown()
    {
        Assert.Equal(model.Bias, Score("هو ينتظر خارج المنزل كل يوم"));
    }

    [Fact]
    public void Score_TwentyMegabytes_IsFiniteAndWithinSeconds()
    {
        var narrative = new StringBuilder();
        while (narrative.Length < 20_000_000) narrative.Append("He waited outside no. ").Append(narrative.Length).Append(" and followed her. ");

        var clock = TimeProvider.System.GetTimestamp();
        var score = Score(narrative.ToString());

        Assert.True(double.IsFinite(score));
        Assert.InRange(TimeProvider.System.GetElapsedTime(clock), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Score_NarrativeRepeated_GainsNothingFromItsLength()
    {
        const string once = "He waited outside her work and followed her home. ";

        Assert.Equal(Score(once), Score(string.Concat(Enumerable.Repeat(once, 50))), 1e-9);
    }

    [Fact]
    public void Score_AfterTheFirst_AllocatesNothing()
    {
        string[] narratives = [.. Corpus.Examples.Take(200).Select(example => example.Narrative)];

        // The least of the passes: code that is not yet optimised allocates where optimised code does not, and when the runtime swaps it in
        // depends on what the other tests make it compile.
        var least = long.MaxValue;
        for (var pass = 0; pass < 500 && least > 0; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var narrative in narratives) Score(narrative);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Score_MoreWordsThanAreRemembered_IsTheSameToTheBit()
    {
        var text = Corpus.Examples[5].Narrative;
        var first = new FeatureScratch();
        var expected = model.Score(Tokenize(text), first);

        // Every one of them another word: the cache fills and starts anew several times over.
        var word = "waiting…".ToCharArray();
        for (var i = 0; i < 50_000; i++)
        {
            word[^1] = (char)('\u4E00' + (i % 20_000));
            word[0] = (char)('a' + (i / 20_000));
            Score(new string(word));
        }

        Assert.Equal(expected, Score(text));
    }

    [Fact]
    public void Score_ScratchUsedForAnotherModelBetween_IsTheSame()
    {
        TextExample[] few = [new("waited outside", true), new("waited for the bus outside", false)];
        var other = TextModelTrainer.Train(few, new TextModelOptions(), CancellationToken.None).Compiled;
        var text = Corpus.Examples[3].Narrative;
        var alone = Score(text);

        other.Score(Tokenize("waited outside"), scratch);

        Assert.Equal(alone, Score(text));
    }

    [Fact]
    public void Explain_EveryNarrativeOfTheCorpus_AddsUpToTheScore()
    {
        Assert.All(Corpus.Examples, example =>
        {
            var sum = model.Bias + model.Explain(Tokenize(example.Narrative), scratch).Sum(contribution => contribution.LogOdds);
            Assert.Equal(Score(example.Narrative), sum, 1e-9);
        });
    }

    [Fact]
    public void Explain_Spans_AreWordsOfTheNarrativeInOrderWithoutOverlap()
    {
        const string narrative = "IP states her ex has attended H/A again, she don't feel safe. He sat o/s in his car.";

        var contributions = model.Explain(Tokenize(narrative), scratch);

        Assert.Contains(contributions, contribution => narrative.AsSpan(contribution.Span.Start, contribution.Span.Length) is "H/A");
        Assert.All(contributions.Zip(contributions.Skip(1)), pair => Assert.True(pair.First.Span.End <= pair.Second.Span.Start));
    }

    [Fact]
    public void Explain_WordsOfStalkingAndOfQuarrel_PullApart()
    {
        const string narrative = "He waited outside her work. The dispute is about parking.";

        var contributions = model.Explain(Tokenize(narrative), scratch);

        Assert.True(OfWord("outside") > 0);
        Assert.True(OfWord("parking") < 0);

        double OfWord(string word) => contributions.Single(part => narrative.Substring(part.Span.Start, part.Span.Length) == word).LogOdds;
    }

    private TokenBuffer Tokenize(string narrative)
    {
        NarrativeTokenizer.Tokenize(narrative, tokens);
        return tokens;
    }

    private double Score(string narrative) => model.Score(Tokenize(narrative), scratch);
}
