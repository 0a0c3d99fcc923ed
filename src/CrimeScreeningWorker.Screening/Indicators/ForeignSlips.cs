using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Keeps two books that are compiled together apart where one names a word that is a mere slip for the other: "massage", which a rule
/// speaks of, is still a "message" to the facts.
/// </summary>
internal static class ForeignSlips
{
    /// <summary>The indicators of a book, whose phrases also take the slips that another book names as words of their own.</summary>
    /// <param name="draft">Its indicators are given, its cues stay as they are.</param>
    public static ImmutableArray<DraftIndicator> Accept(RuleBookDraft draft, RuleBookDraft other)
    {
        var own = PhrasesOf(draft).SelectMany(AtomsOf).ToHashSet();
        var named = own.Where(atom => atom.Kind == AtomKind.Word).Select(atom => atom.Text).ToHashSet(StringComparer.Ordinal);
        var foreign = PhrasesOf(other).SelectMany(AtomsOf).Where(atom => atom.Kind == AtomKind.Word && !named.Contains(atom.Text))
            .DistinctBy(atom => atom.Text, StringComparer.Ordinal).ToDictionary(atom => WordHash.Of(atom.Text));
        var slips = new Dictionary<Atom, List<Atom>>();
        var known = new HashSet<Atom>();
        foreach (var word in draft.Misspelt)
        {
            var meant = own.Where(atom => Fits(atom, word)).ToList();
            if (meant.Count == 0) continue;
            foreach (var hash in Misspellings.Of(word))
            {
                if (!foreign.TryGetValue(hash, out var slip) || !known.Add(slip)) continue;
                foreach (var atom in meant)
                {
                    if (!slips.TryGetValue(atom, out var list)) slips.Add(atom, list = []);
                    list.Add(slip);
                }
            }
        }

        if (slips.Count == 0) return draft.Indicators;
        ImmutableArray<Phrase> All(ImmutableArray<Phrase> phrases) => [.. phrases.Select(phrase => With(phrase, slips))];
        return
        [
            .. draft.Indicators.Select(indicator => indicator with
            {
                Phrases = All(indicator.Phrases),
                Except = All(indicator.Except),
                OnlyWith = All(indicator.OnlyWith),
            }),
        ];
    }

    private static bool Fits(Atom atom, string word) =>
        atom.Kind == AtomKind.Word ? atom.Text == word : atom.Kind == AtomKind.Stem && word.StartsWith(atom.Text, StringComparison.Ordinal);

    private static Phrase With(Phrase phrase, Dictionary<Atom, List<Atom>> slips) =>
        phrase with { Elements = [.. phrase.Elements.Select(element => element with { Alternatives = With(element.Alternatives, slips) })] };

    private static ImmutableArray<ImmutableArray<Atom>> With(ImmutableArray<ImmutableArray<Atom>> alternatives, Dictionary<Atom, List<Atom>> slips)
    {
        var all = alternatives.ToBuilder();
        foreach (var alternative in alternatives)
            for (var i = 0; i < alternative.Length; i++)
                if (slips.TryGetValue(alternative[i], out var list)) all.AddRange(list.Select(slip => alternative.SetItem(i, slip)));
        return all.Count == alternatives.Length ? alternatives : all.ToImmutable();
    }

    private static IEnumerable<Atom> AtomsOf(Phrase phrase) => phrase.Elements.SelectMany(element => element.Alternatives).SelectMany(alternative => alternative);

    private static IEnumerable<Phrase> PhrasesOf(RuleBookDraft draft) =>
    [
        .. draft.Indicators.SelectMany(indicator => indicator.Phrases.Concat(indicator.Except).Concat(indicator.OnlyWith)),
        .. draft.Cues.SelectMany(cue => cue.Before.Concat(cue.After).Concat(cue.Except).Concat(cue.Answer).Concat(cue.Ends)),
        .. draft.Doers.Suspect, .. draft.Doers.Others, .. draft.Doers.Acts, .. draft.Doers.ActsOnSomeone, .. draft.Ends, .. draft.Carries,
    ];
}
