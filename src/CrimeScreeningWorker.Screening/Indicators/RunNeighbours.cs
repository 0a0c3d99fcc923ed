namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>Which tokens can be the first and the last of a run, by their symbols: tells most places where a phrase cannot stand by one bit.</summary>
internal sealed class RunNeighbours
{
    private readonly ulong[] begins;
    private readonly ulong[] ends;
    private readonly int width;

    public RunNeighbours(PhraseRuns runs, TokenSymbols symbols)
    {
        width = (runs.Count + 63) / 64;
        (begins, ends) = (new ulong[symbols.Count * width], new ulong[symbols.Count * width]);
        for (var run = 0; run < runs.Count; run++)
            foreach (var node in runs.Reaches[runs.Starts[run]])
                foreach (var (atom, _) in runs.Edges[node]) Set(begins, symbols.Of[atom], run);

        foreach (var edges in runs.Edges)
            foreach (var (atom, target) in edges)
                foreach (var reached in runs.Reaches[target])
                    if (runs.EndsRun[reached] is >= 0 and var run) Set(ends, symbols.Of[atom], run);
    }

    public bool MayBegin(int run, int symbol) => (begins[(symbol * width) + (run >> 6)] >> run & 1) != 0;

    public bool MayEnd(int run, int symbol) => (ends[(symbol * width) + (run >> 6)] >> run & 1) != 0;

    private void Set(ulong[] bits, int[] symbols, int run)
    {
        foreach (var symbol in symbols) bits[(symbol * width) + (run >> 6)] |= 1UL << run;
    }
}
