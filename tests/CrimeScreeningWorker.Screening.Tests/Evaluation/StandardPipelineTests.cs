using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.TextModel;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class StandardPipelineTests
{
    private static readonly TextExample[] Train =
    [
        .. Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? new TextExample($"He waited outside her work again and followed her home, day {i}.", IsStalking: true)
            : new TextExample($"Neighbours argued about parking and a fence, complaint {i}.", IsStalking: false)),
    ];

    private static readonly string[] Test = ["He followed her home from work again.", "An argument about the fence."];

    [Fact]
    public void Score_TwoTrainings_AreEqual() => Assert.Equal(StandardPipeline.Score(Train, Test), StandardPipeline.Score(Train, Test));

    [Fact]
    public void Score_WordsOfBothKinds_OrdersThem()
    {
        var scores = StandardPipeline.Score(Train, Test);

        Assert.Equal(2, scores.Count);
        Assert.True(scores[0] > scores[1]);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }
}
