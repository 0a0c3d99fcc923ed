using CrimeScreeningWorker.Screening.Linkage;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>
/// Which records tell of the same people. Where a reader has said so it is the reader's word; in a file that nobody has read for it, records
/// with the same victim or suspect, and a record that needs its history with the earlier ones that an identifier joins it to.
/// </summary>
internal sealed class TrueSeries
{
    private readonly string?[] series;

    private TrueSeries(string?[] series) => this.series = series;

    /// <summary>Records of one file that a reader has put into series, or that stand in series by their people.</summary>
    public static TrueSeries Of(PreparedCorpus corpus)
    {
        var read = corpus.Records.Where(r => r.Series is not null).Select(r => r.File).ToHashSet(StringComparer.Ordinal);
        var found = corpus.Records.Select(r => r.Series).ToArray();
        foreach (var file in corpus.Records.Select(r => r.File).Distinct(StringComparer.Ordinal).Where(f => f != LabelledCorpus.ContrastFile && !read.Contains(f)))
            ByPeople(corpus, file, found);
        return new TrueSeries(found);
    }

    public bool IsSame(int a, int b) => series[a] is { } one && one == series[b];

    /// <summary>The records of each series, two or more.</summary>
    public IEnumerable<int[]> All() => Enumerable.Range(0, series.Length).Where(i => series[i] is not null)
        .GroupBy(i => series[i], StringComparer.Ordinal).Select(group => group.ToArray()).Where(group => group.Length > 1);

    private static void ByPeople(PreparedCorpus corpus, string file, string?[] found)
    {
        var records = Enumerable.Range(0, found.Length).Where(i => corpus.Records[i].File == file).ToList();
        var roots = new DisjointSets(found.Length);
        foreach (var people in records
            .SelectMany(i => (string?[])[corpus.Records[i].Crime.VictimId, corpus.Records[i].Crime.SuspectId], (i, person) => (i, person))
            .Where(p => p.person is not null).GroupBy(p => p.person, p => p.i, StringComparer.Ordinal))
        {
            foreach (var i in people) roots.Join(people.First(), i);
        }

        foreach (var i in records.Where(i => corpus.Records[i].Label.NeedsHistory))
        {
            var at = corpus.Records[i].Crime.RecordedAt;
            foreach (var (other, links) in corpus.Links[i])
                if (corpus.Records[other].Crime.RecordedAt <= at && links.Any(l => l is { IsCourseOfConduct: true, Basis: LinkBasis.Phone or LinkBasis.Email or LinkBasis.Handle or LinkBasis.Vehicle }))
                    roots.Join(i, other);
        }

        foreach (var i in records) found[i] = $"{file} {roots.Root(i)}";
    }
}
