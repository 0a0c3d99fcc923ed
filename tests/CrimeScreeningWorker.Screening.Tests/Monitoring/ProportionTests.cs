using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Tests.Monitoring;

public sealed class ProportionTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Wilson_KnownCounts_GivesThePublishedBounds(int count, int of, double low, double high)
    {
        var share = Proportion.Wilson(count, of);

        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    [Fact]
    public void Wilson_NothingCounted_IsUnknown() => Assert.True(double.IsNaN(Proportion.Wilson(0, 0).Share));

    [Fact]
    public void Weighted_EqualWeights_IsWilson()
    {
        var (weighted, plain) = (Proportion.Weighted(Enumerable.Range(0, 20).Select(i => (i < 5, 3.0))), Proportion.Wilson(5, 20));

        Assert.Equal(plain.Share, weighted.Share, 12);
        Assert.Equal(plain.Low, weighted.Low, 12);
        Assert.Equal(plain.High, weighted.High, 12);
    }

    [Fact]
    public void Weighted_OneStandsForMost_IsWiderThanItsCount()
    {
        var share = Proportion.Weighted([(true, 100.0), .. Enumerable.Repeat((false, 1.0), 20)]);

        Assert.Equal(100.0 / 120, share.Share, 12);
        Assert.True(share.High - share.Low > 0.7);
    }

    [Fact]
    public void Recall_MissedInASample_TurnsItsBoundsRound()
    {
        var recall = Proportion.Recall(90, Proportion.Wilson(1, 100), pile: 1000);

        Assert.Equal(0.9, recall.Share, 12);
        Assert.Equal(90 / (90 + (1000 * Proportion.Wilson(1, 100).High)), recall.Low, 12);
        Assert.True(recall.Low < 0.65 && recall.High > 0.97);
    }
}
