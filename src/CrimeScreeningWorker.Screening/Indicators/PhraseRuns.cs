using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Where a phrase is found: these runs in this order.</summary>
/// <param name="Runs">Runs of the automaton, at least one.</param>
/// <param name="Gaps">Most tokens between a run and the one before it; the first is 0.</param>
internal sealed record PhrasePlan(ImmutableArray<int> Runs, ImmutableArray<int> Gaps);

/// <summary>
/// Cuts phrases at their gaps into runs of neighbouring elements, the same run once whatever phrases share it, and lays every run
/// out as a graph for the automaton.
/// </summary>
/// <remarks>
/// A node knows how many tokens led to it, so an end node tells the length of what was found. Runs have no loops, therefore
/// there are few such nodes. A run whose every element is optional still has to read something: a plan of its own leaves it out.
/// </remarks>
internal sealed class PhraseRuns
{
    private readonly Dictionary<int[], int> runs = new(SequenceComparer.Instance);
    private readonly Dictionary<Atom, int> atoms = [];

    // Alternatives by the numbers of their atoms, and by the array itself: phrases share the entries of a word list.
    private readonly List<int[]> alternatives = [];
    private readonly Dictionary<int[], int> byContent = new(SequenceComparer.Instance);
    private readonly Dictionary<Atom[], int> byArray = new(ReferenceEqualityComparer.Instance);

    /// <summary>All that is asked of tokens, each once.</summary>
    public List<Atom> Atoms { get; } = [];

    /// <summary>Edges of each node: the place in <see cref="Atoms"/> of what leads on, and where to.</summary>
    public List<List<(int Atom, int Target)>> Edges { get; } = [];

    /// <summary>Run that ends at a node; -1 for none.</summary>
    public List<int> EndsRun { get; } = [];

    /// <summary>Tokens read when a node is reached.</summary>
    public List<int> Depth { get; } = [];

    /// <summary>Nodes that are reached together with a node without reading, itself included.</summary>
    public List<List<int>> Reaches { get; } = [];

    public List<int> Starts { get; } = [];

    public int Count => runs.Count;

    /// <summary>Adds a phrase; several plans when a whole run of it may be left out.</summary>
    public ImmutableArray<PhrasePlan> Add(Phrase phrase)
    {
        var pieces = new List<List<PhraseElement>>();
        foreach (var element in phrase.Elements)
        {
            if (pieces.Count == 0 || element.GapBefore > 0) pieces.Add([]);
            pieces[^1].Add(element);
        }

        var loose = pieces.Select((piece, index) => (piece, index)).Where(p => p.piece.All(e => e.Optional)).Select(p => p.index).ToList();
        var plans = ImmutableArray.CreateBuilder<PhrasePlan>();
        for (var without = 0; without < 1 << loose.Count; without++)
            plans.Add(Plan(pieces, [.. loose.Where((_, bit) => (without >> bit & 1) == 1)]));
        return plans.ToImmutable();
    }

    private PhrasePlan Plan(List<List<PhraseElement>> pieces, HashSet<int> leftOut)
    {
        var ids = ImmutableArray.CreateBuilder<int>();
        var gaps = ImmutableArray.CreateBuilder<int>();
        var gap = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            gap += pieces[i][0].GapBefore;
            if (leftOut.Contains(i)) continue;
            gaps.Add(ids.Count == 0 ? 0 : gap);
            ids.Add(Run(pieces[i]));
            gap = 0;
        }

        return new PhrasePlan(ids.ToImmutable(), gaps.ToImmutable());
    }

    private int Run(List<PhraseElement> phraseElements)
    {
        var elements = new Element[phraseElements.Count];
        var key = new List<int>();
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = new Element(AlternativesOf(phraseElements[i]), phraseElements[i].Optional);
            key.AddRange(elements[i].Alternatives);
            key.Add(elements[i].Optional ? -2 : -1);
        }

        var known = runs.GetAlternateLookup<ReadOnlySpan<int>>();
        if (known.TryGetValue(CollectionsMarshal.AsSpan(key), out var run)) return run;
        run = runs.Count;
        runs.Add([.. key], run);
        new Builder(this, elements, run).Build();
        return run;
    }

    // Each once, in ascending order.
    private int[] AlternativesOf(PhraseElement element)
    {
        var numbers = new int[element.Alternatives.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = AlternativeOf(element.Alternatives[i]);
        Array.Sort(numbers);
        var count = 0;
        foreach (var number in numbers)
            if (count == 0 || numbers[count - 1] != number) numbers[count++] = number;
        return numbers[..count];
    }

    private int AlternativeOf(ImmutableArray<Atom> alternative)
    {
        var array = ImmutableCollectionsMarshal.AsArray(alternative)!;
        if (byArray.TryGetValue(array, out var number)) return number;
        var content = new int[array.Length];
        for (var i = 0; i < content.Length; i++)
        {
            if (!atoms.TryGetValue(array[i], out content[i]))
            {
                atoms.Add(array[i], content[i] = Atoms.Count);
                Atoms.Add(array[i]);
            }
        }

        if (!byContent.TryGetValue(content, out number))
        {
            byContent.Add(content, number = alternatives.Count);
            alternatives.Add(content);
        }

        byArray.Add(array, number);
        return number;
    }

    private int NewNode(int depth)
    {
        Edges.Add([]);
        EndsRun.Add(-1);
        Depth.Add(depth);
        Reaches.Add([Edges.Count - 1]);
        return Edges.Count - 1;
    }

    /// <param name="Alternatives">Places in <see cref="alternatives"/>.</param>
    private readonly record struct Element(int[] Alternatives, bool Optional);

    private sealed class Builder(PhraseRuns runs, Element[] elements, int run)
    {
        private readonly Dictionary<(int Element, int Depth), int> before = [];
        private readonly HashSet<int> boundaries = [];

        public void Build() => runs.Starts.Add(Before(0, 0));

        // The node at which element number `element` comes next and `depth` tokens were read.
        private int Before(int element, int depth)
        {
            if (before.TryGetValue((element, depth), out var node)) return node;
            node = runs.NewNode(depth);
            before.Add((element, depth), node);
            boundaries.Add(node);
            if (element == elements.Length)
            {
                runs.EndsRun[node] = run;
                return node;
            }

            foreach (var number in elements[element].Alternatives)
            {
                var alternative = runs.alternatives[number];
                Lead(node, alternative, Before(element + 1, depth + alternative.Length));
            }

            if (elements[element].Optional) runs.Reaches[node].AddRange(runs.Reaches[Before(element + 1, depth)]);
            return node;
        }

        private void Lead(int from, int[] alternative, int to)
        {
            for (var i = 0; i < alternative.Length; i++)
            {
                if (i == alternative.Length - 1)
                {
                    runs.Edges[from].Add((alternative[i], to));
                    return;
                }

                var shared = runs.Edges[from].FindIndex(edge => edge.Atom == alternative[i] && !boundaries.Contains(edge.Target));
                if (shared < 0)
                {
                    runs.Edges[from].Add((alternative[i], runs.NewNode(runs.Depth[from] + 1)));
                    shared = runs.Edges[from].Count - 1;
                }

                from = runs.Edges[from][shared].Target;
            }
        }
    }
}
