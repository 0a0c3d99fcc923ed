using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Screening.Tests.Estimation;

public sealed class RecallAtCapacityTests
{
    [Fact]
    public void Of_CalibratedProbabilities_ExpectsTheirShareOfTheSum()
    {
        // Ten nearly sure ones above ninety that hold one case between them.
        List<RankedCrime> crimes = [.. Enumerable.Repeat(new RankedCrime(0.01), 90), .. Enumerable.Repeat(new RankedCrime(0.99), 10)];

        var points = RecallAtCapacity.Of(crimes, [10, 100, 10]);

        Assert.Equal([10, 100], points.Select(point => point.Capacity));
        Assert.InRange(points[0].Expected, 0.90, 0.94);
        Assert.True(points[0].Low < points[0].Expected && points[0].Expected < points[0].High);
        Assert.Equal(1, points[1].Expected, 6);
        Assert.All(points, point => Assert.Null(point.Measured));
    }

    [Fact]
    public void Of_Answers_MeasuresWithTheSampleStandingForTheUnread()
    {
        List<RankedCrime> crimes =
        [
            new(0.9, true), new(0.8, true), new(0.7, false), new(0.6),
            new(0.1, true, Weight: 2), new(0.05, false, Weight: 30), new(0.04),
        ];

        var points = RecallAtCapacity.Of(crimes, [2, 4, 7]);

        Assert.Equal([0.5, 0.5, 1], points.Select(point => point.Measured!.Value));
        Assert.Equal([2, 3, 5], points.Select(point => point.Read));
    }
}
