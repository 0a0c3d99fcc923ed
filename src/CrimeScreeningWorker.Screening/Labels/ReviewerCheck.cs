using System.Collections.Immutable;
using System.Globalization;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>What a person answered, and what the machine had thought of the crime.</summary>
/// <param name="Probability">Of the model that was live at that time, in [0, 1].</param>
public readonly record struct ReviewedAnswer(string Reviewer, DateTimeOffset At, bool Stalking, double Probability);

/// <summary>What makes answers stand out.</summary>
public sealed record ReviewerCheckOptions
{
    /// <summary>Chance that any reviewer at all is named though all answer as expected.</summary>
    public double Error { get; init; } = 0.01;

    /// <summary>Answers in a week under which nobody is judged.</summary>
    public int MinimumAnswers { get; init; } = 15;

    /// <summary>Answers of others, without which nobody is judged: what the model says too much or too little is not known then.</summary>
    public int MinimumOthers { get; init; } = 50;

    /// <summary>Share of the answers that must lie off: what is sure but small is no poison.</summary>
    public double MinimumShare { get; init; } = 0.15;
}

/// <summary>A week of a reviewer's answers that lies far from what the live model expects, once it is set right by the others' answers.</summary>
/// <param name="From">Monday, by the date of the label.</param>
/// <param name="Said">Answers "stalking".</param>
/// <param name="Expected">Of so many answers.</param>
/// <param name="Distance">In standard deviations.</param>
/// <param name="Chance">Of lying so far off or further, two-sided, exact.</param>
public sealed record SuspectReviewer(string Reviewer, DateOnly From, int Answers, int Said, double Expected, double Distance, double Chance, string Reason)
{
    public bool Covers(string reviewer, DateTimeOffset at) => Label.People.Equals(reviewer, Reviewer) && ReviewerCheck.WeekOf(at) == From;
}

/// <summary>Finds reviewers whose answers lie far from expectation: their labels are kept out until a person has looked.</summary>
/// <remarks>
/// A reviewer's count of "stalking" in a week is a sum of chances of different size (Poisson binomial, worked out exactly). The chances are the
/// champion's, moved on the logit scale until they meet what all the others answered, so that a model that says too much accuses nobody; and two
/// standard errors of that move further towards the reviewer, for of few others it is not known well. Who has too few others beside is held against
/// the own other weeks too. The week that lies furthest off is taken out before the others are looked at again. The error is shared among all weeks of all reviewers (Bonferroni).
/// </remarks>
public static class ReviewerCheck
{
    public static ImmutableArray<SuspectReviewer> Find(IReadOnlyList<ReviewedAnswer> answers, ReviewerCheckOptions options)
    {
        var weeks = answers.GroupBy(a => (Reviewer: a.Reviewer.ToUpperInvariant(), Week: WeekOf(a.At))).Where(g => g.Count() >= options.MinimumAnswers)
            .Select(g => (g.Key.Reviewer, g.Key.Week, Answers: g.ToList())).OrderBy(w => w.Reviewer, StringComparer.Ordinal).ThenBy(w => w.Week).ToList();
        var found = new List<SuspectReviewer>();
        // The worst first: while it stands among the others, it makes them look wrong.
        for (IReadOnlyList<ReviewedAnswer> trusted = answers; ;)
        {
            var rest = weeks.Where(w => !found.Any(f => f.Covers(w.Reviewer, w.Answers[0].At))).ToList();
            var worst = FindAmong(rest, trusted, weeks.Count, options).MinBy(s => s.Chance);
            if (worst is null) return [.. found.OrderBy(f => f.Reviewer, StringComparer.OrdinalIgnoreCase).ThenBy(f => f.From)];
            found.Add(worst);
            trusted = [.. trusted.Where(a => !worst.Covers(a.Reviewer, a.At))];
        }
    }

    /// <param name="trusted">What the weeks are held against.</param>
    /// <param name="tests">Weeks that share the error.</param>
    private static IEnumerable<SuspectReviewer> FindAmong(
        List<(string Reviewer, DateOnly Week, List<ReviewedAnswer> Answers)> weeks, IReadOnlyList<ReviewedAnswer> trusted, int tests, ReviewerCheckOptions options)
    {
        var shifts = weeks.Select(w => w.Reviewer).Distinct(StringComparer.Ordinal)
            .Select(r => (Reviewer: r, Others: trusted.Where(a => !Label.People.Equals(a.Reviewer, r)).ToList()))
            .Where(o => o.Others.Count >= options.MinimumOthers).ToDictionary(o => o.Reviewer, o => Shift(o.Others), StringComparer.Ordinal);
        foreach (var week in weeks)
        {
            if (!shifts.TryGetValue(week.Reviewer, out var shift))
            {
                var beside = trusted.Where(a => !(Label.People.Equals(a.Reviewer, week.Reviewer) && WeekOf(a.At) == week.Week)).ToList();
                if (beside.Count < options.MinimumOthers) continue;
                shift = Shift(beside);
            }

            var said = week.Answers.Count(a => a.Stalking);
            var above = said > week.Answers.Sum(a => Moved(a.Probability, shift.Middle));
            var towards = shift.Middle + ((above ? 2 : -2) * shift.Error);
            double[] chances = [.. week.Answers.Select(a => Moved(a.Probability, towards))];
            var expected = chances.Sum();
            // Between what the others allow at most and at least there is no distance.
            if (said > expected != above) continue;
            var chance = TwoSided(chances, said);
            if (chance > options.Error / tests || Math.Abs(said - expected) / chances.Length < options.MinimumShare) continue;
            var distance = (said - expected) / Math.Sqrt(chances.Sum(p => p * (1 - p)));
            var name = week.Answers[0].Reviewer;
            yield return new SuspectReviewer(
                name, week.Week, chances.Length, said, expected, distance, chance,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} answered stalking for {said} of {chances.Length} in the week from {week.Week:yyyy-MM-dd}; {expected:0.0} were to be expected ({distance:+0.0;-0.0} standard deviations). Kept out until a person has looked."));
        }
    }

    internal static DateOnly WeekOf(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    private static double Moved(double probability, double shift)
    {
        // Nobody is ever quite sure: a model that says 0 must not make one answer damning.
        var p = Math.Clamp(probability, 0.01, 0.99);
        return 1 / (1 + Math.Exp(-(Math.Log(p / (1 - p)) + shift)));
    }

    private static (double Middle, double Error) Shift(IReadOnlyList<ReviewedAnswer> others)
    {
        double low = -4, high = 4;
        var said = others.Count(a => a.Stalking);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            if (others.Sum(a => Moved(a.Probability, middle)) < said) low = middle;
            else high = middle;
        }

        var found = (low + high) / 2;
        // Of a logistic model with nothing but a constant: 1 / the root of the information.
        var information = others.Sum(a => Moved(a.Probability, found) is var p ? p * (1 - p) : 0);
        return (found, 1 / Math.Sqrt(information));
    }

    private static double TwoSided(double[] chances, int said)
    {
        var counts = new double[chances.Length + 1];
        counts[0] = 1;
        for (var i = 0; i < chances.Length; i++)
        {
            for (var k = i + 1; k >= 0; k--) counts[k] = (counts[k] * (1 - chances[i])) + (k > 0 ? counts[k - 1] * chances[i] : 0);
        }

        return Math.Min(1, 2 * Math.Min(counts[..(said + 1)].Sum(), counts[said..].Sum()));
    }
}
