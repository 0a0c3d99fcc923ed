using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Evaluation;

/// <summary>A split of record numbers: what is learnt from and what is judged.</summary>
public sealed record Split(string Name, IReadOnlyList<int> Train, IReadOnlyList<int> Test)
{
    /// <summary>Seed of the design it belongs to: the splits of one seed share out the same records.</summary>
    public int Seed { get; init; }
}

/// <summary>Splits by force and by people. No person stands on both sides of any of them.</summary>
public static class Splits
{
    /// <summary>Train on all forces but one and on the contrast pairs if wanted; judge the one left out.</summary>
    public static IReadOnlyList<Split> LeaveOneForceOut(PreparedCorpus corpus, IReadOnlyList<string> forces, bool contrastInTraining)
    {
        var splits = new List<Split>();
        foreach (var force in forces)
        {
            var test = Where(corpus, i => corpus.Records[i].File == force);
            var groups = test.Select(i => corpus.Groups[i]).ToHashSet();
            var train = Where(corpus, i => corpus.Records[i].File != force && !groups.Contains(corpus.Groups[i])
                && (contrastInTraining || corpus.Records[i].File != LabelledCorpus.ContrastFile));
            splits.Add(new Split(force, train, test));
        }

        return splits;
    }

    /// <summary>Folds by people: a group's fold is a hash of its number and the seed.</summary>
    /// <param name="among">Record numbers to split.</param>
    public static IReadOnlyList<Split> ByPeople(PreparedCorpus corpus, IReadOnlyList<int> among, int folds, int seed)
    {
        // Groups are dealt out in the order of a hash, largest share first, so that folds are alike in size whatever the seed.
        var fold = among.Select(i => corpus.Groups[i]).Distinct()
            .OrderBy(g => WordHash.Of($"{seed}:{g}"))
            .Select((group, order) => (group, order % folds))
            .ToDictionary(g => g.group, g => g.Item2);
        return
        [
            .. Enumerable.Range(0, folds).Select(f => new Split(
                $"fold {f + 1}",
                [.. among.Where(i => fold[corpus.Groups[i]] != f)],
                [.. among.Where(i => fold[corpus.Groups[i]] == f)])
            {
                Seed = seed,
            }),
        ];
    }

    private static List<int> Where(PreparedCorpus corpus, Func<int, bool> wanted) =>
        [.. Enumerable.Range(0, corpus.Records.Count).Where(wanted)];
}
