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

    // By state: the searched plans whose rarest run ends there.
    private readonly int[] anchored;
    private readonly int[] anchoredFrom;

    // By run: the plans to be asked for whose rarest run it is.
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
        RunsAlwaysNeeded = new bool[RunCount];
        for (var phrase = 0; phrase < phrases.Count; phrase++)
        {
            foreach (var plan in plansOf[phrase]) (search(phrase) ? searched : asked).Add((phrase, plan));
        }

        foreach (var run in asked.SelectMany(entry => entry.Plan.Runs)) RunsAlwaysNeeded[run] = true;

        var counts = CountRuns(typical);
        ILookup<int, int> ByRarestRun(IEnumerable<(int Phrase, PhrasePlan Plan)> plans) =>
            plans.Select((entry, plan) => (Run: entry.Plan.Runs.MinBy(run => counts[run]), plan)).ToLookup(entry => entry.Run, entry => entry.plan);
        var (plansByRun, askedByRun) = (ByRarestRun(searched), ByRarestRun(asked));
        askedAt = [.. Enumerable.Range(0, RunCount).Select(run => askedByRun[run].ToArray())];
        anchoredFrom = new int[automaton.States + 1];
        var all = new List<int>();
        for (var state = 0; state < automaton.States; state++)
        {
            foreach (var (run, _) in automaton.FoundAt(state)) all.AddRange(plansByRun[run]);
            anchoredFrom[state + 1] = all.Count;
        }

        anchored = [.. all];
    }

    public TokenSymbols Symbols { get; }

    public int RunCount { get; }

    public int States => automaton.States;

    public int SearchedCount => searched.Count;

    /// <summary>By run: whether a phrase that is not searched asks for it.</summary>
    public bool[] RunsAlwaysNeeded { get; }

    /// <summary>Reads the tokens from <paramref name="from"/> to before <paramref name="to"/>: names the plans that may be there and lists the runs they need.</summary>
    public void Scan(TokenBuffer buffer, int from, int to, MatchScratch scratch)
    {
        scratch.Begin();
        var states = scratch.States(to - from);
        Run(buffer, from, to, scratch, states);
        foreach (var state in states)
            foreach (var plan in anchored.AsSpan(anchoredFrom[state]..anchoredFrom[state + 1])) scratch.AddCandidate(plan);

        if (scratch.Candidates.Count == 0) return;
        foreach (var candidate in scratch.Candidates)
            foreach (var run in searched[candidate].Plan.Runs) scratch.Need(run);
        for (var i = 0; i < states.Length; i++)
        {
            foreach (var (run, length) in automaton.FoundAt(states[i]))
                if (scratch.Needs(run) && scratch.Add(run, new TokenRange(from + i + 1 - length, from + i + 1))) scratch.Asked.AddRange(askedAt[run]);
        }

        // In the order of the phrases, so that those of a group lie together.
        scratch.Asked.Sort();
    }

    // The state of the automaton behind each token.
    private void Run(TokenBuffer buffer, int from, int to, MatchScratch scratch, Span<int> states)
    {
        var tokens = buffer.Tokens[from..to];
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
            states[i] = state;
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
            var states = scratch.States(buffer.Count);
            Run(buffer, 0, buffer.Count, scratch, states);
            foreach (var state in states)
                foreach (var (run, _) in automaton.FoundAt(state)) counts[run]++;
        }

        return counts;
    }
}
