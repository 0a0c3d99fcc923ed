using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>Links between records against the series of the labels: same people by nominal, or a record that needs its history.</summary>
public sealed record LinkFigures(int NeedHistory, int NeedHistoryLinked, int Links, ImmutableSortedDictionary<string, int> ByBasis)
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
            if (corpus.Links[i].Any(l => corpus.Records[l.Other].Crime.RecordedAt <= at && l.Links.Any(x => x.IsCourseOfConduct))) linked++;
        }

        return new LinkFigures(need, linked, bases.Values.Sum(), bases.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
