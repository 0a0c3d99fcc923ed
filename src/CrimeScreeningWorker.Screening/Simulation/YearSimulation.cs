using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>The same year told several times: never retrained, retrained with and without the gate, and each with a poisoned week.</summary>
/// <remarks>
/// Every year has the same nights. The people of the corpus are dealt out once: those that the first champion learnt from, those whose answers
/// are learnt, those the gate judges by, and those recall is measured on, so that no record is ever both learnt from and judged.
/// </remarks>
public sealed class YearSimulation(PreparedCorpus corpus, RuleBook book, PathOptions options, MonitoringOptions watching, GateOptions gate)
{
    private const int LastQuarter = 13, Draws = 1000, AfterPoisonWeeks = 4;
    private const double Tail = 0.025;

    /// <param name="progress">Told of each year that has passed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the request is out of range.</exception>
    public YearReport Run(YearRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Check(request);
        var worlds = YearWorlds.Deal(corpus, new SeededChance(request.Seed));
        var training = new SharedTraining(new SimulatedTraining(corpus, book, options));
        var first = training.Train([.. worlds.Records(World.Begun).Select(i => new LearntRecord(i, corpus.Records[i].Label.Stalking, 1))], cancellationToken)
            ?? throw new InvalidOperationException("The corpus holds too few people for a first champion.");
        var nights = new NightGenerator(corpus, worlds, request).Nights();
        var years = new SimulatedYear[YearArm.All.Count];
        Parallel.For(
            0, years.Length,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            y =>
            {
                years[y] = new SimulatedYear(corpus, worlds, training.Train, gate with { Capacity = (double)request.ReadsANight / request.CrimesANight }, request, YearArm.All[y], watching);
                years[y].Run(first, nights, cancellationToken);
                progress?.Report(YearArm.All[y].Name);
            });
        var measured = worlds.Records(World.Measured);
        return new YearReport(
            request, worlds.Records(World.Begun).Count, worlds.Records(World.Learnt).Count, worlds.Records(World.Gate).Count, measured.Count,
            measured.Count(i => corpus.Records[i].Label.Stalking), [.. years.Select((year, y) => Outcome(year, YearArm.All[y], years[0], request))]);
    }

    private static void Check(YearRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Weeks is < 4 or > 520) throw new ArgumentOutOfRangeException(nameof(request), request.Weeks, "A simulated year has 4 to 520 weeks.");
        if (request.CrimesANight < 1 || request.ReadsANight < 1 || request.ReadsANight > request.CrimesANight)
            throw new ArgumentOutOfRangeException(nameof(request), request, "At least 1 crime a night is read, and at most as many as arrive.");
        if (!(request.HeaviestWeight >= 1)) throw new ArgumentOutOfRangeException(nameof(request), request.HeaviestWeight, "The heaviest weight is at least 1.");
        if (request.Errors is not (>= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(request), request.Errors, "The share of wrong answers is at least 0 and below 0.5.");
    }

    private YearOutcome Outcome(SimulatedYear year, YearArm arm, SimulatedYear never, YearRequest request)
    {
        PeriodFigures Period(string name, int from, int to) => Of(name, year.Measured.Where(m => m.Arrival.Night / 7 >= from && m.Arrival.Night / 7 < to));
        var aboutDrift = year.Alarms.Where(a => a.Kind is "drift" or "rate").ToList();
        var first = aboutDrift.Find(a => a.Week > request.DriftWeek);
        var overruled = arm.Poisoned ? year.Alarms.FirstOrDefault(a => a.Kind is "override" or "reviewer" && a.Week > request.PoisonedWeek) : null;
        var wronglyNamed = year.Alarms.Count(a => a.Kind == "reviewer" && !(arm.Poisoned && a.Week == request.PoisonedWeek + 1));
        var quarter = Math.Min(LastQuarter, request.Weeks - request.DriftWeek);
        return new YearOutcome(
            arm,
            [
                Period("before the drift", 0, request.DriftWeek), Period("after the drift", request.DriftWeek, request.Weeks),
                Period($"last {quarter} weeks", request.Weeks - quarter, request.Weeks), Period("all weeks", 0, request.Weeks),
            ],
            year == never ? null : Gain(year, never, request), year.Challengers, year.Promoted, [.. year.Refused],
            year.Estimate.Recall is { } recall ? new Interval(recall.Expected, recall.Low, recall.High) : null, first is null ? null : first.Week - request.DriftWeek, first?.Sentence, aboutDrift.Where(a => a.Week <= request.DriftWeek).Select(a => a.Week).Distinct().Count(),
            overruled?.Week, overruled?.Sentence, wronglyNamed,
            Period("after the poisoned week", request.PoisonedWeek + 1, Math.Min(request.DriftWeek, request.PoisonedWeek + 1 + AfterPoisonWeeks)));
    }

    private static PeriodFigures Of(string name, IEnumerable<MeasuredCrime> crimes)
    {
        var all = crimes.ToList();
        return new PeriodFigures(
            name, all.Count, all.Count(c => c.WasRead), all.Count(c => c.IsStalking), all.Count(c => c is { IsStalking: true, WasRead: true }), all.Count(c => c.WasConfirmed));
    }

    /// <summary>
    /// Recall after the drift less that of never retraining, on the same crimes. People of the corpus are drawn again with all their copies, which
    /// are no evidence of their own: a percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
    /// </summary>
    private Interval Gain(SimulatedYear year, SimulatedYear never, YearRequest request)
    {
        var people = year.Measured.Zip(never.Measured).Where(pair => pair.First.IsStalking && pair.First.Arrival.Night / 7 >= request.DriftWeek)
            .GroupBy(pair => corpus.Groups[pair.First.Arrival.Record]).OrderBy(g => g.Key)
            .Select(g => (All: g.Count(), More: g.Sum(pair => (pair.First.WasRead ? 1 : 0) - (pair.Second.WasRead ? 1 : 0)))).ToArray();
        if (people.Length == 0) return new Interval(double.NaN, double.NaN, double.NaN);
        var chance = new SeededChance(request.Seed);
        var gains = Enumerable.Range(0, Draws).Select(draw => Share([.. people.Select((_, p) => people[chance.Below(people.Length, draw, (ulong)p)])])).Order().ToList();
        return new Interval(Share(people), gains[(int)Math.Round(Tail * (Draws - 1))], gains[(int)Math.Round((1 - Tail) * (Draws - 1))]);

        static double Share((int All, int More)[] of) => (double)of.Sum(p => p.More) / of.Sum(p => p.All);
    }
}
