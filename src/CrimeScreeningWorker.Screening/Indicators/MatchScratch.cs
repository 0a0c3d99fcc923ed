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
    private readonly RunState[] runs = new RunState[matcher.RunCount];
    private readonly ulong[] needed = new ulong[(matcher.RunCount + 63) / 64];
    private readonly int[] candidateIn = new int[matcher.SearchedCount];
    private Place[] places = new Place[1024];
    private Occurrence[] occurrences = new Occurrence[1024];
    private int count;
    private int pass;

    private record struct RunState(int Pass, int First, int Last);

    /// <summary>The symbol of a token and the state of the automaton behind it.</summary>
    internal readonly record struct Place(int Symbol, int State);

    internal record struct Occurrence(TokenRange Range, int Next);

    /// <summary>Searched plans whose rarest run was seen.</summary>
    public List<int> Candidates { get; } = [];

    /// <summary>Plans to be asked for whose rarest run was seen, in the order of the phrases.</summary>
    public List<int> Asked { get; } = [];

    public List<TokenRange> Partial { get; } = [];

    public List<TokenRange> Longer { get; } = [];

    public bool Saw(int run) => runs[run].Pass == pass;

    public void Begin()
    {
        pass++;
        count = 0;
        Candidates.Clear();
        Asked.Clear();
        Array.Clear(needed);
    }

    /// <summary>Room for what is known of each token of a stretch.</summary>
    public Span<Place> Places(int length)
    {
        if (places.Length < length) places = new Place[length * 2];
        return places.AsSpan(0, length);
    }

    public void AddCandidate(int plan)
    {
        if (candidateIn[plan] == pass) return;
        candidateIn[plan] = pass;
        Candidates.Add(plan);
    }

    /// <summary>Asks where a run stands, where <paramref name="isNews"/> says that it is not known.</summary>
    /// <returns><paramref name="isNews"/>.</returns>
    public bool Need(int run, bool isNews)
    {
        if (isNews) needed[run >> 6] |= 1UL << run;
        return isNews;
    }

    public bool Needs(int run) => (needed[run >> 6] >> run & 1) != 0;

    public int SymbolOf(TokenBuffer buffer, in Token token)
    {
        if (token.Kind != TokenKind.Word) return matcher.Symbols.OfOther(token);
        ref var slot = ref remembered[token.Hash & (RememberedWords - 1)];
        if ((slot ^ token.Hash) > SymbolBits || slot == 0) slot = (token.Hash & ~SymbolBits) | (uint)matcher.Symbols.OfWord(token.Hash, buffer.TextOf(token));
        return (int)(slot & SymbolBits);
    }

    /// <returns>True for the first place of the run.</returns>
    public bool Add(int run, TokenRange range)
    {
        if (count == occurrences.Length) Array.Resize(ref occurrences, count * 2);
        ref var state = ref runs[run];
        var isFirst = state.Pass != pass;
        if (!isFirst)
        {
            occurrences[state.Last].Next = count;
        }
        else
        {
            state.Pass = pass;
            state.First = count;
        }

        state.Last = count;
        occurrences[count++] = new Occurrence(range, -1);
        return isFirst;
    }

    /// <summary>Where a run was found, by its end, longest first among equal ends.</summary>
    public OccurrenceChain Of(int run) => new(occurrences, Saw(run) ? runs[run].First : -1);

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
