using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class BatchTests
{
    private static readonly SeededChance Chance = new(1);

    // Record 0 has probability 0, record 99 has 0.99.
    private static readonly int[] Unread = [.. Enumerable.Range(0, 100)];

    [Fact]
    public void Choose_LikelyOnly_ReadsFromTheTop() =>
        Assert.Equal([99, 98, 97], Chosen(new Places(3, 0, 0)).Select(c => c.Record));

    [Fact]
    public void Choose_UncertainShare_TakesTheNearestToEvenOdds() =>
        Assert.Equal([99, 50, 49, 51], Chosen(new Places(1, 0, 3)).Select(c => c.Record));

    [Fact]
    public void Choose_RandomShare_DrawsFromAllThatTheOthersLeave()
    {
        var seen = new HashSet<int>();
        for (var number = 0; number < 600; number++)
        {
            var drawn = Batch.Choose(Unread, Probability, new Places(2, 3, 1), Chance, number).Where(c => c.Why == ChosenFor.Random).Select(c => c.Record).ToList();
            Assert.Equal(3, drawn.Count);
            seen.UnionWith(drawn);
        }

        Assert.Equal(Enumerable.Range(0, 98), seen.Order());
    }

    [Fact]
    public void Choose_Mixture_ChoosesEachOnceAndAsManyAsAsked()
    {
        var chosen = Chosen(new Places(5, 3, 4));

        Assert.Equal(12, chosen.Select(c => c.Record).Distinct().Count());
        Assert.Equal((5, 3, 4), (Count(ChosenFor.Likely), Count(ChosenFor.Random), Count(ChosenFor.Uncertain)));

        int Count(ChosenFor why) => chosen.Count(c => c.Why == why);
    }

    [Fact]
    public void Choose_SameNumber_ChoosesTheSameWhateverTheOrder() =>
        Assert.Equal(Chosen(new Places(2, 5, 2)), Batch.Choose([.. Unread.Reverse()], Probability, new Places(2, 5, 2), Chance, 7));

    [Theory]
    [InlineData(0, 0.15)]
    [InlineData(0.1, 0.15)]
    [InlineData(0.05, 0)]
    public void PlacesOf_NightByNight_KeepsTheSharesOverTheYear(double uncertain, double random)
    {
        var strategy = ChoiceStrategy.Mixture(uncertain, random);
        var nights = Enumerable.Range(0, 365).Select(night => strategy.PlacesOf(night * 4, 4)).ToList();

        Assert.All(nights, p => Assert.Equal(4, p.Likely + p.Random + p.Uncertain));
        Assert.InRange(nights.Sum(p => p.Random), (1460 * random) - 1, (1460 * random) + 1);
        Assert.InRange(nights.Sum(p => p.Uncertain), (1460 * uncertain) - 1, (1460 * uncertain) + 1);
    }

    [Fact]
    public void Of_ReviewOptions_TakesTheSharesOfTheNightlyRun()
    {
        var strategy = ChoiceStrategy.Of(new ReviewOptions { Capacity = 20, AuditSample = 3, UncertainShare = 0.1 });

        Assert.Equal((0.1, 0.15, "10 % uncertain, 15 % random"), (strategy.Uncertain, strategy.Random, strategy.Name));
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0.6, 0.5)]
    [InlineData(double.NaN, 0)]
    public void Mixture_SharesThatDoNotFit_AreRefused(double uncertain, double random) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChoiceStrategy.Mixture(uncertain, random));

    private static double Probability(int record) => record / 100.0;

    private static IReadOnlyList<(int Record, ChosenFor Why)> Chosen(Places places) => Batch.Choose(Unread, Probability, places, Chance, 7);
}
