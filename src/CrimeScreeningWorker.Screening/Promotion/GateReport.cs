using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Labels;

namespace CrimeScreeningWorker.Screening.Promotion;

/// <summary>One measure of both models over the same crimes.</summary>
/// <param name="Lower">Bounds of challenger less champion, each one-sided; paired bootstrap over people, percentiles.</param>
public sealed record GateFigure(string Name, double Champion, double Challenger, double Lower, double Upper)
{
    public double Difference => Challenger - Champion;
}

/// <summary>Recall at capacity of one group.</summary>
/// <param name="People">Different people with a crime labelled stalking.</param>
/// <param name="Lost">People of whom the challenger finds less than the champion.</param>
/// <param name="Won">People of whom it finds more.</param>
/// <param name="Chance">Of so many lost among those that changed, were both models equally good (sign test, one-sided, exact).</param>
/// <param name="IsJudged">False where too few people stand behind it: listed, and judged with the other small groups of its trait.</param>
public sealed record GateGroup(
    string Trait, string Value, int Crimes, int People, double Champion, double Challenger, int Lost, int Won, double Chance, bool IsJudged,
    bool IsRefused);

/// <summary>Whether the challenger may take the champion's place, and why not.</summary>
/// <param name="Reasons">One sentence each; empty when accepted.</param>
public sealed record GateReport(
    bool Accepted, ImmutableArray<string> Reasons, int Crimes, int People, ImmutableArray<GateFigure> Figures, ImmutableArray<GateGroup> Groups,
    ImmutableArray<SuspectReviewer> KeptOut);
