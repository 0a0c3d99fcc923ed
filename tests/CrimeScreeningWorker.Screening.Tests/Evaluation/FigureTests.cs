using CrimeScreeningWorker.Screening.Evaluation;

namespace CrimeScreeningWorker.Screening.Tests.Evaluation;

public sealed class FigureTests
{
    private static readonly (int Seed, double Value)[] TwoSeeds = [(1, 0.2), (1, 0.4), (2, 0.6), (2, 0.8)];

    private static Figure Over(IReadOnlyList<(int Seed, double Value)> splits, bool isError = false) => Figure.Over(
        [.. splits.Select((s, i) => new SplitOutcomes($"{i}", []) { Seed = s.Seed })], split => splits[int.Parse(split.Name)].Value, isError);

    [Fact]
    public void Over_SeveralSeeds_SpreadsOverTheirMeansAndKeepsTheWorstFold()
    {
        var figure = Over(TwoSeeds);

        Assert.Equal(0.5, figure.Mean, 12);
        Assert.Equal(0.2, figure.Worst);
        Assert.Equal(Math.Sqrt(0.08), figure.Spread, 12);
    }

    [Fact]
    public void Over_OneSeed_SpreadsOverTheSplits()
    {
        var figure = Over([(1, 0.2), (1, 0.4)]);

        Assert.Equal(Math.Sqrt(0.02), figure.Spread, 12);
    }

    [Fact]
    public void Over_AnError_TakesTheHighestForTheWorst() => Assert.Equal(0.8, Over(TwoSeeds, isError: true).Worst);

    [Fact]
    public void Over_UndefinedSplit_IsLeftOut() => Assert.Equal(0.4, Over([(1, double.NaN), (1, 0.4)]).Mean);

    [Fact]
    public void Over_NothingDefined_IsUndefined() => Assert.True(double.IsNaN(Over([(1, double.NaN)]).Mean));
}
