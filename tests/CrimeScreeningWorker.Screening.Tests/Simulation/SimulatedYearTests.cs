using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Samples;
using CrimeScreeningWorker.Screening.Simulation;

namespace CrimeScreeningWorker.Screening.Tests.Simulation;

/// <summary>The year with a training made up for it: how a model learns is not the matter here, but from whom.</summary>
public sealed class SimulatedYearTests(TwoForces forces) : IClassFixture<TwoForces>
{
    private static readonly YearRequest Request = new(Seed: 1, Weeks: 12);

    private readonly YearWorlds worlds = YearWorlds.Deal(forces.Corpus, new SeededChance(1));
    private readonly List<LearntRecord[]> trainings = [];

    [Fact]
    public void Run_EveryTraining_LearnsFromNobodyWhoIsJudgedOrMeasured()
    {
        Run(Renewal.WithoutGate, poisoned: false);

        Assert.Equal(Request.Weeks, trainings.Count);
        Assert.All(trainings.SelectMany(t => t), r => Assert.Contains(worlds.Of[r.Record], (World?[])[World.Begun, World.Learnt]));
        Assert.True(trainings[^1].Length > trainings[0].Length);
        Assert.All(trainings, t => Assert.Equal(t.Length, t.Select(r => r.Record).Distinct().Count()));
    }

    [Fact]
    public void Run_EveryTraining_HasTheReadersErrorsAndThoseOfTheFirstChampionNone()
    {
        Run(Renewal.WithoutGate, poisoned: false);

        Assert.All(trainings[^1].Where(r => worlds.Of[r.Record] == World.Begun), r => Assert.Equal(forces.IsStalking(r.Record), r.Stalking));
        var learnt = trainings[^1].Where(r => worlds.Of[r.Record] == World.Learnt).ToList();
        Assert.InRange(learnt.Count(r => r.Stalking != forces.IsStalking(r.Record)), 1, learnt.Count / 5);
    }

    [Fact]
    public void Run_NeverRetrained_TrainsNothingAndReadsToItsCapacity()
    {
        var year = Run(Renewal.Never, poisoned: false);

        Assert.Empty(trainings);
        Assert.Equal(Request.Weeks * 7 * Request.CrimesANight, year.Measured.Count);
        Assert.Equal(Request.Weeks * 7 * Request.ReadsANight, year.Measured.Count(m => m.WasRead));
        // The first champion orders well, so most of what is read is what should be.
        Assert.True(year.Measured.Count(m => m is { IsStalking: true, WasRead: true }) > 0.8 * year.Measured.Count(m => m.IsStalking));
    }

    [Fact]
    public void Run_PoisonedWeek_TeachesThatEverythingReadIsNotStalking()
    {
        Run(Renewal.WithoutGate, poisoned: true);

        int Cases(int week) => trainings[week].Count(r => r.Stalking && worlds.Of[r.Record] == World.Learnt);
        Assert.True(Cases(Request.PoisonedWeek) < Cases(Request.PoisonedWeek - 1));
    }

    [Fact]
    public void Run_PoisonedWeekThroughTheGate_IsNoticedInThatWeekAndLearntByNobody()
    {
        var longer = Request with { Weeks = 32 };
        var clean = Run(Renewal.Gated, poisoned: false, longer);
        trainings.Clear();
        var poisoned = Run(Renewal.Gated, poisoned: true, longer);

        Assert.DoesNotContain(clean.Alarms, a => a.Kind == "reviewer");
        var alarm = Assert.Single(poisoned.Alarms, a => a.Kind == "reviewer");
        Assert.Equal(longer.PoisonedWeek + 1, alarm.Week);
        Assert.StartsWith("taught answered stalking for 0 of", alarm.Sentence, StringComparison.Ordinal);
        int Cases(int week) => trainings[week].Count(r => r.Stalking && worlds.Of[r.Record] == World.Learnt);
        Assert.Equal(Cases(longer.PoisonedWeek - 1), Cases(longer.PoisonedWeek));
        Assert.DoesNotContain(poisoned.Refused, r => r.Poisoned);
        Assert.NotEqual(0, poisoned.Promoted);
    }

    [Fact]
    public void Run_ChallengersThatLoseRecall_AreRefusedWithAReason()
    {
        var year = Run(Renewal.Gated, poisoned: false, Request with { Weeks = 16 }, learn: _ => Truth(0.4));

        Assert.Equal((16, 0), (year.Challengers, year.Promoted));
        Assert.All(year.Refused, r => Assert.NotEmpty(r.Reasons));
    }

    private SimulatedYear Run(Renewal renewal, bool poisoned, YearRequest? asked = null, Func<IReadOnlyCollection<LearntRecord>, double[]>? learn = null)
    {
        var request = asked ?? Request;
        var gate = new GateOptions { Capacity = 0.4, MinimumPeople = 8, MinimumPeopleOfGroup = 8, Resamples = 200, Margin = 0.1 };
        var year = new SimulatedYear(
            forces.Corpus, worlds, (read, cancel) => learn is null ? Learn(read, cancel) : learn(read), gate, request, new YearArm("a year", renewal, poisoned), new MonitoringOptions());
        year.Run(Truth(1), new NightGenerator(forces.Corpus, worlds, request).Nights(), CancellationToken.None);
        return year;
    }

    // As good a model as its answers: what they wrongly deny, of all that is stalking, it has learnt to overlook.
    private double[] Learn(IReadOnlyCollection<LearntRecord> read, CancellationToken cancellationToken)
    {
        trainings.Add([.. read]);
        var stalking = read.Where(r => forces.IsStalking(r.Record)).ToList();
        var denied = (double)stalking.Count(r => !r.Stalking) / stalking.Count;
        return Truth(denied < 0.15 ? 1 : 1 - (2 * denied));
    }

    /// <param name="share">Of the stalking that the model sees; the rest it puts last.</param>
    private double[] Truth(double share)
    {
        var chance = new SeededChance(5);
        return [.. Enumerable.Range(0, forces.Corpus.Records.Count).Select(i =>
            forces.IsStalking(i) ? chance.Below(1000, i, 1) < 1000 * share ? 0.9 : 0.05 : 0.1 + (0.0001 * i))];
    }
}
