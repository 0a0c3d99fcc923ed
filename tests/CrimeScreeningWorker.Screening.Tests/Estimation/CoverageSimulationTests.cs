using CrimeScreeningWorker.Screening.Estimation;

namespace CrimeScreeningWorker.Screening.Tests.Estimation;

public sealed class CoverageSimulationTests
{
    // Of 200 forces 95 in 100 are 190; fewer than 180 would come by chance less than once in a thousand times.
    [Theory]
    [InlineData(0.005, 20)]
    [InlineData(0.02, 20)]
    [InlineData(0.08, 20)]
    [InlineData(0.08, 60)]
    public void Run_KnownTruth_IsHeldByTheBoundsAtTheirRate(double share, int nights)
    {
        var figure = CoverageSimulation.Run(new CoverageSetting(share, nights, 3), forces: 200, seed: 1, CancellationToken.None);

        Assert.InRange(figure.Covered, 0.90, 1);
        // Bounds that hold everything would be no bounds.
        Assert.InRange(figure.Width, share, 0.35);
        // Four standard errors of a mean over all that was drawn.
        var most = 4 * Math.Sqrt(share * (1 - share) / (nights * 3 * 200));
        Assert.InRange(figure.Bias, -most, most);
    }

    [Fact]
    public void Run_MoreAnswers_BringsTheBoundsTogether()
    {
        var few = CoverageSimulation.Run(new CoverageSetting(0.02, 20, 3), 50, seed: 1, CancellationToken.None);
        var many = CoverageSimulation.Run(new CoverageSetting(0.02, 20, 24), 50, seed: 1, CancellationToken.None);

        Assert.True(many.Width < few.Width / 2, $"{few.Width:0.000} and {many.Width:0.000}");
        Assert.True(many.NothingFound < few.NothingFound);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameFigures()
    {
        var setting = new CoverageSetting(0.02, 10, 3);

        Assert.Equal(CoverageSimulation.Run(setting, 20, 7, CancellationToken.None), CoverageSimulation.Run(setting, 20, 7, CancellationToken.None));
    }
}
