using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Finds phrases in tokens: one pass of the automaton lists where runs stand, then the runs of a phrase with gaps are joined,
/// and only where the rarest of them was seen.
/// </summary>
/// <remarks>
/// Work is linear in the tokens whatever they say: a run ends at a token in at most as many ways as it has lengths, and a join looks
/// back over at most a gap and a run. A phrase never crosses the end of a sentence.
/// </remarks>
internal sealed class PhraseMatcher
{
    // No account says the same so often in one stretch; a text that does is not read less well for it.
    private const int MostMatches = 256;

    private readonly PhraseAutomaton automaton;
    private readonly List<(int Phrase, PhrasePlan Plan)> searched = [];
    private readonly List<(int Phrase, PhrasePlan Plan)> asked = [];

    // By symbol: the searched plans whose rarest run a token of it is, the runs that are noted wherever they stand, and all others.
    private readonly Lists anchoredBySymbol;
    private readonly Lists notedBySymbol;
    private readonly Lists othersBySymbol;

    // By state: the searched plans whose rarest run, of several tokens, ends there.
    private readonly Lists anchoredByState;

    // By run: the plans to be asked for whose rarest run it is. Such a run is noted wherever it stands.
    private readonly int[][] askedAt;

    /// <param name="phrases">All phrases; a phrase is named by its place here.</param>
    /// <param name="search">Which of them <see cref="Scan"/> puts forward by itself; the others are asked for by <see cref="FindAll"/>.</param>
    /// <param name="typical">Texts like those that will be read: they tell which run of a phrase is rare.</param>
    /// <param name="misspelt">Words that are known by their misspellings, too.</param>
    public PhraseMatcher(IReadOnlyList<Phrase> phrases, Func<int, bool> search, IEnumerable<string> typical, IEnumerable<string> misspelt)
    {
        var runs = new PhraseRuns();
        ImmutableArray<ImmutableArray<PhrasePlan>> plansOf = [.. phrases.Select(runs.Add)];
        Symbols = new TokenSymbols([.. runs.Edges.SelectMany(edges => edges).Select(edge => edge.Atom).Distinct()], misspelt);
        automaton = new PhraseAutomaton(runs, Symbols);
        RunCount = runs.Count;
        for (var phrase = 0; phrase < phrases.Count; phrase++)
        {
            foreach (var plan in plansOf[phrase]) (search(phrase) ? searched : asked).Add((phrase, plan));
        }

        askedAt = [.. Enumerable.Repeat<int[]>([], RunCount)];
        var counts = CountRuns(typical);
        ILookup<int, int> ByRarestRun(IEnumerable<(int Phrase, PhrasePlan Plan)> plans) =>
            plans.Select((entry, plan) => (Run: entry.Plan.Runs.MinBy(run => counts[run]), plan)).ToLookup(entry => entry.Run, entry => entry.plan);
        var (plansByRun, askedByRun) = (ByRarestRun(searched), ByRarestRun(asked));
        for (var run = 0; run < RunCount; run++) askedAt[run] = [.. askedByRun[run]];
        int[] SinglesOf(int symbol) => automaton.SinglesOf(symbol).ToArray();
        anchoredBySymbol = new Lists(Symbols.Count, symbol => SinglesOf(symbol).SelectMany(run => plansByRun[run]));
        notedBySymbol = new Lists(Symbols.Count, symbol => SinglesOf(symbol).Where(run => askedAt[run].Length > 0));
        othersBySymbol = new Lists(Symbols.Count, symbol => SinglesOf(symbol).Where(run => askedAt[run].Length == 0));
        anchoredByState = new Lists(automaton.States, state => automaton.LongerAt(state).ToArray().SelectMany(end => plansByRun[end.Run]));
    }

    public TokenSymbols Symbols { get; }

    public int RunCount { get; }

    public int States => automaton.States;

    public int SearchedCount => searched.Count;

    /// <summary>Reads the tokens from <paramref name="from"/> to before <paramref name="to"/>: names the plans that may be there and lists the runs they need.</summary>
    public void Scan(TokenBuffer buffer, int from, int to, MatchScratch scratch)
    {
        scratch.Begin();
        var places = scratch.Places(to - from);
        Run(buffer.Tokens[from..to], buffer, scratch, places);
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (place.Symbol == TokenSymbols.None) continue;
            foreach (var plan in anchoredBySymbol.Of(place.Symbol)) scratch.AddCandidate(plan);
            foreach (var (run, length) in automaton.LongerAt(place.State))
                if (askedAt[run].Length > 0) Note(run, new TokenRange(from + i + 1 - length, from + i + 1), scratch);
            foreach (var plan in anchoredByState.Of(place.State)) scratch.AddCandidate(plan);
            foreach (var run in notedBySymbol.Of(place.Symbol)) Note(run, new TokenRange(from + i, from + i + 1), scratch);
        }

        if (scratch.Candidates.Count == 0) return;
        AddNeeded(from, scratch, places);

        // In the order of the phrases, so that those of a group lie together.
        scratch.Asked.Sort();
    }

    private void Note(int run, TokenRange range, MatchScratch scratch)
    {
        if (scratch.Add(run, range)) scratch.Asked.AddRange(askedAt[run]);
    }

    // Lists the runs that plans need beside the one that put them forward.
    private void AddNeeded(int from, MatchScratch scratch, ReadOnlySpan<MatchScratch.Place> places)
    {
        var needsMore = false;
        foreach (var candidate in scratch.Candidates)
            foreach (var run in searched[candidate].Plan.Runs) needsMore |= scratch.Need(run, askedAt[run].Length == 0);
        foreach (var plan in scratch.Asked)
            foreach (var run in asked[plan].Plan.Runs) needsMore |= scratch.Need(run, askedAt[run].Length == 0);
        if (!needsMore) return;
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            foreach (var (run, length) in automaton.LongerAt(place.State))
                if (scratch.Needs(run)) scratch.Add(run, new TokenRange(from + i + 1 - length, from + i + 1));
            foreach (var run in othersBySymbol.Of(place.Symbol))
                if (scratch.Needs(run)) scratch.Add(run, new TokenRange(from + i, from + i + 1));
        }
    }

    // The symbol of each token and the state of the automaton behind it.
    private void Run(ReadOnlySpan<Token> tokens, TokenBuffer buffer, MatchScratch scratch, Span<MatchScratch.Place> places)
    {
        var state = 0;
        var sentence = -1;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Sentence != sentence)
            {
                sentence = token.Sentence;
                state = 0;
            }

            var symbol = scratch.SymbolOf(buffer, token);
            state = symbol == TokenSymbols.None ? 0 : automaton.Next(state, symbol);
            places[i] = new MatchScratch.Place(symbol, state);
        }
    }

    /// <summary>Adds where a searched phrase stands, after <see cref="Scan"/>; phrase by phrase, each by its end, the first 256 of each.</summary>
    public void FindSearched(TokenBuffer buffer, MatchScratch scratch, List<(int Phrase, TokenRange Range)> into)
    {
        foreach (var candidate in scratch.Candidates)
        {
            var (phrase, plan) = searched[candidate];
            Join(plan, buffer, scratch);
            foreach (var range in CollectionsMarshal.AsSpan(scratch.Partial)[..Math.Min(scratch.Partial.Count, MostMatches)]) into.Add((phrase, range));
        }
    }

    /// <summary>Adds where the phrases of a group stand, after <see cref="Scan"/>: costs what was seen of them, whatever their number.</summary>
    public void FindAll(PhraseGroup group, TokenBuffer buffer, MatchScratch scratch, List<TokenRange> into)
    {
        var (low, high) = (0, scratch.Asked.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (asked[scratch.Asked[middle]].Phrase < group.First) low = middle + 1;
            else high = middle;
        }

        for (; low < scratch.Asked.Count && asked[scratch.Asked[low]] is var (phrase, plan) && phrase < group.End; low++)
        {
            Join(plan, buffer, scratch);
            into.AddRange(scratch.Partial);
        }
    }

    // Leaves the matches in scratch.Partial, at most one for each token they end at.
    private static void Join(PhrasePlan plan, TokenBuffer buffer, MatchScratch scratch)
    {
        scratch.Partial.Clear();
        foreach (var run in plan.Runs)
            if (!scratch.Saw(run)) return;

        foreach (var range in scratch.Of(plan.Runs[0]))
            if (scratch.Partial.Count == 0 || scratch.Partial[^1].End != range.End) scratch.Partial.Add(range);

        for (var i = 1; i < plan.Runs.Length && scratch.Partial.Count > 0; i++)
        {
            Extend(plan.Runs[i], plan.Gaps[i], buffer.Tokens, scratch);
            scratch.Partial.Clear();
            scratch.Partial.AddRange(scratch.Longer);
        }
    }

    private static void Extend(int run, int gap, ReadOnlySpan<Token> tokens, MatchScratch scratch)
    {
        scratch.Longer.Clear();
        var known = 0;
        foreach (var range in scratch.Of(run))
        {
            if (scratch.Longer.Count > 0 && scratch.Longer[^1].End == range.End) continue;
            while (known < scratch.Partial.Count && scratch.Partial[known].End <= range.End) known++;
            for (var before = known - 1; before >= 0 && scratch.Partial[before].End >= range.Start - gap; before--)
            {
                var partial = scratch.Partial[before];
                if (partial.End > range.Start) continue;
                if (tokens[partial.Start].Sentence == tokens[range.Start].Sentence) scratch.Longer.Add(new TokenRange(partial.Start, range.End));
                break;
            }
        }
    }

    // How often each run was seen.
    private long[] CountRuns(IEnumerable<string> typical)
    {
        var counts = new long[RunCount];
        var buffer = new TokenBuffer();
        var scratch = new MatchScratch(this);
        foreach (var text in typical)
        {
            NarrativeTokenizer.Tokenize(text, buffer);
            var places = scratch.Places(buffer.Count);
            Run(buffer.Tokens, buffer, scratch, places);
            foreach (var place in places)
            {
                foreach (var run in automaton.SinglesOf(place.Symbol)) counts[run]++;
                foreach (var (run, _) in automaton.LongerAt(place.State)) counts[run]++;
            }
        }

        return counts;
    }

    /// <summary>Many short lists, one behind the other.</summary>
    private sealed class Lists
    {
        private readonly int[] from;
        private readonly int[] all;

        public Lists(int count, Func<int, IEnumerable<int>> list)
        {
            var items = new List<int>();
            from = new int[count + 1];
            for (var i = 0; i < count; i++)
            {
                items.AddRange(list(i));
                from[i + 1] = items.Count;
            }

            all = [.. items];
        }

        public ReadOnlySpan<int> Of(int list) => all.AsSpan(from[list], from[list + 1] - from[list]);
    }
}
