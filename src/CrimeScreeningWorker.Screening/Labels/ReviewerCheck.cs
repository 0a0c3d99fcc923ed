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
/// champion's, moved on the logit scale until they meet what all the others answered, so that a model that says too much accuses nobody.
/// The error is shared among all weeks of all reviewers (Bonferroni).
/// </remarks>
public static class ReviewerCheck
{
    public static ImmutableArray<SuspectReviewer> Find(IReadOnlyList<ReviewedAnswer> answers, ReviewerCheckOptions options)
    {
        var weeks = answers.GroupBy(a => (Reviewer: a.Reviewer.ToUpperInvariant(), Week: WeekOf(a.At))).Where(g => g.Count() >= options.MinimumAnswers)
            .OrderBy(g => g.Key.Reviewer, StringComparer.Ordinal).ThenBy(g => g.Key.Week).ToList();
        var found = ImmutableArray.CreateBuilder<SuspectReviewer>();
        var shifts = weeks.Select(w => w.Key.Reviewer).Distinct(StringComparer.Ordinal)
            .ToDictionary(r => r, r => Shift([.. answers.Where(a => !Label.People.Equals(a.Reviewer, r))]), StringComparer.Ordinal);
        foreach (var week in weeks)
        {
            double[] chances = [.. week.Select(a => Moved(a.Probability, shifts[week.Key.Reviewer]))];
            var said = week.Count(a => a.Stalking);
            var expected = chances.Sum();
            var chance = TwoSided(chances, said);
            if (chance > options.Error / weeks.Count || Math.Abs(said - expected) / chances.Length < options.MinimumShare) continue;
            var distance = (said - expected) / Math.Sqrt(chances.Sum(p => p * (1 - p)));
            found.Add(new SuspectReviewer(
                week.First().Reviewer, week.Key.Week, chances.Length, said, expected, distance, chance,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{week.First().Reviewer} answered stalking for {said} of {chances.Length} in the week from {week.Key.Week:yyyy-MM-dd}; {expected:0.0} were to be expected ({distance:+0.0;-0.0} standard deviations). Kept out until a person has looked.")));
        }

        return found.ToImmutable();
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

    private static double Shift(IReadOnlyList<ReviewedAnswer> others)
    {
        if (others.Count == 0) return 0;
        double low = -4, high = 4;
        var said = others.Count(a => a.Stalking);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            if (others.Sum(a => Moved(a.Probability, middle)) < said) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
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
