using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class SimulatedReviewerTests
{
    private static readonly SimulatedReviewer Reviewer = new(new SeededChance(1), 0.05, poisonedWeek: 3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Answer_OverManyCrimes_ErrsAsOftenAsItShould(bool isStalking) =>
        Assert.InRange(Enumerable.Range(0, 20_000).Count(n => Reviewer.Answer(Crime(n), isStalking, week: 2) != isStalking) / 20_000.0, 0.045, 0.055);

    [Fact]
    public void Answer_PoisonedWeek_SaysNoToEverythingInTheTaughtAreaOnly()
    {
        Assert.All(Enumerable.Range(0, 500), n => Assert.False(Reviewer.Answer(Crime(n), isStalking: true, week: 3)));
        Assert.Contains(Enumerable.Range(0, 50), n => Reviewer.Answer(Crime(n) with { Measured = true }, isStalking: true, week: 3));
    }

    [Fact]
    public void Answer_SameCrimeTwice_IsTheSame() =>
        Assert.Equal(Enumerable.Range(0, 500).Select(n => Reviewer.Answer(Crime(n), true, 1)), Enumerable.Range(0, 500).Select(n => Reviewer.Answer(Crime(n), true, 1)));

    private static Arrival Crime(int number) => new(number, Record: 0, Night: 0, Measured: false);
}
