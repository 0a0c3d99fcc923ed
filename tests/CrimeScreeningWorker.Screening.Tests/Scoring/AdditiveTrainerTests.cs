using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Tests.Scoring;

public sealed class AdditiveTrainerTests
{
    private static readonly ScoringFeature[] Features =
    [
        new("A", "A", Direction.Raises), new("B", "B", Direction.Raises), new("C", "C", Direction.Lowers), new("D", "D", Direction.Either),
    ];

    // A and C go with the label as they should; B goes against its direction; D goes down with the label.
    private static (List<float[]> Rows, List<bool> Labels) Data()
    {
        var rows = new List<float[]>();
        var labels = new List<bool>();
        for (var i = 0; i < 200; i++)
        {
            var label = i % 2 == 0;
            rows.Add([label ^ (i % 10 == 0) ? 1 : 0, label ? 0 : 1, label ^ (i % 7 == 0) ? 0 : 1, label ^ (i % 5 == 0) ? 0 : 1]);
            labels.Add(label);
        }

        return (rows, labels);
    }

    [Fact]
    public void Train_FeatureThatGoesAgainstItsDirection_GetsNoWeight()
    {
        var (rows, labels) = Data();

        var model = AdditiveTrainer.Train(Features, rows, labels, null, l2: 1);

        Assert.True(model.Weights["A"] > 0.5);
        Assert.Equal(0, model.Weights["B"], 6);
        Assert.True(model.Weights["C"] < -0.5);
        Assert.True(model.Weights["D"] < -0.1);
    }

    [Fact]
    public void Train_Twice_GivesTheSameWeights()
    {
        var (rows, labels) = Data();

        var first = AdditiveTrainer.Train(Features, rows, labels, null, l2: 1);
        var second = AdditiveTrainer.Train(Features, rows, labels, null, l2: 1);

        Assert.Equal(first.Base, second.Base);
        Assert.Equal(first.Weights.ToList(), second.Weights.ToList());
    }
}
