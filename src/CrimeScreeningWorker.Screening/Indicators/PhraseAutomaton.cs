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
/// root in a few symbols only, so just those are stored, in one open-addressed table over the root's row; and of a state that lies deeper only
/// those in which it differs from the state of its last symbol's beginnings alone.
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
        while (state != 0)
        {
            ref readonly var from = ref states[state];
            if ((from.LeadsOn >> symbol & from.LeadsOnHigh >> (symbol >> 6) & 1) != 0)
            {
                var key = Key(state, symbol);
                for (var slot = Slot(key); steps[slot] is not 0 and var step; slot = (slot + 1) & (steps.Length - 1))
                    if (step >> TargetBits == key) return (int)step & ((1 << TargetBits) - 1);
            }

            state = from.Shallower;
        }

        return root[symbol];
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

    /// <param name="LeadsOn">Which symbols lead elsewhere than from the shallower state, by their lowest six bits: most questions end here.</param>
    /// <param name="LeadsOnHigh">The same by the next six bits.</param>
    /// <param name="Shallower">The state whose steps are this one's, too, where it has none of its own: that of the last symbol alone, or the root.</param>
    private readonly record struct State(ulong LeadsOn, ulong LeadsOnHigh, int LongerFrom, int LongerCount, int Shallower);

    private sealed class Construction(PhraseRuns runs, TokenSymbols symbols)
    {
        // A state by the number of its beginnings and its deeper nodes in ascending order.
        private readonly Dictionary<int[], int> states = new(SequenceComparer.Instance);
        private readonly List<int[]> sets = [];

        // By number: nodes of one token's depth, and the steps they lead to. Number 0 has none.
        private readonly Dictionary<int[], int> beginnings = new(SequenceComparer.Instance);
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
                var set = sets[state];
                var alone = stepsOfBeginning[set[0]];
                var shallower = set.Length == 1 ? 0 : StateOf(set.AsSpan(0, 1));
                reached.Clear();
                if (set.Length == 1) reached.AddRange(alone);
                foreach (var node in set.AsSpan(1)) reached.AddRange(StepsOf(node));
                if (set.Length > 2) reached.Sort();
                var (leadsOn, leadsOnHigh) = (0UL, 0UL);
                for (var i = 0; i < reached.Count;)
                {
                    var symbol = SymbolOf(reached[i]);
                    key.Clear();
                    for (; i < reached.Count && SymbolOf(reached[i]) == symbol; i++) key.Add((int)reached[i]);
                    if (set.Length > 1) AddStepsOn(symbol, alone, key);
                    Distinguish(key);
                    key.Insert(0, beginningOf[symbol]);
                    Steps.Add((Key(state, symbol) << TargetBits) | (uint)StateOf(CollectionsMarshal.AsSpan(key)));
                    leadsOn |= 1UL << symbol;
                    leadsOnHigh |= 1UL << (symbol >> 6);
                }

                var first = Longer.Count;
                AddEnds(set.AsSpan(1));
                All.Add(new State(leadsOn, leadsOnHigh, first, Longer.Count - first, shallower));
            }
        }

        private void ReadBeginnings()
        {
            beginnings.Add([], 0);
            stepsOfBeginning.Add([]);
            var all = new List<ulong>();
            foreach (var start in runs.Starts)
                foreach (var node in runs.Reaches[start]) all.AddRange(StepsOf(node));
            var starts = Ordered(all);
            var ends = new List<int>();
            for (int symbol = 0, from = 0; symbol < Root.Length; symbol++)
            {
                var to = from;
                while (to < starts.Length && SymbolOf(starts[to]) == symbol) to++;
                var nodes = new int[to - from];
                for (var i = 0; i < nodes.Length; i++) nodes[i] = (int)starts[from + i];
                from = to;
                if (!beginnings.TryGetValue(nodes, out var number))
                {
                    beginnings.Add(nodes, number = stepsOfBeginning.Count);
                    all.Clear();
                    foreach (var node in nodes) all.AddRange(StepsOf(node));
                    stepsOfBeginning.Add(Ordered(all));
                }

                beginningOf[symbol] = number;
                ends.Clear();
                foreach (var node in nodes)
                    if (runs.EndsRun[node] >= 0) ends.Add(runs.EndsRun[node]);
                Distinguish(ends);
                Singles.AddRange(ends);
                SinglesFrom[symbol + 1] = Singles.Count;
            }
        }

        // The runs that end at nodes, longest first.
        private void AddEnds(ReadOnlySpan<int> nodes)
        {
            var first = Longer.Count;
            foreach (var node in nodes)
            {
                var end = (Run: runs.EndsRun[node], Length: runs.Depth[node]);
                if (end.Run >= 0 && Longer.IndexOf(end, first) < 0) Longer.Add(end);
            }

            if (Longer.Count - first > 1) Longer.Sort(first, Longer.Count - first, LongestFirst.Instance);
        }

        // What nodes of one token's depth lead to by a symbol.
        private static void AddStepsOn(int symbol, ulong[] steps, List<int> into)
        {
            var at = Array.BinarySearch(steps, (ulong)(uint)symbol << 32);
            for (at = at < 0 ? ~at : at; at < steps.Length && SymbolOf(steps[at]) == symbol; at++) into.Add((int)steps[at]);
        }

        // Symbol in the upper half, the node it leads to in the lower; ascending.
        private ulong[] StepsOf(int node)
        {
            if (stepsOfNode[node] is { } known) return known;
            var steps = new List<ulong>();
            foreach (var (atom, target) in runs.Edges[node])
                foreach (var symbol in symbols.Of[atom])
                    foreach (var reached in runs.Reaches[target]) steps.Add(((ulong)(uint)symbol << 32) | (uint)reached);
            return stepsOfNode[node] = Ordered(steps);
        }

        private static int SymbolOf(ulong step) => (int)(step >> 32);

        private static ulong[] Ordered(List<ulong> steps)
        {
            Distinguish(steps);
            return [.. steps];
        }

        // Each once, in ascending order.
        private static void Distinguish<T>(List<T> numbers)
            where T : struct, IEquatable<T>
        {
            if (numbers.Count < 2) return;
            numbers.Sort();
            var count = 1;
            for (var i = 1; i < numbers.Count; i++)
                if (!numbers[i].Equals(numbers[count - 1])) numbers[count++] = numbers[i];
            numbers.RemoveRange(count, numbers.Count - count);
        }

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

    private sealed class LongestFirst : IComparer<(int Run, int Length)>
    {
        public static LongestFirst Instance { get; } = new();

        public int Compare((int Run, int Length) x, (int Run, int Length) y) => y.Length != x.Length ? y.Length.CompareTo(x.Length) : x.Run.CompareTo(y.Run);
    }
}
