using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>How the labels of one crime come out; at most one of the first two is there.</summary>
/// <param name="Opinions">What stands, a label a person, oldest first; unsure ones too.</param>
public sealed record CrimeLabels(SettledLabel? Settled, LabelConflict? Conflict, ImmutableArray<Label> Opinions);

/// <summary>
/// The rules by which labels count: the newest of a person replaces that person's older ones; people who disagree are a conflict until somebody
/// who had said nothing of the crime adjudicates; unsure settles nothing. A plain function of the labels.
/// </summary>
public static class LabelSettlement
{
    /// <param name="labels">All of one crime, in any order; at least one.</param>
    public static CrimeLabels Settle(IEnumerable<Label> labels)
    {
        var said = InOrder(labels);
        var standing = Standing(said);
        var ruling = said.LastOrDefault(l => standing.Contains(l) && IsRuling(l, said));
        // It settles what was said before it. Who says otherwise afterwards may know more.
        var definite = standing.Where(l => l.IsDefinite && (ruling is null || said.IndexOf(l) >= said.IndexOf(ruling))).ToImmutableArray();
        if (definite.Length == 0) return new CrimeLabels(null, null, standing);
        var crime = said[0].Crime;
        if (definite.Any(l => l.Stalking != definite[0].Stalking)) return new CrimeLabels(null, new LabelConflict(crime, definite), standing);

        // What it was read for first; a later reading was no longer left to chance. A reading that was taken back counts too.
        var first = said.First(l => l.Stalking is not null);
        var last = definite[^1];
        var settled = new SettledLabel(
            crime, last.Stalking == Review.StalkingAnswer.Yes, first.Sample, first.SelectionWeight, last.At, last.By, definite.Length, ruling is not null);
        return new CrimeLabels(settled, null, standing);
    }

    /// <summary>
    /// What each person said first of a crime, before any second thought: for agreement, which later corrections would flatter. A slip that was
    /// undone in the moment after was never an opinion; rulings are none either, for they know the others.
    /// </summary>
    /// <returns>Oldest first; unsure ones too.</returns>
    public static ImmutableArray<Label> FirstOpinions(IEnumerable<Label> labels)
    {
        var said = InOrder(labels);
        var undone = said.Where(l => l is { Stalking: null, Reason: Undone }).Select(l => l.Corrects).ToHashSet();
        return
        [
            .. said.Where(l => l.Stalking is not null && l.Source != LabelSource.Adjudication && !undone.Contains(l.Id)).DistinctBy(l => l.By, Label.People),
        ];
    }

    private const string Undone = "undone";

    private static ImmutableArray<Label> InOrder(IEnumerable<Label> labels) => [.. labels.OrderBy(l => l.At).ThenBy(l => l.Id)];

    private static ImmutableArray<Label> Standing(ImmutableArray<Label> said)
    {
        var takenBack = said.Where(l => l.Stalking is null).Select(l => l.Corrects).ToHashSet();
        var newest = new Dictionary<string, Label>(Label.People);
        foreach (var label in said.Where(l => l.Stalking is not null))
        {
            // What was said before it does not come back.
            if (takenBack.Contains(label.Id)) newest.Remove(label.By);
            else newest[label.By] = label;
        }

        return [.. said.Where(l => newest.TryGetValue(l.By, out var its) && ReferenceEquals(its, l))];
    }

    // Nobody is judge of the own dispute: whoever had an opinion before only has it again.
    private static bool IsRuling(Label label, ImmutableArray<Label> said) =>
        label is { Source: LabelSource.Adjudication, IsDefinite: true } &&
        !said.Take(said.IndexOf(label)).Any(l => l.Source != LabelSource.Adjudication && l.IsDefinite && Label.People.Equals(l.By, label.By));
}
