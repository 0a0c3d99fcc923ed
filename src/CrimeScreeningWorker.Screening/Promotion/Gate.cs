using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Labels;
using CrimeScreeningWorker.Screening.Samples;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>Compares the live model with one that would take its place, on the same people, whom neither has seen.</summary>
/// <remarks>
/// Over all the challenger must show that it does no harm: the one-sided lower bound of its recall at capacity lies above minus the margin.
/// In a group, where few people stand behind a figure, it is refused when a loss is shown: recall falls by more than the margin of groups, and
/// so many people lost among those that changed would be rarer than the error were both equally good. Bounds: percentile bootstrap, paired,
/// people drawn with all their crimes (Efron and Tibshirani 1993, chapters 13 and 8); groups: exact sign test over people (Dixon and Mood 1946).
/// </remarks>
public static class Gate
{
    /// <exception cref="ArgumentException">A weight or probability that is none.</exception>
    /// <param name="without">Reviewers whose answers are left aside; null: those whom <see cref="ReviewerCheck"/> finds in these cases.</param>
    public static GateReport Compare(IReadOnlyList<JudgedCase> cases, GateOptions options, ImmutableArray<SuspectReviewer>? without = null)
    {
        if (cases.Any(c => !(c.Weight > 0) || !double.IsFinite(c.Weight) || !(c.Champion is >= 0 and <= 1) || !(c.Challenger is >= 0 and <= 1)))
            throw new ArgumentException("A weight must be more than 0, and a probability between 0 and 1.", nameof(cases));
        var keptOut = without ?? ReviewerCheck.Find([.. cases.Select(c => new ReviewedAnswer(c.Reviewer, c.LabelledAt, c.Stalking, c.Champion))], new ReviewerCheckOptions());
        var used = cases.Where(c => !keptOut.Any(k => k.Covers(c.Reviewer, c.LabelledAt))).ToList();
        var people = People(used);
        if (people < options.MinimumPeople || used.All(c => c.Stalking))
        {
            var few = used.All(c => c.Stalking) && used.Count > 0
                ? "No crime that is not stalking is among the unseen ones: nothing can be compared."
                : Text($"Only {people} people with a crime labelled stalking are among the unseen ones; at least {options.MinimumPeople} are needed.");
            return new GateReport(false, [few], used.Count, people, [], [], keptOut);
        }

        var (champion, challenger) = (new PairedRanking(used, c => c.Champion), new PairedRanking(used, c => c.Challenger));
        var figures = Figures(used, champion, challenger, options);
        var groups = Groups(used, champion.ReadAt(options.Capacity), challenger.ReadAt(options.Capacity), options);
        ImmutableArray<string> reasons = [.. Refusals(figures, options), .. groups.Where(g => g.IsRefused).Select(Refusal)];
        return new GateReport(reasons.Length == 0, reasons, used.Count, people, figures, groups, keptOut);
    }

    private static ImmutableArray<GateFigure> Figures(IReadOnlyList<JudgedCase> cases, PairedRanking champion, PairedRanking challenger, GateOptions options)
    {
        var members = cases.Select((c, i) => (c.Group, i)).GroupBy(c => c.Group, c => c.i, StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        var chance = new SeededChance(options.Seed);
        var differences = Enumerable.Range(0, 4).Select(_ => new List<double>(options.Resamples)).ToArray();
        var drawn = new int[cases.Count];
        for (var resample = 0; resample < options.Resamples; resample++)
        {
            Array.Clear(drawn);
            for (var draw = 0; draw < members.Length; draw++)
            {
                foreach (var i in members[chance.Below(members.Length, resample, (ulong)draw)]) drawn[i]++;
            }

            var (was, isNow) = (Values(champion, drawn, options.Capacity), Values(challenger, drawn, options.Capacity));
            if (was.Any(double.IsNaN)) continue;
            for (var f = 0; f < 4; f++) differences[f].Add(isNow[f] - was[f]);
        }

        Array.Fill(drawn, 1);
        var (before, after) = (Values(champion, drawn, options.Capacity), Values(challenger, drawn, options.Capacity));
        string[] names = ["recall at capacity", "PR-AUC", "Brier score", "calibration error"];
        foreach (var sample in differences) sample.Sort();
        return [.. names.Select((name, f) => new GateFigure(name, before[f], after[f], At(differences[f], options.Error), At(differences[f], 1 - options.Error)))];

        static double[] Values(PairedRanking ranking, int[] drawn, double capacity)
        {
            var (recall, prAuc, brier, calibration) = ranking.Measure(drawn, capacity);
            return [recall, prAuc, brier, calibration];
        }

        static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Round(share * (sorted.Count - 1))];
    }

    private static IEnumerable<string> Refusals(ImmutableArray<GateFigure> figures, GateOptions options)
    {
        var (recall, prAuc) = (figures[0], figures[1]);
        if (!(recall.Lower > -options.Margin))
            yield return Text($"Recall at capacity may fall by {-recall.Lower:0.000} ({recall.Champion:0.000} to {recall.Challenger:0.000}); at most {options.Margin:0.000} is allowed.");
        else if (recall.Upper < 0)
            yield return Text($"Recall at capacity falls from {recall.Champion:0.000} to {recall.Challenger:0.000}, and the whole interval lies below no change.");
        if (prAuc.Upper < 0)
            yield return Text($"PR-AUC falls from {prAuc.Champion:0.000} to {prAuc.Challenger:0.000}, and the whole interval lies below no change.");
        foreach (var figure in figures.Skip(2).Where(f => f.Lower > 0 && f.Difference > options.CalibrationMargin))
            yield return Text($"The {figure.Name} rises from {figure.Champion:0.000} to {figure.Challenger:0.000}: probabilities would be less honest.");
    }

    private static ImmutableArray<GateGroup> Groups(IReadOnlyList<JudgedCase> cases, bool[] was, bool[] isNow, GateOptions options)
    {
        var groups = ImmutableArray.CreateBuilder<GateGroup>();
        foreach (var trait in cases.SelectMany(c => c.Traits.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var small = new List<int>();
            var values = Enumerable.Range(0, cases.Count).Where(i => cases[i].Traits.ContainsKey(trait))
                .GroupBy(i => cases[i].Traits[trait], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
            foreach (var value in values)
            {
                var group = Judge(trait, value.Key, [.. value], cases, was, isNow, options);
                groups.Add(group);
                if (!group.IsJudged) small.AddRange(value);
            }

            if (values.Count > 1 && small.Count > 0) groups.Add(Judge(trait, "(small groups together)", small, cases, was, isNow, options));
        }

        return groups.ToImmutable();
    }

    private static GateGroup Judge(
        string trait, string value, IReadOnlyList<int> members, IReadOnlyList<JudgedCase> cases, bool[] was, bool[] isNow, GateOptions options)
    {
        var stalking = members.Where(i => cases[i].Stalking).ToList();
        var people = stalking.GroupBy(i => cases[i].Group, StringComparer.Ordinal)
            .Select(p => p.Sum(i => cases[i].Weight * ((isNow[i] ? 1 : 0) - (was[i] ? 1 : 0)))).ToList();
        var (lost, won) = (people.Count(p => p < 0), people.Count(p => p > 0));
        var weight = stalking.Sum(i => cases[i].Weight);
        var (before, after) = (Recall(was), Recall(isNow));
        var chance = SignTest(lost, lost + won);
        var judged = people.Count >= options.MinimumPeopleOfGroup;
        return new GateGroup(
            trait, value, members.Count, people.Count, before, after, lost, won, chance, judged,
            judged && before - after > options.MarginOfGroup && chance <= options.Error);

        double Recall(bool[] read) => stalking.Where(i => read[i]).Sum(i => cases[i].Weight) / weight;
    }

    /// <summary>Chance of at least this many tails among so many throws of a fair coin.</summary>
    internal static double SignTest(int lost, int changed)
    {
        double chance = 0, term = Math.Pow(0.5, changed);
        for (var k = changed; k >= lost; k--)
        {
            chance += term;
            term *= (double)k / (changed - k + 1);
        }

        return Math.Min(1, chance);
    }

    private static int People(IEnumerable<JudgedCase> cases) =>
        cases.Where(c => c.Stalking).Select(c => c.Group).Distinct(StringComparer.Ordinal).Count();

    private static string Refusal(GateGroup group) => Text(
        $"Recall falls in {group.Trait} = {group.Value} from {group.Champion:0.000} to {group.Challenger:0.000}: of {group.People} people {group.Lost} are lost and {group.Won} won (chance {group.Chance:0.000}).");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
