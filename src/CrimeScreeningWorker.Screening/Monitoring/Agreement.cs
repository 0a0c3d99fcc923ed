using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>How people and the machine agreed in a month. Unsure answers are counted and are on neither side.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Agreed">Listed and stalking, or not listed and not stalking: of the decisions that are yes or no.</param>
/// <param name="AgreedBlind">The same where the machine's opinion was hidden.</param>
/// <param name="AgreedSeen">
/// The same where it was shown. Where it lies far above <paramref name="AgreedBlind"/>, people may be following the machine; but what is read blind is also
/// drawn otherwise.
/// </param>
/// <param name="Overridden">Of what the machine listed, what a person found not to be stalking.</param>
/// <param name="ShownRightly">Of what the machine listed, what a person found right to be shown, stalking or not.</param>
/// <param name="FoundBelow">Of what it had not listed and people read all the same, what a person found to be stalking.</param>
/// <param name="HardlyRead">Of the decisions whose time is known, those sooner than anybody can read.</param>
/// <param name="MedianTime">Of the decisions whose time is known; null where none is. Half of them lie between the quartiles.</param>
public sealed record AgreementFigure(
    DateOnly Month, int Decisions, int Unsure, Proportion Agreed, Proportion AgreedBlind, Proportion AgreedSeen, Proportion Overridden,
    Proportion ShownRightly, Proportion FoundBelow, Proportion HardlyRead, TimeSpan? LowerQuartileTime, TimeSpan? MedianTime, TimeSpan? UpperQuartileTime)
{
    /// <summary>A figure for each month with a decision, oldest first.</summary>
    public static ImmutableArray<AgreementFigure> ByMonth(IEnumerable<MonitoredDecision> decisions, MonitoringOptions options)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        ArgumentNullException.ThrowIfNull(options);
        return [.. decisions.GroupBy(d => BritishTime.Month(d.At)).OrderBy(g => g.Key).Select(g => Of(g.Key, [.. g], options))];
    }

    private static AgreementFigure Of(DateOnly month, List<MonitoredDecision> decisions, MonitoringOptions options)
    {
        var clear = decisions.Where(d => d.Stalking != StalkingAnswer.Unsure).ToList();
        bool Agrees(MonitoredDecision d) => d.Listed == (d.Stalking == StalkingAnswer.Yes);
        var times = decisions.Select(d => d.TimeOnItem).OfType<TimeSpan>().Order().ToList();
        TimeSpan? At(double part) => times.Count == 0 ? null : times[(int)Math.Round(part * (times.Count - 1), MidpointRounding.AwayFromZero)];
        return new AgreementFigure(
            month, decisions.Count, decisions.Count - clear.Count,
            Share(clear, Agrees), Share(clear.Where(d => d.Blind), Agrees), Share(clear.Where(d => !d.Blind), Agrees),
            Share(clear.Where(d => d.Listed), d => d.Stalking == StalkingAnswer.No),
            Share(decisions.Where(d => d.Listed), d => d.ShownRightly),
            Share(clear.Where(d => !d.Listed), d => d.Stalking == StalkingAnswer.Yes),
            Proportion.Wilson(times.Count(t => t < options.HardlyRead), times.Count),
            At(0.25), At(0.5), At(0.75));
    }

    private static Proportion Share(IEnumerable<MonitoredDecision> of, Func<MonitoredDecision, bool> holds)
    {
        var all = of.ToList();
        return Proportion.Wilson(all.Count(holds), all.Count);
    }
}
