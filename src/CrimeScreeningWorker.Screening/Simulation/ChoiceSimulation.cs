using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>
/// Reads the labelled corpus in the order that a way of choosing gives, trains the model anew between the batches, and counts what was found:
/// a force sees what its choice costs before it has made it.
/// </summary>
/// <remarks>
/// A fifth of the people is held out, seed by seed; nothing is learnt from them, and they judge the model that the reading made. Every strategy
/// reads the same records and is judged on the same people. The labels are the corpus's: readers without errors.
/// </remarks>
public sealed class ChoiceSimulation(PreparedCorpus corpus, RuleBook book, PathOptions options)
{
    private static readonly double[] Shares = [0.1, 0.2, 0.3, 0.4, 0.5];

    private readonly SimulatedTraining training = new(corpus, book, options);

    /// <summary>Steps that <see cref="Run"/> reports.</summary>
    public static int StepsOf(ChoiceRequest request) => request.Seeds * request.Strategies.Count;

    /// <exception cref="ArgumentException">The corpus has no such force.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of seeds or the share is out of range.</exception>
    public ChoiceReport Run(ChoiceRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Seeds, 1, nameof(request));
        if (request.BatchShare is not (> 0 and <= 0.25) || !(request.HeaviestWeight >= 1))
            throw new ArgumentOutOfRangeException(nameof(request), request, "The share read between two trainings must be above 0 and at most 0.25, and the heaviest weight at least 1.");
        var judged = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.IsJudged[i] && corpus.Records[i].File != LabelledCorpus.ContrastFile).ToList();
        var among = request.Force is null ? judged : [.. judged.Where(i => corpus.Records[i].File == request.Force)];
        if (among.Count == 0) throw new ArgumentException($"The corpus has no force {request.Force}.", nameof(request));
        var people = among.Select(i => corpus.Groups[i]).ToHashSet();
        int[] before = request.Force is null ? [] : [.. judged.Where(i => corpus.Records[i].File != request.Force && !people.Contains(corpus.Groups[i]))];
        var first = training.Train([.. before.Select(i => Learnt(i, 1))], cancellationToken) ?? training.Rules();

        var rounds = Enumerable.Range(0, request.Seeds)
            .SelectMany(seed => request.Strategies.Select(strategy => (Seed: options.Seed + seed, Strategy: strategy))).ToList();
        var outcomes = new ChoiceOutcome[rounds.Count];
        Parallel.For(
            0, rounds.Count,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            r =>
            {
                var split = Splits.ByPeople(corpus, among, 5, rounds[r].Seed)[0];
                outcomes[r] = Read(split, before, first, rounds[r].Strategy, request, cancellationToken);
                progress?.Report($"{rounds[r].Strategy.Name}, seed {rounds[r].Seed}");
            });
        return Summary(request, outcomes);
    }

    private ChoiceOutcome Read(
        Split split, int[] before, double[] first, ChoiceStrategy strategy, ChoiceRequest request, CancellationToken cancellationToken)
    {
        var chance = new SeededChance((ulong)split.Seed);
        var unread = split.Train.ToHashSet();
        var read = new List<int>(unread.Count);
        var size = Math.Max(1, (int)Math.Round(request.BatchShare * unread.Count));
        var modelAt = (int)Math.Round(ChoiceRequest.ModelAt * unread.Count);
        var byChance = new HashSet<int>();
        var (probability, judged, random) = (first, (double[]?)null, 0);
        for (var number = 0L; unread.Count > 0; number++)
        {
            foreach (var (record, why) in Batch.Choose(unread, record => probability[record], strategy.PlacesOf(Math.Min(size, unread.Count)), chance, number))
            {
                read.Add(record);
                unread.Remove(record);
                if (why == ChosenFor.Random) byChance.Add(record);
            }

            if (judged is not null) continue;
            // Where everything is read by chance, no model has a say before it is judged.
            var isJudged = read.Count >= modelAt;
            if (isJudged || strategy.Random < 1) probability = training.Train(Known(), cancellationToken) ?? probability;
            if (isJudged) (judged, random) = (probability, byChance.Count);
        }

        return new ChoiceOutcome(
            split.Seed, strategy, [.. read.Select(i => corpus.Records[i].Label.Stalking)],
            [.. split.Test.Select(i => new Judged(judged![i], corpus.Records[i].Label.Stalking))], random);

        // What was chosen stands for itself; what chance drew stands for what nobody has read too.
        List<LearntRecord> Known()
        {
            var weight = byChance.Count == 0 ? 1 : Math.Min(request.HeaviestWeight, (float)(unread.Count + byChance.Count) / byChance.Count);
            return [.. before.Select(i => Learnt(i, 1)), .. read.Select(i => Learnt(i, byChance.Contains(i) ? weight : 1))];
        }
    }

    private LearntRecord Learnt(int record, float weight) => new(record, corpus.Records[record].Label.Stalking, weight);

    private static ChoiceReport Summary(ChoiceRequest request, ChoiceOutcome[] outcomes)
    {
        Figure Over(ChoiceStrategy strategy, Func<ChoiceOutcome, double> figure, bool isError = false) =>
            Figure.Of(outcomes.Where(o => o.Strategy == strategy).Select(figure), isError);
        return new ChoiceReport(
            request.Force is null ? "the rule book alone" : $"a model of the other forces in {request.Force}", request.Seeds, outcomes.Average(o => o.Read.Length), outcomes.Average(o => o.Read.Count(r => r)),
            outcomes.Average(o => o.HeldOut.Length),
            [
                .. request.Strategies.Select(s => new ChoiceFigures(
                    s, [.. Shares.Select(share => new RecallPoint(share, Over(s, o => RankingMetrics.RecallAt(o.InOrder, share))))],
                    Over(s, o => RankingMetrics.WorkSaved(o.InOrder, 0.95)), Over(s, o => 0.95 - RankingMetrics.WorkSaved(o.InOrder, 0.95), isError: true),
                    Over(s, o => RankingMetrics.PrAuc(o.HeldOut)), Over(s, o => RankingMetrics.Brier(o.HeldOut), isError: true),
                    Over(s, o => RankingMetrics.CalibrationError(o.HeldOut), isError: true),
                    Over(s, o => o.HeldOut.Average(j => j.Score)), Over(s, o => o.HeldOut.Average(j => j.Relevant ? 1.0 : 0)), Over(s, o => o.Random))),
            ]);
    }

    /// <param name="Read">Whether it is stalking, in the order of reading.</param>
    private sealed record ChoiceOutcome(int Seed, ChoiceStrategy Strategy, ImmutableArray<bool> Read, ImmutableArray<Judged> HeldOut, int Random)
    {
        public ImmutableArray<Judged> InOrder { get; } = [.. Read.Select((stalking, place) => new Judged(-place, stalking))];
    }
}
