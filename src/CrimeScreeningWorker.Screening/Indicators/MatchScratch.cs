using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>A run found in the text, or a phrase: tokens from <see cref="Start"/> to before <see cref="End"/>.</summary>
internal readonly record struct TokenRange(int Start, int End);

/// <summary>What one thread needs to read a narrative; it is used again for the next, so that a record without hits allocates nothing.</summary>
internal sealed class MatchScratch(PhraseMatcher matcher)
{
    private const int RememberedWords = 1 << 14;
    private const ulong SymbolBits = 0xFFFF;

    // A word's hash with its symbol in the lowest bits, in the slot that the lowest bits of the hash name: eight bytes a word.
    private readonly ulong[] remembered = new ulong[RememberedWords];
    private readonly Chain[] runs = new Chain[matcher.RunCount];
    private readonly Chain[] groups = new Chain[matcher.PhraseCount];
    private readonly ulong[] needed = new ulong[(matcher.RunCount + 63) / 64];
    private readonly PlanState[] plans = new PlanState[matcher.PlanCount];
    private readonly Occurrences ofRuns = new();
    private readonly Occurrences ofGroups = new();
    private Place[] places = new Place[1024];
    private int pass;
    private int sentence;

    /// <summary>The symbol of a token and the state of the automaton behind it.</summary>
    internal readonly record struct Place(int Symbol, int State);

    private record struct Chain(int Pass, int First, int Last);

    private record struct PlanState(int Pass, int Count, int LastEnd, int CandidateIn);

    /// <summary>Searched phrases that were found.</summary>
    public List<(int Phrase, TokenRange Range)> Matches { get; } = [];

    /// <summary>Plans of the sentence whose runs have to be joined.</summary>
    public List<int> Candidates { get; } = [];

    public List<TokenRange> Partial { get; } = [];

    public List<TokenRange> Longer { get; } = [];

    public void Begin()
    {
        pass++;
        Matches.Clear();
        ofGroups.Clear();
    }

    public void BeginSentence()
    {
        sentence++;
        foreach (var candidate in Candidates) Forget(matcher.RunsOf(candidate));
        Candidates.Clear();
        ofRuns.Clear();
    }

    /// <summary>Room for what is known of each token of a sentence.</summary>
    public Span<Place> Places(int length)
    {
        if (places.Length < length) places = new Place[length * 2];
        return places.AsSpan(0, length);
    }

    public void AddCandidate(int plan)
    {
        if (plans[plan].CandidateIn == sentence) return;
        plans[plan].CandidateIn = sentence;
        Candidates.Add(plan);
    }

    /// <summary>Whether a plan was not found yet with this end.</summary>
    public bool IsNewEnd(int plan, int end)
    {
        ref var state = ref plans[plan];
        if (state.Pass != pass) (state.Pass, state.Count) = (pass, 0);
        else if (state.LastEnd == end) return false;
        state.LastEnd = end;
        return true;
    }

    /// <summary>How often a plan was found, this time included.</summary>
    public int Count(int plan) => ++plans[plan].Count;

    public void Need(ImmutableArray<int> wanted)
    {
        foreach (var run in wanted) needed[run >> 6] |= 1UL << run;
    }

    public bool Needs(int run) => (needed[run >> 6] >> run & 1) != 0;

    private void Forget(ImmutableArray<int> wanted)
    {
        foreach (var run in wanted) needed[run >> 6] = 0;
    }

    public int SymbolOf(TokenBuffer buffer, in Token token)
    {
        if (token.Kind != TokenKind.Word) return matcher.Symbols.OfOther(token);
        ref var slot = ref remembered[token.Hash & (RememberedWords - 1)];
        if ((slot ^ token.Hash) > SymbolBits || slot == 0) slot = (token.Hash & ~SymbolBits) | (uint)matcher.Symbols.OfWord(token.Hash, buffer.TextOf(token));
        return (int)(slot & SymbolBits);
    }

    public bool Saw(int run) => runs[run].Pass == sentence;

    /// <summary>Notes a run of the sentence; to be called by its end, longest first among equal ends.</summary>
    public void Add(int run, TokenRange range) => ofRuns.Add(ref runs[run], sentence, range);

    /// <summary>Where a run was found, in the order in which it was noted.</summary>
    public OccurrenceChain Of(int run) => ofRuns.Of(runs[run], sentence);

    public void AddToGroup(int group, TokenRange range) => ofGroups.Add(ref groups[group], pass, range);

    public OccurrenceChain OfGroup(int group) => ofGroups.Of(groups[group], pass);

    private sealed class Occurrences
    {
        private Occurrence[] all = new Occurrence[256];
        private int count;

        public void Clear() => count = 0;

        public void Add(ref Chain chain, int time, TokenRange range)
        {
            if (count == all.Length) Array.Resize(ref all, count * 2);
            if (chain.Pass == time) all[chain.Last].Next = count;
            else (chain.Pass, chain.First) = (time, count);
            chain.Last = count;
            all[count++] = new Occurrence(range, -1);
        }

        public OccurrenceChain Of(in Chain chain, int time) => new(all, chain.Pass == time ? chain.First : -1);
    }

    internal record struct Occurrence(TokenRange Range, int Next);

    internal struct OccurrenceChain
    {
        private readonly Occurrence[] occurrences;
        private int next;

        internal OccurrenceChain(Occurrence[] occurrences, int next) => (this.occurrences, this.next) = (occurrences, next);

        public TokenRange Current { get; private set; }

        public readonly OccurrenceChain GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next < 0) return false;
            ref readonly var occurrence = ref occurrences[next];
            Current = occurrence.Range;
            next = occurrence.Next;
            return true;
        }
    }
}
