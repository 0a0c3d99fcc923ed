using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>What scoring a bundle again gave.</summary>
/// <param name="Differences">Fields that are not what the bundle says; none: the same to the last digit.</param>
public sealed record RescoredBundle(BundleScore Now, IReadOnlyList<string> Differences)
{
    public bool IsSame => Differences.Count == 0;
}

/// <summary>Scores the crime of a bundle again from nothing but the bundle: its records are read, and scored with its links, as the run did.</summary>
public static class BundleRescoring
{
    /// <param name="path">The model that the bundle names, with the books that it names.</param>
    /// <param name="ruleBookVersion">Of the books of <paramref name="path"/>.</param>
    /// <exception cref="BundleException">The bundle is not what it was when it was made, or it was scored with another model or other books.</exception>
    public static RescoredBundle Execute(EvidenceBundle bundle, ScoringPath path, string ruleBookVersion)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(path);
        if (!bundle.IsWhole) throw new BundleException("The bundle is not what it was when it was made: a part of it was changed.");
        if (bundle.ModelVersion != path.ModelVersion)
            throw new BundleException($"The bundle was scored with the model {bundle.ModelVersion}; this is {path.ModelVersion}. Name its folder.");
        if (bundle.RuleBookVersion != ruleBookVersion)
            throw new BundleException($"The bundle was scored with the rule book {bundle.RuleBookVersion}; this is {ruleBookVersion}.");

        var history = new CourseOfConduct([.. bundle.Linked.Select(other => new LinkedCrime(
            other.Crime.Key, other.Crime.HomeOfficeClass, other.Crime.OffenceTitle, other.Crime.RecordedAt, other.Crime.OccurredFrom, path.Reader.Read(other.Crime),
            [.. other.Links.Select(link => new Link(bundle.Crime, other.Crime.Key, link.Basis, link.Strength, link.By))]))]);
        var now = Of(path.Scorer.Score(bundle.Input.Crime, path.Reader.Read(bundle.Input.Crime), history, bundle.AsOf).Score);
        return new RescoredBundle(now, [.. Differences(bundle.Score, now)]);
    }

    internal static BundleScore Of(Score score) => new(
        score.Probability, score.TextScore, score.Priority.ToString(), score.SuggestedClass, score.SuggestedSection, score.DueBy, score.Reason,
        ScoreDetail.ToJson(score));

    private static IEnumerable<string> Differences(BundleScore then, BundleScore now)
    {
        if (!then.Probability.Equals(now.Probability)) yield return "probability";
        if (!then.TextScore.Equals(now.TextScore)) yield return "text score";
        if (then.Priority != now.Priority) yield return "priority";
        if (then.SuggestedClass != now.SuggestedClass || then.SuggestedSection != now.SuggestedSection) yield return "suggested class";
        if (then.DueBy != now.DueBy) yield return "due by";
        if (then.Reason != now.Reason) yield return "reason";
        if (then.Detail != now.Detail) yield return "contributions, evidence or questions";
    }
}
