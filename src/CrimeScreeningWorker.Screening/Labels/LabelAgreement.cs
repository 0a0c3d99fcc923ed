using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>How far two people agree.</summary>
/// <param name="First">The one whose name comes first.</param>
/// <param name="BothYes">Crimes that both call stalking.</param>
/// <param name="OnlyFirst">That the first alone does.</param>
/// <param name="OnlySecond">That the second alone does.</param>
/// <param name="BothNo">That neither does.</param>
/// <param name="Unsure">That one of them is unsure of: left out of <paramref name="Agreement"/>.</param>
public sealed record PairAgreement(string First, string Second, int BothYes, int OnlyFirst, int OnlySecond, int BothNo, int Unsure, Agreement Agreement);

/// <summary>Agreement of everybody with everybody.</summary>
/// <param name="Overall">Of all pairs in one table: the earlier answer against the later one.</param>
/// <param name="Unsure">Pairs of answers of which one is unsure.</param>
/// <param name="Pairs">By name.</param>
public sealed record AgreementTable(Agreement Overall, int Unsure, IReadOnlyList<PairAgreement> Pairs);

/// <summary>Two opinions on one record, by how independent they were.</summary>
/// <param name="Crimes">Of which two people or more have said something.</param>
/// <param name="Blind">Neither of the two knew the machine's opinion, nor the other's: the figure to go by.</param>
/// <param name="Seen">At least one of them could see one of these.</param>
public sealed record AgreementReport(int Crimes, AgreementTable Blind, AgreementTable Seen);

/// <summary>Measures how far people agree about the same crimes. A plain function of their labels.</summary>
public static class LabelAgreement
{
    /// <param name="crimes">The labels of each crime.</param>
    public static AgreementReport Of(IEnumerable<IReadOnlyList<Label>> crimes)
    {
        ArgumentNullException.ThrowIfNull(crimes);
        var (blind, seen) = (new List<(Label Earlier, Label Later)>(), new List<(Label, Label)>());
        var read = 0;
        foreach (var opinions in crimes.Select(LabelSettlement.FirstOpinions).Where(o => o.Length > 1))
        {
            read++;
            for (var i = 0; i < opinions.Length; i++)
            {
                for (var j = i + 1; j < opinions.Length; j++)
                    (opinions[i].Blind && opinions[j].Blind ? blind : seen).Add((opinions[i], opinions[j]));
            }
        }

        return new AgreementReport(read, Table(blind), Table(seen));
    }

    private static AgreementTable Table(List<(Label Earlier, Label Later)> pairs)
    {
        var definite = pairs.Where(p => p.Earlier.IsDefinite && p.Later.IsDefinite).ToList();
        return new AgreementTable(
            CohensKappa.Of(Counts(definite)),
            pairs.Count - definite.Count,
            [
                .. pairs.Select(ByName)
                    .GroupBy(p => (First: p.First.By.ToUpperInvariant(), Second: p.Second.By.ToUpperInvariant()))
                    .OrderBy(g => g.Key.First, StringComparer.Ordinal).ThenBy(g => g.Key.Second, StringComparer.Ordinal)
                    .Select(g => Pair([.. g])),
            ]);
    }

    private static PairAgreement Pair(IReadOnlyList<(Label First, Label Second)> both)
    {
        var definite = both.Where(p => p.First.IsDefinite && p.Second.IsDefinite).ToList();
        var counts = Counts(definite);
        return new PairAgreement(
            both[0].First.By, both[0].Second.By, counts[0, 0], counts[0, 1], counts[1, 0], counts[1, 1], both.Count - definite.Count, CohensKappa.Of(counts));
    }

    private static (Label First, Label Second) ByName((Label Earlier, Label Later) pair) =>
        Label.People.Compare(pair.Earlier.By, pair.Later.By) <= 0 ? pair : (pair.Later, pair.Earlier);

    private static int[,] Counts(IEnumerable<(Label, Label)> pairs)
    {
        var counts = new int[2, 2];
        foreach (var (first, second) in pairs) counts[Place(first), Place(second)]++;
        return counts;

        static int Place(Label label) => label.Stalking == StalkingAnswer.Yes ? 0 : 1;
    }
}
