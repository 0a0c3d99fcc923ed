using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class YearWorldsTests(TwoForces forces) : IClassFixture<TwoForces>
{
    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    public void Deal_People_StandInOneWorldOnly(ulong seed)
    {
        var worlds = Deal(seed);

        var people = Enumerable.Range(0, forces.Corpus.Records.Count).Where(i => worlds.Of[i] is not null).GroupBy(i => forces.Corpus.Groups[i]);
        Assert.All(people, of => Assert.Single(of.Select(i => worlds.Of[i]).Distinct()));
    }

    [Fact]
    public void Deal_EveryWorld_HasStalkingAndOtherRecords() =>
        Assert.All(Enum.GetValues<World>(), world => Assert.Equal(2, Deal(1).Records(world).Select(forces.IsStalking).Distinct().Count()));

    [Fact]
    public void Deal_TheForceThatComesWithTheDrift_TaughtTheFirstChampionNothing() =>
        Assert.DoesNotContain(Deal(1).Records(World.Begun), i => forces.Corpus.Records[i].File == YearWorlds.NewForce);

    [Fact]
    public void Deal_AnotherSeed_DealsOtherwise() => Assert.NotEqual(Deal(1).Records(World.Measured), Deal(2).Records(World.Measured));

    private YearWorlds Deal(ulong seed) => YearWorlds.Deal(forces.Corpus, new SeededChance(seed));
}
