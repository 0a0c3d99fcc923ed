using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>How well the records of a file are joined. Each two records count once, whatever joins them.</summary>
/// <param name="Joined">Twos that a link takes to be acts of one course of conduct.</param>
/// <param name="Right">Those of them that belong to one series.</param>
/// <param name="InSeries">Twos that belong to one series.</param>
/// <param name="Found">Those of them that are joined by more than context.</param>
/// <param name="Records">Records that belong to a series of two or more.</param>
/// <param name="Reached">Those of them that links join to the larger part of their series, step by step.</param>
public sealed record SeriesFigures(string File, int Joined, int Right, int InSeries, int Found, int Records, int Reached)
{
    /// <summary>NaN when nothing is joined.</summary>
    public double Precision => (double)Right / Joined;

    /// <summary>NaN when there is no series.</summary>
    public double Recall => (double)Found / InSeries;
}

/// <summary>Two records that are joined and should not be, or the other way round.</summary>
/// <param name="Record">The earlier in the corpus.</param>
/// <param name="By">What joins them, strongest first; of a missing link what is there is context.</param>
public sealed record LinkError(bool Missing, int Record, int Other, ImmutableArray<Link> By);

/// <summary>Links between records against the series of the corpus, and against the labels: a record that needs its history.</summary>
/// <param name="ByBasis">Links by what joins them, each direction counted.</param>
/// <param name="Files">By force; the contrast pairs, which are two tellings of one record, are left out.</param>
public sealed record LinkFigures(
    int NeedHistory, int NeedHistoryLinked, int Links, ImmutableSortedDictionary<string, int> ByBasis, ImmutableArray<SeriesFigures> Files)
{
    /// <summary>All forces together.</summary>
    public SeriesFigures All => new(
        "all", Files.Sum(f => f.Joined), Files.Sum(f => f.Right), Files.Sum(f => f.InSeries), Files.Sum(f => f.Found), Files.Sum(f => f.Records), Files.Sum(f => f.Reached));

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

        return new LinkFigures(need, linked, bases.Values.Sum(), bases.ToImmutableSortedDictionary(StringComparer.Ordinal), FilesOf(corpus));
    }

    /// <summary>Every two records that are joined amiss, and every two of a series that are not joined.</summary>
    public static IReadOnlyList<LinkError> Errors(PreparedCorpus corpus)
    {
        var truth = TrueSeries.Of(corpus);
        var pairs = Pairs(corpus).ToDictionary(p => (p.A, p.B), p => p.Links);
        var wrong = pairs.Where(p => p.Value.Any(l => l.IsCourseOfConduct) && !truth.IsSame(p.Key.A, p.Key.B))
            .Select(p => new LinkError(false, p.Key.A, p.Key.B, [.. p.Value]));
        var missing = truth.All().SelectMany(Twos).Where(p => !pairs.TryGetValue(p, out var links) || !links.Any(IsJoin))
            .Select(p => new LinkError(true, p.A, p.B, [.. pairs.GetValueOrDefault(p, [])]));
        return [.. wrong.Concat(missing).OrderBy(e => e.Missing).ThenBy(e => e.Record).ThenBy(e => e.Other)];
    }

    private static ImmutableArray<SeriesFigures> FilesOf(PreparedCorpus corpus)
    {
        var truth = TrueSeries.Of(corpus);
        var pairs = Pairs(corpus).ToList();
        var joins = pairs.Where(p => p.Links.Any(IsJoin)).Select(p => (p.A, p.B)).ToHashSet();
        var reach = new DisjointSets(corpus.Records.Count);
        foreach (var (a, b) in joins.Where(p => truth.IsSame(p.A, p.B))) reach.Join(a, b);
        return
        [
            .. corpus.Records.Select(r => r.File).Distinct(StringComparer.Ordinal).Where(f => f != LabelledCorpus.ContrastFile).Select(file =>
            {
                var conduct = pairs.Where(p => corpus.Records[p.A].File == file && p.Links.Any(l => l.IsCourseOfConduct)).ToList();
                var series = truth.All().Where(s => corpus.Records[s[0]].File == file).ToList();
                var twos = series.SelectMany(Twos).ToList();
                return new SeriesFigures(
                    file, conduct.Count, conduct.Count(p => truth.IsSame(p.A, p.B)), twos.Count, twos.Count(joins.Contains), series.Sum(s => s.Length),
                    series.Sum(s => s.CountBy(reach.Root).Max(part => part.Value) is > 1 and var largest ? largest : 0));
            }),
        ];
    }

    private static IEnumerable<(int A, int B, Link[] Links)> Pairs(PreparedCorpus corpus) =>
        corpus.Links.SelectMany((links, a) => links.Where(l => l.Other > a && corpus.Records[a].File != LabelledCorpus.ContrastFile).Select(l => (a, l.Other, l.Links)));

    private static IEnumerable<(int A, int B)> Twos(int[] records) => records.SelectMany((a, i) => records.Skip(i + 1).Select(b => (a, b)));

    // A counter-allegation shows the reader the other half of a quarrel, which is all that is asked of it.
    private static bool IsJoin(Link link) => link.Strength > Link.ContextOnly;
}
