namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Which tokens can be the first and the last of a run, by their symbols: tells most places where a phrase cannot stand by one bit.</summary>
internal sealed class RunNeighbours
{
    /// <summary>The number of no run.</summary>
    public const short None = -1;

    private readonly Dictionary<int, short> numbers = [];
    private readonly ulong[] begins;
    private readonly ulong[] ends;
    private readonly int width;

    /// <param name="asked">The runs that will be asked for.</param>
    /// <exception cref="RuleBookException">More than 32,000 runs are asked for.</exception>
    public RunNeighbours(PhraseRuns runs, TokenSymbols symbols, IEnumerable<int> asked)
    {
        foreach (var run in asked.Distinct())
        {
            if (numbers.Count == short.MaxValue) throw new RuleBookException("The rule book has more than 32,000 runs of words beside gaps, too many to be compiled.");
            numbers.Add(run, (short)numbers.Count);
        }

        width = (numbers.Count + 63) / 64;
        (begins, ends) = (new ulong[symbols.Count * width], new ulong[symbols.Count * width]);
        foreach (var (run, number) in numbers)
            foreach (var node in runs.Reaches[runs.Starts[run]])
                foreach (var (atom, _) in runs.Edges[node]) Set(begins, symbols.Of[atom], number);

        foreach (var edges in runs.Edges)
            foreach (var (atom, target) in edges)
                foreach (var reached in runs.Reaches[target])
                    if (numbers.TryGetValue(runs.EndsRun[reached], out var number)) Set(ends, symbols.Of[atom], number);
    }

    /// <summary>The runs on both sides of one.</summary>
    public static IEnumerable<int> Around(PhrasePlan plan, int place) => plan.Runs.Where((_, other) => Math.Abs(other - place) == 1);

    public short NumberOf(int run) => numbers[run];

    /// <summary>Whether a token of a symbol can be the first of the run with a number.</summary>
    public bool MayBegin(int number, int symbol) => (begins[(symbol * width) + (number >> 6)] >> number & 1) != 0;

    /// <summary>Whether it can be the last.</summary>
    public bool MayEnd(int number, int symbol) => (ends[(symbol * width) + (number >> 6)] >> number & 1) != 0;

    private void Set(ulong[] bits, int[] symbols, int number)
    {
        foreach (var symbol in symbols) bits[(symbol * width) + (number >> 6)] |= 1UL << number;
    }
}
