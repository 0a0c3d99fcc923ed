using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

public sealed class NightGeneratorTests : IClassFixture<TwoForces>
{
    private static readonly YearRequest Request = new(Seed: 1, Weeks: 20);

    private readonly TwoForces forces;
    private readonly YearWorlds worlds;
    private readonly NightGenerator generator;
    private readonly List<Arrival> quiet, drifted;

    public NightGeneratorTests(TwoForces forces)
    {
        this.forces = forces;
        worlds = YearWorlds.Deal(forces.Corpus, new SeededChance(Request.Seed));
        generator = new NightGenerator(forces.Corpus, worlds, Request);
        var nights = generator.Nights();
        Assert.Equal(140, nights.Count);
        (quiet, drifted) = ([.. nights.Take(70).SelectMany(n => n)], [.. nights.Skip(70).SelectMany(n => n)]);
    }

    [Fact]
    public void Nights_Measured_ComeFromPeopleNobodyLearnsFrom() =>
        Assert.All(quiet.Concat(drifted), a => Assert.Equal(a.Measured, worlds.Of[a.Record] == World.Measured));

    [Fact]
    public void Nights_WhatTheFirstChampionKnows_NeverArrives() =>
        Assert.DoesNotContain(quiet.Concat(drifted), a => worlds.Of[a.Record] is null or World.Begun);

    [Fact]
    public void Nights_BeforeTheDrift_HoldNothingOfTheNewForce() => Assert.All(quiet, a => Assert.NotEqual(YearWorlds.NewForce, FileOf(a)));

    [Fact]
    public void Nights_AfterTheDrift_BringTheNewForceTheNewMethodAndOnlineClasses()
    {
        Assert.InRange(Share(drifted, a => FileOf(a) == YearWorlds.NewForce), 0.5, 0.9);
        Assert.True(Share(drifted, a => generator.IsNewMethod(a.Record)) > 2 * Share(quiet, a => generator.IsNewMethod(a.Record)));
        Assert.True(Share(drifted, IsOnline) > 1.2 * Share(quiet, IsOnline));

        bool IsOnline(Arrival a) => forces.Corpus.Records[a.Record].Crime.HomeOfficeClass == "8R";
    }

    [Fact]
    public void Nights_SameSeed_AreTheSame() =>
        Assert.Equal(generator.Nights().SelectMany(n => n), new NightGenerator(forces.Corpus, worlds, Request).Nights().SelectMany(n => n));

    [Fact]
    public void Nights_AnotherSeed_AreOthers() =>
        Assert.NotEqual(generator.Nights().SelectMany(n => n), new NightGenerator(forces.Corpus, worlds, Request with { Seed = 2 }).Nights().SelectMany(n => n));

    private static double Share(List<Arrival> arrivals, Func<Arrival, bool> of) => (double)arrivals.Count(of) / arrivals.Count;

    private string FileOf(Arrival arrival) => forces.Corpus.Records[arrival.Record].File;
}
