using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>What an indicator speaks of.</summary>
public enum IndicatorGroup
{
    Behaviour,
    Contact,
    Risk,
    Effect,
    Order,
    Relationship,
    Context,

    /// <summary>Speaks against stalking: a trade dispute, a mistaken number.</summary>
    Lowering,
}

/// <summary>One thing the rule book looks for, as its author described it.</summary>
/// <param name="Code">Capital letters, digits and underscores; unique in the book.</param>
/// <param name="Behaviour">Item of section 2A(3) of the Protection from Harassment Act 1997, <c>B1</c> to <c>B7</c>; null when it stands for none.</param>
/// <param name="Four">Letters of the FOUR mnemonic (fixated, obsessive, unwanted, repeated) it speaks to.</param>
/// <param name="Weight">Natural log odds before training; negative lowers.</param>
/// <param name="HighRisk">An affirmed hit is a high-risk indicator.</param>
/// <param name="Online">An affirmed hit shows an online element.</param>
/// <param name="Breach">An affirmed hit shows a broken order.</param>
/// <param name="DailyLife">An affirmed hit shows a substantial effect on the victim's usual day-to-day life, as section 4A asks.</param>
/// <param name="Line">1-based line of the book it starts on.</param>
public sealed record Indicator(
    string Code,
    string Title,
    IndicatorGroup Group,
    string? Behaviour,
    ImmutableArray<char> Four,
    double Weight,
    bool HighRisk,
    bool Online,
    bool Breach,
    bool DailyLife,
    string? Note,
    int Line)
{
    /// <summary>
    /// Of the high-risk indicators those that are grave by themselves: a threat to kill, a weapon, a tracker. The others ("lets himself in")
    /// stand for harmless things as often.
    /// </summary>
    public bool Grave { get; init; }
}
