using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class ReliabilityBinTests
{
    [Fact]
    public void Of_KnownRecords_GivesMeanAndShareOfEachBin()
    {
        var bins = ReliabilityBin.Of([new(0.62, true), new(0.66, false), new(0.05, false)]);

        Assert.Equal((2, 0.64, 0.5), (bins[6].Records, Math.Round(bins[6].Predicted, 12), bins[6].Observed));
        Assert.Equal((1, 0.05, 0.0), (bins[0].Records, bins[0].Predicted, bins[0].Observed));
    }

    [Fact]
    public void Of_EmptyBin_IsUndefinedAndStillThere()
    {
        var bins = ReliabilityBin.Of([new(0.05, false)]);

        Assert.Equal(10, bins.Length);
        Assert.Equal(0, bins[5].Records);
        Assert.True(double.IsNaN(bins[5].Predicted) && double.IsNaN(bins[5].Observed));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.1, 1)]
    [InlineData(0.999, 9)]
    [InlineData(1.0, 9)]
    public void Of_EdgeOfABin_BelongsToTheUpperOneAndOneToTheLast(double probability, int bin) =>
        Assert.Equal(1, ReliabilityBin.Of([new(probability, true)])[bin].Records);
}
