using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        var own = AtomsOf(draft);
        var stems = own.Where(atom => atom.Kind == AtomKind.Stem).ToList();
        var foreign = new Dictionary<ulong, Atom>();
        foreach (var atom in AtomsOf(other))
            if (atom.Kind == AtomKind.Word && !own.Contains(atom)) foreign[WordHash.Of(atom.Text)] = atom;
        var slips = new Dictionary<Atom, List<Atom>>();
        var known = new HashSet<Atom>();
        foreach (var word in draft.Misspelt)
        {
            var meant = stems.FindAll(stem => word.StartsWith(stem.Text, StringComparison.Ordinal));
            if (own.Contains(Atom.Word(word))) meant.Add(Atom.Word(word));
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
        var entries = new Entries(slips);
        ImmutableArray<Phrase> All(ImmutableArray<Phrase> phrases) => [.. phrases.Select(entries.With)];
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

    private static HashSet<Atom> AtomsOf(RuleBookDraft draft)
    {
        // Phrases share the entries of a word list, so that most have been seen.
        var seen = new HashSet<Atom[]>(ReferenceEqualityComparer.Instance);
        var atoms = new HashSet<Atom>();
        foreach (var phrase in PhrasesOf(draft))
            foreach (var element in phrase.Elements)
                foreach (var alternative in element.Alternatives)
                    if (seen.Add(ImmutableCollectionsMarshal.AsArray(alternative)!)) atoms.UnionWith(alternative);
        return atoms;
    }

    private static IEnumerable<Phrase> PhrasesOf(RuleBookDraft draft) =>
    [
        .. draft.Indicators.SelectMany(indicator => indicator.Phrases.Concat(indicator.Except).Concat(indicator.OnlyWith)),
        .. draft.Cues.SelectMany(cue => cue.Before.Concat(cue.After).Concat(cue.Except).Concat(cue.Answer).Concat(cue.Ends)),
        .. draft.Doers.Suspect, .. draft.Doers.Others, .. draft.Doers.Acts, .. draft.Doers.ActsOnSomeone, .. draft.Ends, .. draft.Carries,
    ];

    /// <summary>Alternatives with their slips beside them.</summary>
    private sealed class Entries(Dictionary<Atom, List<Atom>> slips)
    {
        private readonly Dictionary<Atom[], List<ImmutableArray<Atom>>> known = new(ReferenceEqualityComparer.Instance);

        public Phrase With(Phrase phrase)
        {
            var elements = phrase.Elements;
            for (var i = 0; i < elements.Length; i++)
            {
                List<ImmutableArray<Atom>> more = [];
                foreach (var alternative in elements[i].Alternatives) more.AddRange(SlipsOf(alternative));
                if (more.Count > 0) elements = elements.SetItem(i, elements[i] with { Alternatives = elements[i].Alternatives.AddRange(more) });
            }

            return elements == phrase.Elements ? phrase : phrase with { Elements = elements };
        }

        private List<ImmutableArray<Atom>> SlipsOf(ImmutableArray<Atom> alternative)
        {
            var array = ImmutableCollectionsMarshal.AsArray(alternative)!;
            if (known.TryGetValue(array, out var found)) return found;
            known.Add(array, found = []);
            for (var i = 0; i < alternative.Length; i++)
                if (slips.TryGetValue(alternative[i], out var list)) found.AddRange(list.Select(slip => alternative.SetItem(i, slip)));
            return found;
        }
    }
}
