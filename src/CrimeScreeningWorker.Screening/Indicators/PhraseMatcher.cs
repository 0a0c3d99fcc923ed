using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// Finds phrases in tokens: one pass of the automaton says where runs stand. A phrase of one run stands there; the runs of a phrase with
/// gaps are joined, sentence by sentence, and only where the rarest of them was seen with what could be its neighbours.
/// </summary>
/// <remarks>
/// Work is linear in the tokens whatever they say: a run ends at a token in at most as many ways as it has lengths, and a join looks
/// back over at most a gap and a run. A phrase never crosses the end of a sentence.
/// </remarks>
internal sealed class PhraseMatcher
{
    /// <summary>The group of a phrase that is put forward by <see cref="Scan"/> itself.</summary>
    public const int Searched = -1;

    // No account says the same so often in one stretch; a text that does is not read less well for it.
    private const int MostMatches = 256;

    private readonly PhraseAutomaton automaton;
    private readonly PlannedPhrase[] plans;
    private readonly PhrasePlan[] runsOfPlan;
    private readonly RunNeighbours neighbours;

    // By symbol: where the plans of one run begin in `bySymbol` that a token of it fulfils, then those of several whose rarest run it is.
    private readonly SymbolPlans[] ofSymbol;
    private readonly int[] bySymbol;

    // The same by the state that a longer run ends in.
    private readonly Lists wholeByState;
    private readonly Lists rarestByState;

    /// <param name="phrases">All phrases; a phrase is named by its place here.</param>
    /// <param name="groupOf">
    /// <see cref="Searched"/>, or the first phrase of the group with which a phrase is asked for by <see cref="FindAll"/>.
    /// </param>
    /// <param name="typical">Texts like those that will be read: they tell which run of a phrase is rare.</param>
    /// <param name="misspelt">Words that are known by their misspellings, too.</param>
    public PhraseMatcher(IReadOnlyList<Phrase> phrases, Func<int, int> groupOf, IEnumerable<string> typical, IEnumerable<string> misspelt)
    {
        var runs = new PhraseRuns();
        var planned = phrases.SelectMany((phrase, place) => runs.Add(phrase).Select(plan => (Phrase: place, Plan: plan))).ToList();
        Symbols = new TokenSymbols(runs.Atoms, misspelt);
        automaton = new PhraseAutomaton(runs, Symbols);
        (PhraseCount, RunCount, PlanCount) = (phrases.Count, runs.Count, planned.Count);
        var counts = CountRuns(typical);
        runsOfPlan = [.. planned.Select(entry => entry.Plan)];
        var rarestOf = runsOfPlan.Select(plan => Enumerable.Range(0, plan.Runs.Length).MinBy(place => counts[plan.Runs[place]])).ToArray();
        neighbours = new RunNeighbours(runs, Symbols, runsOfPlan.Zip(rarestOf).SelectMany(pair => RunNeighbours.Around(pair.First, pair.Second)));
        plans = [.. planned.Select((entry, plan) => PlannedPhrase.Of(entry.Phrase, groupOf(entry.Phrase), entry.Plan, rarestOf[plan], neighbours))];
        var byRun = Enumerable.Range(0, plans.Length).ToLookup(plan => runsOfPlan[plan].Runs[rarestOf[plan]]);
        int[][] Where(Func<PhrasePlan, bool> fits) => [.. Enumerable.Range(0, RunCount).Select(run => byRun[run].Where(plan => fits(runsOfPlan[plan])).ToArray())];
        var (whole, rarest) = (Where(plan => plan.Runs.Length == 1), Where(plan => plan.Runs.Length > 1));
        (wholeByState, rarestByState) = (new Lists(automaton, whole), new Lists(automaton, rarest));
        ofSymbol = new SymbolPlans[Symbols.Count];
        var all = new List<int>();
        for (var symbol = 0; symbol < ofSymbol.Length; symbol++)
        {
            var first = all.Count;
            foreach (var run in automaton.SinglesOf(symbol)) all.AddRange(whole[run]);
            var middle = all.Count;
            foreach (var run in automaton.SinglesOf(symbol)) all.AddRange(rarest[run]);
            ofSymbol[symbol] = new SymbolPlans(first, middle, all.Count);
        }

        bySymbol = [.. all];
    }

    public TokenSymbols Symbols { get; }

    public int PhraseCount { get; }

    public int RunCount { get; }

    public int PlanCount { get; }

    public int States => automaton.States;

    public ImmutableArray<int> RunsOf(int plan) => runsOfPlan[plan].Runs;

    /// <summary>
    /// Reads the tokens from <paramref name="from"/> to before <paramref name="to"/> and leaves the searched phrases in
    /// <see cref="MatchScratch.Matches"/>: of each the first 256, by their ends, no two with the same end.
    /// </summary>
    public void Scan(TokenBuffer buffer, int from, int to, MatchScratch scratch)
    {
        scratch.Begin();
        var tokens = buffer.Tokens;
        for (var start = from; start < to;)
        {
            var sentence = Run(tokens[start..to], buffer, scratch);
            ReadSentence(start, sentence, scratch);
            start += sentence.Length;
        }
    }

    /// <summary>Adds where the phrases of a group stand, after <see cref="Scan"/>: costs what was seen of them, whatever their number.</summary>
    public static void FindAll(PhraseGroup group, MatchScratch scratch, List<TokenRange> into)
    {
        if (group.IsEmpty) return;
        foreach (var range in scratch.OfGroup(group.First)) into.Add(range);
    }

    // The symbol of each token of the first sentence and the state of the automaton behind it.
    private ReadOnlySpan<MatchScratch.Place> Run(ReadOnlySpan<Token> tokens, TokenBuffer buffer, MatchScratch scratch)
    {
        var end = 1;
        while (end < tokens.Length && tokens[end].Sentence == tokens[0].Sentence) end++;
        var places = scratch.Places(end);
        var state = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var symbol = scratch.SymbolOf(buffer, tokens[i]);
            state = symbol == TokenSymbols.None ? 0 : automaton.Next(state, symbol);
            places[i] = new MatchScratch.Place(symbol, state);
        }

        return places;
    }

    private void ReadSentence(int first, ReadOnlySpan<MatchScratch.Place> places, MatchScratch scratch)
    {
        scratch.BeginSentence();
        for (var i = 0; i < places.Length; i++)
        {
            var (symbol, state) = places[i];
            if (symbol == TokenSymbols.None) continue;
            if (automaton.HasLongerAt(state))
            {
                foreach (var (plan, length) in wholeByState.Of(state)) Emit(plan, new TokenRange(first + i + 1 - length, first + i + 1), scratch);
                foreach (var (plan, length) in rarestByState.Of(state))
                    if (HasNeighbours(plans[plan], places, i + 1 - length, i + 1)) scratch.AddCandidate(plan);
            }

            var at = ofSymbol[symbol];
            foreach (var plan in bySymbol.AsSpan(at.Whole, at.Rarest - at.Whole)) Emit(plan, new TokenRange(first + i, first + i + 1), scratch);
            foreach (var plan in bySymbol.AsSpan(at.Rarest, at.End - at.Rarest))
                if (HasNeighbours(plans[plan], places, i, i + 1)) scratch.AddCandidate(plan);
        }

        if (scratch.Candidates.Count > 0) JoinCandidates(first, places, scratch);
    }

    // Whether words that may end the run before and begin the run behind stand within the gaps.
    private bool HasNeighbours(in PlannedPhrase phrase, ReadOnlySpan<MatchScratch.Place> places, int start, int end)
    {
        if (phrase.Before != RunNeighbours.None)
        {
            var at = Math.Max(0, start - 1 - phrase.GapBefore);
            while (at < start && !neighbours.MayEnd(phrase.Before, places[at].Symbol)) at++;
            if (at == start) return false;
        }

        if (phrase.Behind == RunNeighbours.None) return true;
        var last = Math.Min(places.Length - 1, end + phrase.GapBehind);
        for (var at = end; at <= last; at++)
            if (neighbours.MayBegin(phrase.Behind, places[at].Symbol)) return true;
        return false;
    }

    private void JoinCandidates(int first, ReadOnlySpan<MatchScratch.Place> places, MatchScratch scratch)
    {
        foreach (var candidate in scratch.Candidates) scratch.Need(runsOfPlan[candidate].Runs);
        for (var i = 0; i < places.Length; i++)
        {
            var (symbol, state) = places[i];
            foreach (var (run, length) in automaton.LongerAt(state))
                if (scratch.Needs(run)) scratch.Add(run, new TokenRange(first + i + 1 - length, first + i + 1));
            foreach (var run in automaton.SinglesOf(symbol))
                if (scratch.Needs(run)) scratch.Add(run, new TokenRange(first + i, first + i + 1));
        }

        foreach (var candidate in scratch.Candidates)
        {
            Join(runsOfPlan[candidate], scratch);
            foreach (var range in scratch.Partial) Emit(candidate, range, scratch);
        }
    }

    private void Emit(int plan, TokenRange range, MatchScratch scratch)
    {
        // The longest comes first among equal ends, and is enough.
        if (!scratch.IsNewEnd(plan, range.End)) return;
        ref readonly var phrase = ref plans[plan];
        if (phrase.Group != Searched) scratch.AddToGroup(phrase.Group, range);
        else if (scratch.Count(plan) <= MostMatches) scratch.Matches.Add((phrase.Phrase, range));
    }

    // Leaves the matches in scratch.Partial, at most one for each token they end at.
    private static void Join(PhrasePlan plan, MatchScratch scratch)
    {
        scratch.Partial.Clear();
        foreach (var run in plan.Runs)
            if (!scratch.Saw(run)) return;

        foreach (var range in scratch.Of(plan.Runs[0]))
            if (scratch.Partial.Count == 0 || scratch.Partial[^1].End != range.End) scratch.Partial.Add(range);

        for (var i = 1; i < plan.Runs.Length && scratch.Partial.Count > 0; i++)
        {
            Extend(plan.Runs[i], plan.Gaps[i], scratch);
            scratch.Partial.Clear();
            scratch.Partial.AddRange(scratch.Longer);
        }
    }

    private static void Extend(int run, int gap, MatchScratch scratch)
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
                scratch.Longer.Add(new TokenRange(partial.Start, range.End));
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
            for (var tokens = buffer.Tokens; tokens.Length > 0;)
            {
                var places = Run(tokens, buffer, scratch);
                foreach (var (symbol, state) in places)
                {
                    foreach (var run in automaton.SinglesOf(symbol)) counts[run]++;
                    foreach (var (run, _) in automaton.LongerAt(state)) counts[run]++;
                }

                tokens = tokens[places.Length..];
            }
        }

        return counts;
    }

    private readonly record struct SymbolPlans(int Whole, int Rarest, int End);

    /// <summary>A way of finding a phrase.</summary>
    /// <param name="Group">See the constructor.</param>
    /// <param name="Before">The run before the rarest and the one behind it, by their numbers among the neighbours.</param>
    private readonly record struct PlannedPhrase(int Phrase, int Group, short Before, short Behind, short GapBefore, short GapBehind)
    {
        public static PlannedPhrase Of(int phrase, int group, PhrasePlan plan, int rarest, RunNeighbours neighbours)
        {
            var (before, behind) = (rarest > 0, rarest + 1 < plan.Runs.Length);
            return new(
                phrase, group,
                before ? neighbours.NumberOf(plan.Runs[rarest - 1]) : RunNeighbours.None,
                behind ? neighbours.NumberOf(plan.Runs[rarest + 1]) : RunNeighbours.None,
                (short)(before ? plan.Gaps[rarest] : 0),
                (short)(behind ? plan.Gaps[rarest + 1] : 0));
        }
    }

    /// <summary>Plans with the lengths of their run, by state: short lists, one behind the other.</summary>
    private sealed class Lists
    {
        private readonly int[] from;
        private readonly (int Plan, int Length)[] all;

        public Lists(PhraseAutomaton automaton, int[][] plansOfRun)
        {
            var items = new List<(int Plan, int Length)>();
            from = new int[automaton.States + 1];
            for (var state = 0; state < automaton.States; state++)
            {
                foreach (var (run, length) in automaton.LongerAt(state))
                    foreach (var plan in plansOfRun[run]) items.Add((plan, length));
                from[state + 1] = items.Count;
            }

            all = [.. items];
        }

        public ReadOnlySpan<(int Plan, int Length)> Of(int state) => all.AsSpan(from[state], from[state + 1] - from[state]);
    }
}
