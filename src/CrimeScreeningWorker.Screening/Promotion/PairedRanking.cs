namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>The measures of one model, quick enough to be taken a thousand times: sorted once, then each crime counts as often as it was drawn.</summary>
internal sealed class PairedRanking
{
    private readonly IReadOnlyList<JudgedCase> cases;
    private readonly double[] probabilities;
    private readonly int[] order;

    public PairedRanking(IReadOnlyList<JudgedCase> cases, Func<JudgedCase, double> probability)
    {
        this.cases = cases;
        probabilities = [.. cases.Select(probability)];
        order = [.. Enumerable.Range(0, cases.Count).OrderByDescending(i => probabilities[i])];
    }

    /// <summary>Which crimes are read: from the top until the capacity is used up, by weight.</summary>
    public bool[] ReadAt(double capacity)
    {
        var read = new bool[cases.Count];
        var left = capacity * cases.Sum(c => c.Weight);
        foreach (var i in order)
        {
            if (left <= 1e-9) break;
            read[i] = true;
            left -= cases[i].Weight;
        }

        return read;
    }

    /// <param name="drawn">How often each crime counts.</param>
    public (double Recall, double PrAuc, double Brier, double Calibration) Measure(int[] drawn, double capacity)
    {
        double all = 0, relevant = 0, squares = 0;
        var bins = new (double Said, double True)[10];
        for (var i = 0; i < drawn.Length; i++)
        {
            var weight = cases[i].Weight * drawn[i];
            var truth = cases[i].Stalking ? 1 : 0;
            all += weight;
            relevant += weight * truth;
            squares += weight * (probabilities[i] - truth) * (probabilities[i] - truth);
            ref var bin = ref bins[Math.Min(9, (int)(probabilities[i] * 10))];
            bin = (bin.Said + (weight * probabilities[i]), bin.True + (weight * truth));
        }

        double seen = 0, found = 0, read = 0, area = 0;
        for (var at = 0; at < order.Length;)
        {
            // Crimes of one probability are one step of the curve.
            double hits = 0, weights = 0;
            var probability = probabilities[order[at]];
            for (; at < order.Length && probabilities[order[at]] == probability; at++)
            {
                var i = order[at];
                var weight = cases[i].Weight * drawn[i];
                if (seen + weights < (capacity * all) - 1e-9 && cases[i].Stalking) read += weight;
                weights += weight;
                if (cases[i].Stalking) hits += weight;
            }

            seen += weights;
            found += hits;
            if (seen > 0) area += found / seen * hits;
        }

        return (read / relevant, area / relevant, squares / all, bins.Sum(b => Math.Abs(b.Said - b.True)) / all);
    }
}
