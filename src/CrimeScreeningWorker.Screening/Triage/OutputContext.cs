using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>What the page says of an indicator of the rule book.</summary>
/// <param name="Behaviour">Item of s2A(3) it stands for, <c>B1</c> to <c>B7</c>; null for none.</param>
/// <param name="Group">The rule book's group: <c>behaviour</c>, <c>risk</c>, <c>lowering</c> and so on.</param>
/// <param name="Four">Letters of FOUR it speaks to, <c>FR</c>; empty for none.</param>
public sealed record IndicatorInfo(string Title, string? Behaviour, string Group, string Four = "");

/// <summary>What the files need beside the crimes.</summary>
/// <param name="Indicators">By code. A code that is missing is shown by its code alone.</param>
public sealed record OutputContext(ScreeningScope Scope, IReadOnlyDictionary<string, IndicatorInfo> Indicators)
{
    public static OutputContext Of(ScreeningScope scope, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new OutputContext(scope, book.Indicators.ToDictionary(
            i => i.Code,
            i => new IndicatorInfo(i.Title, i.Behaviour, i.Group.ToString().ToLowerInvariant(), string.Concat(i.Four)),
            StringComparer.Ordinal));
    }

    internal string TitleOf(string code) => Indicators.TryGetValue(code, out var indicator) ? indicator.Title : code;

    internal bool Lowers(string code) => Indicators.TryGetValue(code, out var indicator) && indicator.Group == "lowering";
}
