using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>The contrast pairs: how often the half that is stalking is ranked above the half that is not.</summary>
public sealed record ContrastFigures(
    int Pairs, double RankedRight, double TextRankedRight, double? StandardRankedRight, ImmutableSortedDictionary<string, (int Pairs, int Right)> ByKind)
{
    public static ContrastFigures Of(IReadOnlyList<SplitOutcomes> splits, PreparedCorpus corpus)
    {
        CrimeLabel Label(Outcome o) => corpus.Records[o.Record].Label;
        var pairs = splits.SelectMany(s => s.Outcomes).GroupBy(o => Label(o).Pair).Where(g => g.Count() == 2)
            .Select(g => (Stalking: g.Single(o => Label(o).Stalking), Not: g.Single(o => !Label(o).Stalking)))
            .ToList();
        double Right(Func<Outcome, double> score) => pairs.Average(p => score(p.Stalking) > score(p.Not) ? 1.0 : 0);
        return new ContrastFigures(
            pairs.Count, Right(o => o.Probability), Right(o => o.Text),
            pairs.All(p => p.Stalking.Standard is not null && p.Not.Standard is not null) ? Right(o => o.Standard!.Value) : null,
            pairs.GroupBy(p => Label(p.Stalking).Kind, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => (g.Count(), g.Count(p => p.Stalking.Probability > p.Not.Probability)), StringComparer.Ordinal));
    }
}
