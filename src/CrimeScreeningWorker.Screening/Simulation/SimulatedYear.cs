using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Estimation;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Promotion;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>One year of nights, read, answered, learnt from and watched in one way.</summary>
/// <remarks>
/// Two areas of a force have the same model, the same number of crimes and the same capacity. What is said in the taught area is learnt or judged
/// by; what is said in the measured one is only counted.
/// </remarks>
internal sealed class SimulatedYear(
    PreparedCorpus corpus, YearWorlds worlds, Training training, GateOptions gate, YearRequest request, YearArm arm, MonitoringOptions watching)
{
    /// <summary>A Monday, so that weeks and months are those of a calendar.</summary>
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private const string Taught = "taught";

    private readonly SimulatedReviewer reviewer = new(new SeededChance(request.Seed), request.Errors, arm.Poisoned ? request.PoisonedWeek : null);
    private readonly ImmutableArray<ImmutableArray<string>> indicators =
    [
        .. corpus.Readings.Select(r => r.Hits.Where(h => h.Polarity == Polarity.Affirmed).Select(h => h.Code).Distinct(StringComparer.Ordinal).ToImmutableArray()),
    ];

    // By record: the answers, oldest first. Another copy of a record is no more evidence: the newest that is not kept out counts.
    private readonly Dictionary<int, List<Answered>> answers = [];
    private readonly List<MonitoredScore> scores = [];
    private readonly List<MonitoredDecision> decisions = [];
    private readonly List<AuditedCrime> audited = [];
    private readonly List<Estimation.FoundCrime> found = [];
    private readonly List<RefusedChallenger> refused = [];
    private readonly List<YearAlarm> alarms = [];
    private readonly HashSet<(string Reviewer, DateOnly From)> named = [];
    private double[] model = [];
    private string version = "first champion";

    private readonly record struct Answered(bool Stalking, bool ByChance, DateTimeOffset At, bool Poisoned);

    /// <summary>Crimes of the measured area with whether they were read, and rightly confirmed.</summary>
    public List<MeasuredCrime> Measured { get; } = [];

    public IReadOnlyList<RefusedChallenger> Refused => refused;

    public IReadOnlyList<YearAlarm> Alarms => alarms;

    /// <summary>What the measured area would say of itself at the year's end: it knows its readers' answers and no truth.</summary>
    public MissedEstimate Estimate => MissedStalking.Estimate(audited, found);

    public int Challengers { get; private set; }

    public int Promoted { get; private set; }

    /// <param name="first">The first champion.</param>
    public void Run(double[] first, IReadOnlyList<IReadOnlyList<Arrival>> nights, CancellationToken cancellationToken)
    {
        model = first;
        var (taught, measured) = (new Area(request), new Area(request));
        for (var week = 0; week < request.Weeks; week++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var arrivals in nights.Skip(week * 7).Take(7))
            {
                foreach (var arrival in arrivals)
                    scores.Add(new MonitoredScore(At(arrival.Night), model[arrival.Record], version, indicators[arrival.Record]));
                Read(taught, [.. arrivals.Where(a => !a.Measured)], week);
                Read(measured, [.. arrivals.Where(a => a.Measured)], week);
            }

            if (arm.Renewal != Renewal.Never) Renew(taught, week, cancellationToken);
            Watch(week);
        }

        Measured.AddRange(measured.All.Select(a => new MeasuredCrime(
            a.Arrival, IsStalking(a.Arrival), a.WasRead, a.WasRead && IsStalking(a.Arrival) && reviewer.Answer(a.Arrival, isStalking: true, a.Arrival.Night / 7))));
    }

    private static DateTimeOffset At(int night) => Start.AddDays(night).AddHours(2);

    private bool IsStalking(Arrival arrival) => corpus.Records[arrival.Record].Label.Stalking;

    private void Read(Area area, Arrival[] arrivals, int week)
    {
        var night = arrivals[0].Night;
        foreach (var (crime, why, weight) in area.Choose(arrivals, number => model[area.RecordOf(number)], reviewer.IsPoisoned(week, arrivals[0].Measured)))
        {
            var answer = reviewer.Answer(crime, IsStalking(crime), week);
            decisions.Add(new MonitoredDecision(
                new CrimeKey(crime.Measured ? "MEASURED" : "TAUGHT", $"{crime.Number}"), At(night).AddHours(7), crime.Measured ? "measured" : Taught,
                answer ? StalkingAnswer.Yes : StalkingAnswer.No, ShownRightly: true, Listed: why == ChosenFor.Likely, Blind: why != ChosenFor.Likely)
            {
                Probability = model[crime.Record],
            });
            var (key, recorded) = (decisions[^1].Crime, At(crime.Night));
            if (crime.Measured && why == ChosenFor.Random) audited.Add(new AuditedCrime(key, recorded, weight, answer));
            else if (crime.Measured && answer) found.Add(new Estimation.FoundCrime(key, recorded));
            if (crime.Measured) continue;
            if (!answers.TryGetValue(crime.Record, out var said)) answers[crime.Record] = said = [];
            said.Add(new Answered(answer, why == ChosenFor.Random, decisions[^1].At, reviewer.IsPoisoned(week, measured: false)));
        }
    }

    private void Renew(Area taught, int week, CancellationToken cancellationToken)
    {
        var weight = Math.Min(request.HeaviestWeight, taught.CrimesByOneOfChance);
        float WeightOf(Answered answer) => answer.ByChance ? weight : 1;
        var gated = arm.Renewal == Renewal.Gated;
        var counted = Counted(gated ? Suspects(week) : []);
        LearntRecord[] known =
        [
            .. worlds.Records(World.Begun).Select(i => new LearntRecord(i, corpus.Records[i].Label.Stalking, 1)),
            .. counted.Where(a => worlds.Of[a.Record] == World.Learnt).Select(a => new LearntRecord(a.Record, a.Answer.Stalking, WeightOf(a.Answer))),
        ];
        if (training(known, cancellationToken) is not { } challenger) return;
        Challengers++;
        if (gated)
        {
            var judged = counted.Where(a => worlds.Of[a.Record] == World.Gate).Select(a => Judged(a.Record, a.Answer, WeightOf(a.Answer), challenger));
            var report = Gate.Compare([.. judged], gate with { Seed = (ulong)week }, without: []);
            if (!report.Accepted)
            {
                refused.Add(new RefusedChallenger(week + 1, known.Length, counted.Any(a => a.Answer.Poisoned), report.Reasons));
                return;
            }
        }

        (model, version) = (challenger, $"week {week + 1}");
        Promoted++;
    }

    // Reviewers of both areas are judged beside each other; what the live model said is what it said at that time.
    private ImmutableArray<SuspectReviewer> Suspects(int week)
    {
        var suspects = ReviewerCheck.Find(
            [.. decisions.Select(d => new ReviewedAnswer(d.By, d.At, d.Stalking == StalkingAnswer.Yes, d.Probability))], new ReviewerCheckOptions());
        foreach (var suspect in suspects.Where(s => named.Add((s.Reviewer, s.From)))) alarms.Add(new YearAlarm(week + 1, "reviewer", suspect.Reason));
        return suspects;
    }

    private List<(int Record, Answered Answer)> Counted(ImmutableArray<SuspectReviewer> suspects) =>
    [
        .. answers.OrderBy(a => a.Key)
            .Select(a => (a.Key, Answer: a.Value.Where(said => !suspects.Any(s => s.Covers(Taught, said.At))).Select(said => (Answered?)said).LastOrDefault()))
            .Where(a => a.Answer is not null).Select(a => (a.Key, a.Answer!.Value)),
    ];

    private JudgedCase Judged(int record, Answered answer, float weight, double[] challenger)
    {
        var (crime, label) = (corpus.Records[record].Crime, corpus.Records[record].Label);
        return new JudgedCase(
            $"{corpus.Groups[record]}", answer.Stalking, weight, model[record], challenger[record],
            ReportGroups.Of(crime.Relationship, crime.Flags, label.Online, crime.HomeOfficeClass, corpus.Records[record].Equality)
                .Where(membership => membership.Group != ReportGroups.NotRecorded)
                .ToImmutableSortedDictionary(membership => membership.Dimension, membership => membership.Group, StringComparer.Ordinal),
            Taught, answer.At);
    }

    private void Watch(int week)
    {
        var report = MonitoringReport.Of(scores, decisions, 0.5, At((week * 7) + 6).AddHours(20), watching);
        alarms.AddRange(report.Findings.Select(f => new YearAlarm(week + 1, f.Kind, f.Sentence)));
    }
}

/// <summary>A crime of the measured area and what became of it.</summary>
internal readonly record struct MeasuredCrime(Arrival Arrival, bool IsStalking, bool WasRead, bool WasConfirmed);
