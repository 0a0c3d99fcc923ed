using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Screening.Tests.Estimation;

public sealed class WeightedShareTests
{
    // Clopper and Pearson's own bounds, as any table has them.
    [Theory]
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 20, 0.0866, 0.4910)]
    [InlineData(20, 20, 0.8316, 1)]
    public void Of_EqualWeights_HasTheExactBinomialBounds(int found, int of, double low, double high)
    {
        var share = WeightedShare.Of([.. Enumerable.Range(0, of).Select(n => (found > n, 7.0))]);

        Assert.Equal((double)found / of, share.Share, 12);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
        Assert.Equal(of, share.Worth, 9);
    }

    [Fact]
    public void Of_NothingSampled_SaysAnythingIsPossible() =>
        Assert.Equal(new WeightedShare(0, 0, 0, 0, 1, 0), WeightedShare.Of([]));

    [Fact]
    public void Of_OneFindOfGreatWeight_IsWorthLessThanItsCount()
    {
        var light = WeightedShare.Of([(true, 1), .. Enumerable.Repeat((false, 10.0), 30)]);
        var heavy = WeightedShare.Of([(true, 100), .. Enumerable.Repeat((false, 10.0), 30)]);

        Assert.Equal(100.0 / 400, heavy.Share, 12);
        Assert.InRange(heavy.Worth, 1, 16);
        Assert.True(heavy.Width > 2 * light.Width);
    }

    [Fact]
    public void Of_WeightOfNothing_IsRefused() =>
        Assert.Throws<ArgumentException>(() => WeightedShare.Of([(true, 1), (false, 0)]));

    [Theory]
    [InlineData(0, 40)]
    [InlineData(3, 40)]
    [InlineData(20, 40)]
    public void ReviewsToHalve_SoManyMoreOfTheSameKind_HalvesTheBounds(int found, int of)
    {
        var share = Sample(found, of);

        var more = share.ReviewsToHalve()!.Value;

        var times = (of + more) / (double)of;
        Assert.InRange(Sample((int)Math.Round(found * times), of + more).Width / share.Width, 0.45, 0.55);
    }

    [Fact]
    public void ReviewsToHalve_NothingSampled_IsUnknown() => Assert.Null(WeightedShare.Of([]).ReviewsToHalve());

    private static WeightedShare Sample(int found, int of) => WeightedShare.Of([.. Enumerable.Range(0, of).Select(n => (found > n, 1.0))]);
}
