using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Sets the force's own flags against the evidence.</summary>
internal static class FlagAudit
{
    /// <summary>Quotations of a finding.</summary>
    private const int MostQuotes = 3;

    /// <param name="isBreachClass">The record's class is a breach of an order.</param>
    /// <param name="isStalkingClass">The record's class is stalking.</param>
    /// <param name="probable">The calibrated probability is at or above the threshold of a likely case.</param>
    /// <param name="evidence">Quotations that support the score, strongest first.</param>
    public static ImmutableArray<FlagFinding> Of(
        Crime crime, CrimeReading reading, bool isBreachClass, bool isStalkingClass, bool probable, ImmutableArray<Evidence> evidence)
    {
        var findings = ImmutableArray.CreateBuilder<FlagFinding>();
        if (Online(crime, reading) is { } online) findings.Add(online);
        if (Order(crime, reading, isBreachClass) is { } order) findings.Add(order);
        if (Domestic(crime, reading) is { } domestic) findings.Add(domestic);
        if (probable && !isStalkingClass && !Has(crime, "STALKING"))
            findings.Add(new FlagFinding("STALKING", FlagState.Missing, "Probable stalking, and the stalking flag is not set.", [.. evidence.Take(MostQuotes).Select(e => e.Span)]));
        return findings.ToImmutable();
    }

    private static FlagFinding? Online(Crime crime, CrimeReading reading)
    {
        var shown = Quotes(reading, FactKind.Online, f => f.IsAffirmed && f.IsExplicit);
        if (!Has(crime, "CYBER"))
            return shown.IsEmpty ? null : new FlagFinding("CYBER", FlagState.Missing, "The text shows an online element, and the online flag is not set.", shown);
        if (reading.Facts.Any(f => f.Kind == FactKind.Online && f.Stated != Polarity.Denied)
            || reading.Hits.Any(h => h is { Code: "ONLINE_UNSURE", Polarity: Polarity.Affirmed })) return null;
        var denied = Quotes(reading, FactKind.Online, f => f.Stated == Polarity.Denied);
        return denied.IsEmpty
            ? new FlagFinding("CYBER", FlagState.Unsupported, "The online flag is set, and nothing in the text says what was online. Not stated is not “no”.", [])
            : new FlagFinding("CYBER", FlagState.Contradicted, "The online flag is set, and the text says that nothing was online.", denied);
    }

    private static FlagFinding? Order(Crime crime, CrimeReading reading, bool isBreachClass)
    {
        if (isBreachClass || crime.ProtectiveOrders.Length > 0) return null;
        var broken = Quotes(reading, FactKind.OrderBreached, f => f.IsAffirmed && f.IsExplicit);
        return broken.IsEmpty || !reading.Facts.Says(FactKind.OrderInForce, least: NarrativeFact.Explicit)
            ? null
            : new FlagFinding("ORDER", FlagState.Missing, "The text says that an order is broken; the record is no breach and names no order.", broken);
    }

    private static FlagFinding? Domestic(Crime crime, CrimeReading reading)
    {
        if (Has(crime, "DA")) return null;
        if (IsDomestic(crime.Relationship))
            return new FlagFinding("DA", FlagState.Missing, $"The recorded relationship is {crime.Relationship}, and the domestic abuse flag is not set.", []);
        return FieldAudit.IsBlank(crime.Relationship) && FieldAudit.StatedRelationship(reading) is { } stated && IsDomestic(stated.Value)
            ? new FlagFinding("DA", FlagState.Missing, $"The text says {stated.Value}, and the domestic abuse flag is not set.", [stated.Span])
            : null;
    }

    private static bool IsDomestic(string? relationship) =>
        relationship?.Trim().ToLowerInvariant() is "partner" or "ex-partner" or "spouse" or "ex-spouse" or "family";

    private static bool Has(Crime crime, string flag) => crime.Flags.Contains(flag, StringComparer.OrdinalIgnoreCase);

    private static ImmutableArray<TextSpan> Quotes(CrimeReading reading, FactKind kind, Func<NarrativeFact, bool> holds) =>
    [
        .. reading.Facts.Where(f => f.Kind == kind && holds(f)).OrderByDescending(f => f.Confidence).ThenBy(f => f.Span.Start).Take(MostQuotes).Select(f => f.Span),
    ];
}
