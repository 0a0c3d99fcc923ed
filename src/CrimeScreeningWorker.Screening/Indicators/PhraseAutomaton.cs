using System.Numerics;
using System.Runtime.InteropServices;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// All runs of all phrases as one deterministic automaton: a token costs one step whatever the number of phrases. Runs of one token are
/// listed by its symbol, longer ones at the state they end in.
/// </summary>
/// <remarks>
/// Aho and Corasick, Efficient string matching, 1975, over token symbols. Since a token can fulfil several atoms (a word and
/// its stems), states are sets of graph nodes (subset construction) in place of failure links. What a set holds of one token's depth follows
/// from the last symbol alone, so a state is that symbol's beginnings and the few nodes that lie deeper. Most states differ from the
/// root in a few symbols only, so just those are stored, in one open-addressed table over the root's row.
/// </remarks>
internal sealed class PhraseAutomaton
{
    private const int MostStates = 400_000;

    // A step is one number: the state and the symbol it leads from above the state it leads to.
    private const int TargetBits = 24;
    private const int SymbolBits = 16;

    private readonly int[] root;
    private readonly State[] states;
    private readonly (int Run, int Length)[] longer;
    private readonly int[] singles;
    private readonly int[] singlesFrom;
    private readonly ulong[] steps;
    private readonly int shift;

    /// <exception cref="RuleBookException">The runs overlap so much that the automaton would not fit.</exception>
    public PhraseAutomaton(PhraseRuns runs, TokenSymbols symbols)
    {
        var construction = new Construction(runs, symbols);
        construction.Build();
        root = construction.Root;
        states = [.. construction.All];
        longer = [.. construction.Longer];
        singles = [.. construction.Singles];
        singlesFrom = construction.SinglesFrom;
        var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, construction.Steps.Count * 2));
        shift = 64 - BitOperations.Log2((uint)capacity);
        steps = new ulong[capacity];
        foreach (var step in construction.Steps) Store(step);
    }

    public int States => states.Length;

    /// <summary>The state behind a token, from the state before it; 0 is the root.</summary>
    public int Next(int state, int symbol)
    {
        ref readonly var from = ref states[state];
        if ((from.LeadsOn >> symbol & from.LeadsOnHigh >> (symbol >> 6) & 1) == 0) return root[symbol];
        var key = Key(state, symbol);
        for (var slot = Slot(key); ; slot = (slot + 1) & (steps.Length - 1))
        {
            var step = steps[slot];
            if (step >> TargetBits == key) return (int)step & ((1 << TargetBits) - 1);
            if (step == 0) return root[symbol];
        }
    }

    /// <summary>The runs that a token of a symbol is by itself.</summary>
    public ReadOnlySpan<int> SinglesOf(int symbol) => singles.AsSpan(singlesFrom[symbol]..singlesFrom[symbol + 1]);

    /// <summary>Whether a run of two tokens or more ends at a state.</summary>
    public bool HasLongerAt(int state) => states[state].LongerCount > 0;

    /// <summary>The runs of two tokens or more that end at a state with their lengths in tokens, longest first.</summary>
    public ReadOnlySpan<(int Run, int Length)> LongerAt(int state)
    {
        ref readonly var at = ref states[state];
        return longer.AsSpan(at.LongerFrom, at.LongerCount);
    }

    // Never 0, which marks a free slot: only states that lead on have keys, and those are not the root.
    private static ulong Key(int state, int symbol) => ((ulong)(uint)state << SymbolBits) | (uint)symbol;

    // States and symbols that go up by ones would lie in rows without the second turn, and every question would walk along them.
    private int Slot(ulong key)
    {
        key *= 0x9E3779B97F4A7C15UL;
        return (int)(((key ^ (key >> 32)) * 0xBF58476D1CE4E5B9UL) >> shift);
    }

    private void Store(ulong step)
    {
        var slot = Slot(step >> TargetBits);
        while (steps[slot] != 0) slot = (slot + 1) & (steps.Length - 1);
        steps[slot] = step;
    }

    /// <param name="LeadsOn">Which symbols lead elsewhere than from the root, by their lowest six bits: most questions end here.</param>
    /// <param name="LeadsOnHigh">The same by the next six bits.</param>
    private readonly record struct State(ulong LeadsOn, ulong LeadsOnHigh, int LongerFrom, int LongerCount);

    private sealed class Construction(PhraseRuns runs, TokenSymbols symbols)
    {
        // A state by the number of its beginnings and its deeper nodes in ascending order.
        private readonly Dictionary<int[], int> states = new(new SetComparer());
        private readonly List<int[]> sets = [];

        // By number: nodes of one token's depth, and the steps they lead to. Number 0 has none.
        private readonly Dictionary<int[], int> beginnings = new(new SetComparer());
        private readonly List<ulong[]> stepsOfBeginning = [];
        private readonly int[] beginningOf = new int[symbols.Count];
        private readonly ulong[]?[] stepsOfNode = new ulong[runs.Edges.Count][];

        public int[] Root { get; } = new int[symbols.Count];

        public int[] SinglesFrom { get; } = new int[symbols.Count + 1];

        public List<int> Singles { get; } = [];

        public List<State> All { get; } = [];

        public List<(int Run, int Length)> Longer { get; } = [];

        public List<ulong> Steps { get; } = [];

        public void Build()
        {
            ReadBeginnings();
            StateOf([0]);
            for (var symbol = 0; symbol < Root.Length; symbol++) Root[symbol] = StateOf([beginningOf[symbol]]);
            var reached = new List<ulong>();
            var key = new List<int>();
            for (var state = 0; state < sets.Count; state++)
            {
                reached.Clear();
                reached.AddRange(stepsOfBeginning[sets[state][0]]);
                foreach (var node in sets[state].AsSpan(1)) reached.AddRange(StepsOf(node));
                if (sets[state].Length > 1) reached.Sort();
                var (leadsOn, leadsOnHigh) = (0UL, 0UL);
                for (var i = 0; i < reached.Count;)
                {
                    var symbol = (int)(reached[i] >> 32);
                    key.Clear();
                    key.Add(beginningOf[symbol]);
                    for (; i < reached.Count && (int)(reached[i] >> 32) == symbol; i++)
                        if (key.Count == 1 || key[^1] != (int)reached[i]) key.Add((int)reached[i]);
                    Steps.Add((Key(state, symbol) << TargetBits) | (uint)StateOf(CollectionsMarshal.AsSpan(key)));
                    leadsOn |= 1UL << symbol;
                    leadsOnHigh |= 1UL << (symbol >> 6);
                }

                var from = Longer.Count;
                Longer.AddRange(EndsOf(sets[state].AsSpan(1).ToArray()).OrderByDescending(end => end.Length).ThenBy(end => end.Run));
                All.Add(new State(leadsOn, leadsOnHigh, from, Longer.Count - from));
            }
        }

        private void ReadBeginnings()
        {
            beginnings.Add([], 0);
            stepsOfBeginning.Add([]);
            var starts = new SortedSet<ulong>(runs.Starts.SelectMany(start => runs.Reaches[start]).SelectMany(StepsOf));
            var nodesOf = starts.ToLookup(step => (int)(step >> 32), step => (int)step);
            for (var symbol = 0; symbol < Root.Length; symbol++)
            {
                int[] nodes = [.. nodesOf[symbol]];
                if (!beginnings.TryGetValue(nodes, out var number))
                {
                    beginnings.Add(nodes, number = stepsOfBeginning.Count);
                    stepsOfBeginning.Add([.. nodes.SelectMany(StepsOf).Distinct().Order()]);
                }

                beginningOf[symbol] = number;
                Singles.AddRange(EndsOf(nodes).Select(end => end.Run).Order());
                SinglesFrom[symbol + 1] = Singles.Count;
            }
        }

        private IEnumerable<(int Run, int Length)> EndsOf(int[] nodes) =>
            nodes.Where(node => runs.EndsRun[node] >= 0).Select(node => (Run: runs.EndsRun[node], Length: runs.Depth[node])).Distinct();

        // Symbol in the upper half, the node it leads to in the lower; ascending.
        private ulong[] StepsOf(int node) => stepsOfNode[node] ??=
        [
            .. runs.Edges[node]
                .SelectMany(edge => symbols.Of[edge.Atom].SelectMany(symbol => runs.Reaches[edge.Target].Select(reached => ((ulong)(uint)symbol << 32) | (uint)reached)))
                .Distinct().Order(),
        ];

        private int StateOf(ReadOnlySpan<int> set)
        {
            var known = states.GetAlternateLookup<ReadOnlySpan<int>>();
            if (known.TryGetValue(set, out var state)) return state;
            if (sets.Count == MostStates)
                throw new RuleBookException("The phrases of the rule book overlap too much to be compiled: use fewer alternatives in a row.");
            state = sets.Count;
            known[set] = state;
            sets.Add(set.ToArray());
            return state;
        }
    }

    private sealed class SetComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj) => GetHashCode(obj.AsSpan());

        public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<int> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }
    }
}
