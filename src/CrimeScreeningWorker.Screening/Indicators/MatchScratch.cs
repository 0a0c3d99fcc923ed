using System.Runtime.InteropServices;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>A run found in the text, or a phrase: tokens from <see cref="Start"/> to before <see cref="End"/>.</summary>
internal readonly record struct TokenRange(int Start, int End);

/// <summary>What one thread needs to read a narrative; it is used again for the next, so that a record without hits allocates nothing.</summary>
internal sealed class MatchScratch(PhraseMatcher matcher)
{
    private const int RememberedWords = 1 << 13;
    private readonly (ulong Hash, int Symbol)[] remembered = new (ulong, int)[RememberedWords];
    private readonly int[] first = new int[matcher.RunCount];
    private readonly int[] last = new int[matcher.RunCount];
    private readonly int[] seenIn = new int[matcher.RunCount];
    private readonly List<(TokenRange Range, int Next)> occurrences = [];
    private int pass;

    /// <summary>Plans whose rarest run was seen.</summary>
    public List<int> Candidates { get; } = [];

    public List<TokenRange> Partial { get; } = [];

    public List<TokenRange> Longer { get; } = [];

    public bool Saw(int run) => seenIn[run] == pass;

    public void Begin()
    {
        pass++;
        occurrences.Clear();
        Candidates.Clear();
    }

    public int SymbolOf(TokenBuffer buffer, in Token token)
    {
        if (token.Kind != TokenKind.Word) return matcher.Symbols.OfOther(token);
        ref var slot = ref remembered[token.Hash & (RememberedWords - 1)];
        if (slot.Hash != token.Hash) slot = (token.Hash, matcher.Symbols.OfWord(token.Hash, buffer.TextOf(token)));
        return slot.Symbol;
    }

    public void Add(int run, TokenRange range)
    {
        if (seenIn[run] != pass)
        {
            seenIn[run] = pass;
            first[run] = occurrences.Count;
            foreach (var plan in matcher.AnchoredAt(run)) Candidates.Add(plan);
        }
        else
        {
            CollectionsMarshal.AsSpan(occurrences)[last[run]].Next = occurrences.Count;
        }

        last[run] = occurrences.Count;
        occurrences.Add((range, -1));
    }

    /// <summary>Where a run was found, by its end, longest first among equal ends.</summary>
    public OccurrenceChain Of(int run) => new(CollectionsMarshal.AsSpan(occurrences), Saw(run) ? first[run] : -1);

    internal ref struct OccurrenceChain(ReadOnlySpan<(TokenRange Range, int Next)> occurrences, int next)
    {
        private readonly ReadOnlySpan<(TokenRange Range, int Next)> occurrences = occurrences;
        private int next = next;

        public TokenRange Current { get; private set; }

        public readonly OccurrenceChain GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next < 0) return false;
            (Current, next) = occurrences[next];
            return true;
        }
    }
}
