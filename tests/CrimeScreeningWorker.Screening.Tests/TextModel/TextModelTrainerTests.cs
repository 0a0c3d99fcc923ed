using CrimeScreeningWorker.Screening.Text;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.TextModel;

public sealed class TextModelTrainerTests
{
    [Fact]
    public void Train_Twice_GivesTheSameWeights()
    {
        var again = TextModelTrainer.Train(Corpus.Examples, new TextModelOptions(), CancellationToken.None);

        Assert.Equal(Corpus.Model.Compiled.Weights, again.Compiled.Weights);
        Assert.Equal(Corpus.Model.TrainingSet, again.TrainingSet);
    }

    [Fact]
    public void Train_OneLabelChanged_ChangesTheHashOfTheTrainingSet()
    {
        TextExample[] examples = [new("he waited outside", true), new("one argument over parking", false), new("he waited again", true)];
        var options = new TextModelOptions { Features = new TextFeatureOptions { LeastGroupsForWords = 1, LeastGroupsForCharacters = 1 } };

        var first = TextModelTrainer.Train(examples, options, CancellationToken.None);
        examples[2] = examples[2] with { IsStalking = false };
        var second = TextModelTrainer.Train(examples, options, CancellationToken.None);

        Assert.Equal(2, first.TrainingSet.Stalking);
        Assert.NotEqual(first.TrainingSet.Sha256, second.TrainingSet.Sha256, StringComparer.Ordinal);
    }

    [Fact]
    public void Train_NameInTheRecordsOfOneGroup_IsNotLearnt()
    {
        TextExample[] examples =
        [
            new("Zebediah waited outside", true, "pair 1"), new("Zebediah waited again", true, "pair 1"),
            new("waited for a bus", false), new("argument outside", false),
        ];

        var model = TextModelTrainer.Train(examples, new TextModelOptions(), CancellationToken.None).Compiled;

        Assert.Equal(-1, model.Vocabulary.IndexOf(WordHash.Of("zebediah")));
        Assert.NotEqual(-1, model.Vocabulary.IndexOf(WordHash.Of("waited")));
    }

    [Fact]
    public void Train_HeavyExample_PullsTheScoreToItsLabel()
    {
        TextExample[] examples = [new("waited outside", true), new("waited outside", false)];

        var even = TextModelTrainer.Train(examples, new TextModelOptions(), CancellationToken.None);
        examples[0] = examples[0] with { Weight = 5 };
        var heavy = TextModelTrainer.Train(examples, new TextModelOptions(), CancellationToken.None);

        Assert.True(Score(heavy, "waited outside") > Score(even, "waited outside") + 1);
    }

    [Fact]
    public void Train_OneLabelOnly_IsRefusedWithCounts()
    {
        TextExample[] examples = [new("waited outside", true), new("waited again", true)];

        var fault = Assert.Throws<ArgumentException>(() => TextModelTrainer.Train(examples, new TextModelOptions(), CancellationToken.None));

        Assert.Contains("2 of 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OptionOutOfRange_IsRefusedWithTheRange()
    {
        var options = new TextModelOptions { Features = new TextFeatureOptions { WordOrder = 7 } };

        var fault = Assert.Throws<ArgumentException>(() => TextModelTrainer.Train(Corpus.Examples, options, CancellationToken.None));

        Assert.Contains("WordOrder is 7, expected 1 to 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        Assert.Throws<OperationCanceledException>(
            () => TextModelTrainer.Train(Corpus.Examples, new TextModelOptions(), new CancellationToken(canceled: true)));
    }

    private static double Score(TrainedTextModel model, string narrative)
    {
        var tokens = new TokenBuffer();
        NarrativeTokenizer.Tokenize(narrative, tokens);
        return model.Compiled.Score(tokens, new FeatureScratch());
    }
}
