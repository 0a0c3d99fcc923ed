using System.Collections.Immutable;
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
    private readonly PhraseAutomaton automaton;
    private readonly ImmutableArray<ImmutableArray<PhrasePlan>> plansOf;
    private readonly List<(int Phrase, PhrasePlan Plan)> searched = [];
    private readonly int[][] anchored;

    /// <param name="phrases">All phrases; a phrase is named by its place here.</param>
    /// <param name="search">Which of them <see cref="Scan"/> puts forward by itself; the others are asked for by <see cref="Find"/>.</param>
    /// <param name="typical">Texts like those that will be read: they tell which run of a phrase is rare.</param>
    public PhraseMatcher(IReadOnlyList<Phrase> phrases, Func<int, bool> search, IEnumerable<string> typical)
    {
        var runs = new PhraseRuns();
        plansOf = [.. phrases.Select(runs.Add)];
        Symbols = new TokenSymbols([.. runs.Edges.SelectMany(edges => edges).Select(edge => edge.Atom).Distinct()]);
        automaton = new PhraseAutomaton(runs, Symbols);
        RunCount = runs.Count;
        for (var phrase = 0; phrase < phrases.Count; phrase++)
            if (search(phrase)) searched.AddRange(plansOf[phrase].Select(plan => (phrase, plan)));

        anchored = new int[RunCount][];
        Array.Fill(anchored, []);
        var seen = CountRuns(typical);
        var byRun = searched.Select((entry, index) => (Run: entry.Plan.Runs.MinBy(run => seen[run]), index));
        foreach (var group in byRun.GroupBy(entry => entry.Run)) anchored[group.Key] = [.. group.Select(entry => entry.index)];
    }

    public TokenSymbols Symbols { get; }

    public int RunCount { get; }

    public int States => automaton.States;

    /// <summary>Searched plans whose rarest run this is.</summary>
    public ReadOnlySpan<int> AnchoredAt(int run) => anchored[run];

    /// <summary>Lists the runs of the tokens from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public void Scan(TokenBuffer buffer, int from, int to, MatchScratch scratch)
    {
        scratch.Begin();
        var tokens = buffer.Tokens[..to];
        var state = 0;
        var sentence = -1;
        for (var i = from; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Sentence != sentence)
            {
                sentence = token.Sentence;
                state = 0;
            }

            var symbol = scratch.SymbolOf(buffer, token);
            if (symbol == TokenSymbols.None)
            {
                state = 0;
                continue;
            }

            state = automaton.Next(state, symbol);
            foreach (var (run, length) in automaton.FoundAt(state)) scratch.Add(run, new TokenRange(i + 1 - length, i + 1));
        }
    }

    /// <summary>Adds where a searched phrase stands, after <see cref="Scan"/>; phrase by phrase, each by its end.</summary>
    public void FindSearched(TokenBuffer buffer, MatchScratch scratch, List<(int Phrase, TokenRange Range)> into)
    {
        foreach (var candidate in scratch.Candidates)
        {
            var (phrase, plan) = searched[candidate];
            Join(plan, buffer, scratch);
            foreach (var range in scratch.Partial) into.Add((phrase, range));
        }
    }

    /// <summary>Adds where one phrase stands, after <see cref="Scan"/>.</summary>
    public void Find(int phrase, TokenBuffer buffer, MatchScratch scratch, List<TokenRange> into)
    {
        foreach (var plan in plansOf[phrase])
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

    private long[] CountRuns(IEnumerable<string> typical)
    {
        var counts = new long[RunCount];
        var buffer = new TokenBuffer();
        var scratch = new MatchScratch(this);
        foreach (var text in typical)
        {
            NarrativeTokenizer.Tokenize(text, buffer);
            Scan(buffer, 0, buffer.Count, scratch);
            for (var run = 0; run < counts.Length; run++)
                foreach (var _ in scratch.Of(run)) counts[run]++;
        }

        return counts;
    }
}
