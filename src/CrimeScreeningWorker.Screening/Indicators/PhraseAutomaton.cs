using System.Runtime.InteropServices;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>
/// All runs of all phrases as one deterministic automaton: a token costs one step whatever the number of phrases, and what
/// ends at the token is listed at the state.
/// </summary>
/// <remarks>
/// Aho and Corasick, Efficient string matching, 1975, over token symbols. Since a token can fulfil several atoms (a word and
/// its stems), states are sets of graph nodes (subset construction) in place of failure links. Most states differ from the
/// root in a few symbols only, so just those are stored, in one open-addressed table over the root's row.
/// </remarks>
internal sealed class PhraseAutomaton
{
    private const int MostStates = 400_000;
    private readonly int[] root;
    private readonly State[] states;
    private readonly (int Run, int Length)[] found;
    private readonly ulong[] keys;
    private readonly int[] targets;
    private readonly int shift;

    /// <exception cref="RuleBookException">The runs overlap so much that the automaton would not fit.</exception>
    public PhraseAutomaton(PhraseRuns runs, TokenSymbols symbols)
    {
        var construction = new Construction(runs, symbols);
        construction.Build();
        root = construction.Root;
        states = [.. construction.All];
        found = [.. construction.Found];
        var capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, construction.Steps.Count * 2));
        shift = 64 - System.Numerics.BitOperations.Log2((uint)capacity);
        keys = new ulong[capacity];
        targets = new int[capacity];
        foreach (var (key, target) in construction.Steps) Store(key, target);
    }

    public int States => states.Length;

    /// <summary>The state behind a token, from the state before it; 0 is the root.</summary>
    public int Next(int state, int symbol)
    {
        if ((states[state].LeadsOn >> (symbol & 63) & 1) == 0) return root[symbol];
        var key = Key(state, symbol);
        var slot = Slot(key);
        while (true)
        {
            var stored = keys[slot];
            if (stored == key) return targets[slot];
            if (stored == 0) return root[symbol];
            slot = (slot + 1) & (keys.Length - 1);
        }
    }

    /// <summary>The runs that end at a state with their lengths in tokens, longest first.</summary>
    public ReadOnlySpan<(int Run, int Length)> FoundAt(int state) => found.AsSpan(states[state].FoundFrom..states[state].FoundTo);

    // Never 0, which marks a free slot: only states that lead on have keys, and those are not the root.
    private static ulong Key(int state, int symbol) => ((ulong)(uint)state << 32) | (uint)symbol;

    private int Slot(ulong key)
    {
        key ^= key >> 29;
        key *= 0xBF58476D1CE4E5B9UL;
        return (int)(((key ^ (key >> 32)) * 0x9E3779B97F4A7C15UL) >> shift);
    }

    private void Store(ulong key, int target)
    {
        var slot = Slot(key);
        while (keys[slot] != 0) slot = (slot + 1) & (keys.Length - 1);
        keys[slot] = key;
        targets[slot] = target;
    }

    /// <param name="LeadsOn">Which symbols lead elsewhere than from the root, by their lowest six bits: most questions end here.</param>
    private readonly record struct State(ulong LeadsOn, int FoundFrom, int FoundTo);

    private sealed class Construction(PhraseRuns runs, TokenSymbols symbols)
    {
        private readonly Dictionary<int[], int> states = new(new SetComparer());
        private readonly List<int[]> sets = [];
        private readonly int[]?[] rootTargets = new int[]?[symbols.Count];

        // By node: the symbols that lead on from it, each with the nodes that are reached then.
        private readonly (int Symbol, List<int> Reached)[][] leads =
            [.. runs.Edges.Select(edges => edges.SelectMany(edge => symbols.Of[edge.Atom].Select(symbol => (symbol, runs.Reaches[edge.Target]))).ToArray())];

        // What the symbols of one state reach, and which symbols those are; used again for the next.
        private readonly List<int>[] reachedBy = [.. Enumerable.Range(0, symbols.Count).Select(_ => new List<int>())];
        private readonly List<int> leading = [];

        public int[] Root { get; } = new int[symbols.Count];

        public List<State> All { get; } = [];

        public List<(int Run, int Length)> Found { get; } = [];

        public List<(ulong Key, int Target)> Steps { get; } = [];

        public void Build()
        {
            StateOf([]);
            Follow(runs.Starts.SelectMany(start => runs.Reaches[start]));
            foreach (var symbol in leading)
            {
                rootTargets[symbol] = Normal(reachedBy[symbol]);
                Root[symbol] = StateOf(rootTargets[symbol]!);
            }

            for (var state = 0; state < sets.Count; state++)
            {
                var leadsOn = 0UL;
                Follow(sets[state]);
                foreach (var symbol in leading)
                {
                    if (rootTargets[symbol] is { } also) reachedBy[symbol].AddRange(also);
                    var target = StateOf(Normal(reachedBy[symbol]));
                    if (target == Root[symbol]) continue;
                    Steps.Add((Key(state, symbol), target));
                    leadsOn |= 1UL << (symbol & 63);
                }

                var from = Found.Count;
                ListFound(sets[state]);
                All.Add(new State(leadsOn, from, Found.Count));
            }
        }

        private static int[] Normal(List<int> nodes)
        {
            nodes.Sort();
            var kept = 0;
            for (var i = 0; i < nodes.Count; i++)
                if (i == 0 || nodes[i] != nodes[i - 1]) nodes[kept++] = nodes[i];
            return [.. CollectionsMarshal.AsSpan(nodes)[..kept]];
        }

        /// <summary>Notes which symbols lead on from any of these nodes, in ascending order, and what each reaches.</summary>
        private void Follow(IEnumerable<int> nodes)
        {
            foreach (var symbol in leading) reachedBy[symbol].Clear();
            leading.Clear();
            foreach (var node in nodes)
            {
                foreach (var (symbol, reached) in leads[node])
                {
                    if (reachedBy[symbol].Count == 0) leading.Add(symbol);
                    reachedBy[symbol].AddRange(reached);
                }
            }

            leading.Sort();
        }

        private int StateOf(int[] set)
        {
            if (states.TryGetValue(set, out var state)) return state;
            if (sets.Count == MostStates)
                throw new RuleBookException("The phrases of the rule book overlap too much to be compiled: use fewer alternatives in a row.");
            state = sets.Count;
            states.Add(set, state);
            sets.Add(set);
            return state;
        }

        private void ListFound(int[] set)
        {
            if (!set.Any(IsEnd)) return;
            Found.AddRange(set
                .Where(IsEnd)
                .Select(node => (Run: runs.EndsRun[node], Length: runs.Depth[node]))
                .Distinct()
                .OrderByDescending(end => end.Length)
                .ThenBy(end => end.Run));

            bool IsEnd(int node) => runs.EndsRun[node] >= 0 && runs.Depth[node] > 0;
        }
    }

    private sealed class SetComparer : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
