using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Tests.Review;

public sealed class CapacityForecastTests
{
    [Fact]
    public void PoissonBinomial_ThreeChances_IsExact()
    {
        var chances = CapacityForecast.PoissonBinomial([0.5, 0.5, 0.2]);

        Assert.Equal([0.2, 0.45, 0.3, 0.05], chances.Select(chance => Math.Round(chance, 12)));
    }

    [Fact]
    public void Of_TwelveGoodReviews_SaysItInTenths()
    {
        var line = CapacityForecast.Of([.. Enumerable.Repeat(0.7, 12)], Rest(Enumerable.Repeat(0.1, 20)), 0.6);

        Assert.Equal("12 reviews: expected to hold 8 in 10 of tonight's stalking, between 6 and 10.", line.InWords);
        Assert.InRange(line.Expected, 0.78, 0.84);
    }

    [Fact]
    public void Of_NothingElseToFind_HoldsAll()
    {
        var line = CapacityForecast.Of([0.9, 0.8], Rest([]), 0);

        Assert.Equal((1, 1, 1), (line.Expected, line.Low, line.High));
        Assert.Equal("2 reviews: expected to hold 10 in 10 of tonight's stalking.", line.InWords);
    }

    [Theory]
    [InlineData(12, 30, 0.6, 0.10, 1)]
    [InlineData(20, 400, 0.5, 0.02, 2)]
    [InlineData(20, 5_000, 0.8, 0.01, 3)]
    [InlineData(5, 8, 0.5, 0.30, 4)]
    [InlineData(30, 20_000, 0.9, 0.05, 5)]
    public void Of_SimulatedNights_TheIntervalHoldsTheTruthNineTimesInTen(int chosen, int others, double high, double low, int seed)
    {
        var random = new Random(seed);
        var top = Enumerable.Range(0, chosen).Select(_ => high * (0.5 + (random.NextDouble() / 2))).ToArray();
        var rest = Enumerable.Range(0, others).Select(_ => low * random.NextDouble()).ToArray();
        var line = CapacityForecast.Of(top, Rest(rest), next: 0);
        const int nights = 3_000;
        var (inside, above, below, shares, counted) = (0, 0, 0, 0.0, 0);

        for (var night = 0; night < nights; night++)
        {
            var found = top.Count(p => random.NextDouble() < p);
            var all = found + rest.Count(p => random.NextDouble() < p);
            if (all == 0) continue;
            counted++;
            var share = (double)found / all;
            shares += share;
            if (share < line.Low - 1e-9) below++;
            else if (share > line.High + 1e-9) above++;
            else inside++;
        }

        // Never less than it says, but for chance; more where the counts are few, for a share then has few values.
        var chance = 3 * Math.Sqrt(0.05 * 0.95 / counted);
        Assert.InRange((double)below / counted, 0, 0.05 + chance);
        Assert.InRange((double)above / counted, 0, 0.05 + chance);
        Assert.InRange((double)inside / counted, 0.9 - (2 * chance), 1);
        Assert.InRange(line.Expected - (shares / counted), -0.02, 0.02);
    }

    private static Chances Rest(IEnumerable<double> probabilities)
    {
        var all = probabilities.ToList();
        return new Chances(all.Count, all.Sum(), all.Sum(p => p * (1 - p)));
    }
}
