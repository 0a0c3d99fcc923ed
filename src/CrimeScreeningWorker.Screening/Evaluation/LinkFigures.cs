using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Links between records against the series of the corpus: pairs of records within a force that a reader found to be of the same people.</summary>
/// <param name="Precision">Of the pairs that are joined as one course of conduct, the share that a series holds; NaN without such pairs.</param>
/// <param name="Recall">Of the pairs of a series, the share that is joined, directly or over others of it; NaN without series.</param>
/// <param name="DirectRecall">The same, directly only.</param>
/// <param name="AcrossForces">Pairs joined across forces, which no series covers: the authors drew from the same thousand invented numbers.</param>
public sealed record LinkFigures(
    int NeedHistory, int NeedHistoryLinked, double Precision, double Recall, double DirectRecall, int SeriesPairs, int AcrossForces,
    ImmutableSortedDictionary<string, int> ByBasis)
{
    public static LinkFigures Of(PreparedCorpus corpus)
    {
        int need = 0, linked = 0;
        var bases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < corpus.Records.Count; i++)
        {
            var at = corpus.Records[i].Crime.RecordedAt;
            foreach (var basis in corpus.Links[i].SelectMany(l => l.Links).Select(l => l.Basis.ToString()))
                bases[basis] = bases.GetValueOrDefault(basis) + 1;
            if (!corpus.Records[i].Label.NeedsHistory) continue;
            need++;
            if (JoinedTo(corpus, i).Any(other => corpus.Records[other].Crime.RecordedAt <= at)) linked++;
        }

        var forces = corpus.Records.Where(record => record.Series > 0).Select(record => record.File).ToHashSet(StringComparer.Ordinal);
        var pairs = Enumerable.Range(0, corpus.Records.Count).SelectMany(i => JoinedTo(corpus, i).Where(other => other > i).Select(other => (i, other))).ToList();
        var within = pairs.Where(p => forces.Contains(corpus.Records[p.i].File) && corpus.Records[p.i].File == corpus.Records[p.other].File).ToList();
        var series = Enumerable.Range(0, corpus.Records.Count).Where(i => corpus.Records[i].Series > 0).GroupBy(i => corpus.Records[i].Series).ToList();
        var known = series.SelectMany(s => s.SelectMany(_ => s, (a, b) => (a, b)).Where(p => p.a < p.b)).ToList();
        var direct = within.ToHashSet();
        var parts = series.SelectMany(s => Parts(corpus, [.. s])).ToDictionary(p => p.Record, p => p.Part);
        return new LinkFigures(
            need, linked,
            within.Count == 0 ? double.NaN : (double)within.Count(p => IsSameSeries(corpus, p.i, p.other)) / within.Count,
            known.Count == 0 ? double.NaN : (double)known.Count(p => parts[p.a] == parts[p.b]) / known.Count,
            known.Count == 0 ? double.NaN : (double)known.Count(direct.Contains) / known.Count,
            known.Count, pairs.Count(p => corpus.Records[p.i].Crime.Key.ForceCode != corpus.Records[p.other].Crime.Key.ForceCode),
            bases.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static IEnumerable<int> JoinedTo(PreparedCorpus corpus, int record) =>
        corpus.Links[record].Where(l => l.Links.Any(x => x.IsCourseOfConduct)).Select(l => l.Other);

    private static bool IsSameSeries(PreparedCorpus corpus, int a, int b) =>
        corpus.Records[a].Series > 0 && corpus.Records[a].Series == corpus.Records[b].Series;

    // The parts into which the links, within the series alone, divide it.
    private static IEnumerable<(int Record, int Part)> Parts(PreparedCorpus corpus, IReadOnlyList<int> series)
    {
        var left = series.ToHashSet();
        foreach (var first in series)
        {
            if (!left.Remove(first)) continue;
            var queue = new Queue<int>([first]);
            while (queue.TryDequeue(out var record))
            {
                yield return (record, first);
                foreach (var other in JoinedTo(corpus, record))
                    if (left.Remove(other)) queue.Enqueue(other);
            }
        }
    }
}
