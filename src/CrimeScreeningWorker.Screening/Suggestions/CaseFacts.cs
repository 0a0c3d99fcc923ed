using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Suggestions;

/// <summary>Reads the facts of a case that the recording rules ask for: fields first, text second, linked crimes third.</summary>
internal static class CaseFacts
{
    private static readonly HashSet<string> RepeatedCodes = new(
        ["REPEAT", "HIFREQ", "PERSIST", "MULTI_CH", "MANY_DAYS", "ESCALATE"], StringComparer.Ordinal);

    /// <summary>Least confidence of a relationship in the text where the field says nothing against it.</summary>
    private const double EnoughForABlankField = 0.7;

    /// <summary>Facts that do not depend on the probability.</summary>
    public static CaseFact Of(Crime crime, CrimeReading reading, CourseOfConduct history, RuleBook book, int fewestWords)
    {
        var facts = Family(crime) | Relationship(crime, reading);
        var behaviours = new HashSet<string>(StringComparer.Ordinal);
        var occasions = new HashSet<int>();
        foreach (var hit in reading.Hits)
        {
            if (hit.Polarity != Polarity.Affirmed || book.Find(hit.Code) is not { } indicator) continue;
            if (RepeatedCodes.Contains(hit.Code)) facts |= CaseFact.Repeated;
            if (hit.Code == "FIXATE") facts |= CaseFact.Fixation;
            if (hit.Code == "THREAT_KILL") facts |= CaseFact.DeathThreat;
            if (indicator is { Group: IndicatorGroup.Lowering }) facts |= CaseFact.Dispute;
            if (indicator.Behaviour is null) continue;
            behaviours.Add(indicator.Behaviour);
            if (hit.Span is not null) occasions.Add(hit.Sentence);
        }

        if (behaviours.Overlaps(["B1", "B4", "B5", "B6", "B7"])) facts |= CaseFact.Behaviour;
        if (behaviours.Overlaps(["B2", "B3"])) facts |= CaseFact.ContactPublish;
        if (behaviours.Count >= 2 && occasions.Count >= 2) facts |= CaseFact.Repeated;
        if (crime.Flags.Contains("HATE", StringComparer.OrdinalIgnoreCase)) facts |= CaseFact.Hostility;
        if (IsUnknownSuspect(crime, reading)) facts |= CaseFact.SuspectUnknown;
        if (reading.Facts.Most(FactKind.Occasions, NarrativeFact.Explicit) > 1 || reading.Facts.Most(FactKind.Days, NarrativeFact.Explicit) > 1)
            facts |= CaseFact.Repeated;
        if (reading.Words < fewestWords) facts |= CaseFact.TooShort;
        return facts | Links(crime, history);
    }

    /// <summary>
    /// A protective order or bail condition is broken: recorded as such, acts while one is in force, or said outright where the field is blank;
    /// not when the text says that it was never served.
    /// </summary>
    public static bool IsBreach(Crime crime, CrimeReading reading) =>
        (Family(crime) == CaseFact.Breach || crime.ProtectiveOrders.Length > 0
            || (reading.Facts.Says(FactKind.OrderBreached, least: NarrativeFact.Explicit) && reading.Facts.Says(FactKind.OrderInForce, least: NarrativeFact.Explicit)))
        && !reading.Hits.Any(h => h is { Code: "ORDER_NOT_SERVED", Polarity: Polarity.Affirmed });

    /// <summary>Bands of the calibrated probability.</summary>
    public static CaseFact Bands(double probability, ScoringThresholds thresholds) =>
        (probability >= thresholds.Review ? CaseFact.Possible : CaseFact.None)
        | (probability >= thresholds.Likely ? CaseFact.Likely : CaseFact.None)
        | (probability >= thresholds.Strong ? CaseFact.Strong : CaseFact.None);

    private static CaseFact Links(Crime crime, CourseOfConduct history)
    {
        var facts = CaseFact.None;
        foreach (var linked in history.Crimes)
        {
            if (linked.Links.Any(l => l.IsCourseOfConduct)) facts |= CaseFact.Linked | CaseFact.Repeated;
            if (linked.Links.Any(l => l.Basis == LinkBasis.CounterAllegation)) facts |= CaseFact.RolesSwapped;
            if (linked.Key.ForceCode != crime.Key.ForceCode) facts |= CaseFact.OtherForce;
        }

        return facts;
    }

    private static CaseFact Family(Crime crime) => crime.HomeOfficeClass.Trim().ToUpperInvariant() switch
    {
        "8Q" => CaseFact.Stalking,
        "8L" or "8M" => CaseFact.Harassment,
        "8R" => CaseFact.Malcomms,
        "66" => CaseFact.Breach,
        _ => crime.OffenceCode?.TrimStart('0') switch
        {
            "195/12" or "8/65" or "8/66" => CaseFact.Stalking,
            "195/94" or "8/30" or "125/68" or "8/56" or "8/58" => CaseFact.Harassment,
            "8/72" or "5/28" or "138/52" => CaseFact.Malcomms,
            "8/31" or "66/38" or "66/39" or "8/74" or "8/29" or "68/19" or "68/16" or "68/20" => CaseFact.Breach,
            _ => CaseFact.Other,
        },
    };

    /// <summary>
    /// No suspect is recorded, and the text does not say outright who it is: "the ex partner" with no nominal is a known suspect whose record
    /// lacks the field.
    /// </summary>
    private static bool IsUnknownSuspect(Crime crime, CrimeReading reading) =>
        crime.SuspectId is null
        && (reading.Facts.Says(FactKind.Suspect, "unknown") || FieldAudit.StatedRelationship(reading) is not { Value: not "stranger" });

    // The field wins over the text, unless the text is outright: then the difference is a finding that the reader is shown.
    private static CaseFact Relationship(Crime crime, CrimeReading reading)
    {
        if (crime.Relationship is "ex-partner" or "ex-spouse") return CaseFact.ExPartner;
        if ((FieldAudit.IsBlank(crime.Relationship) || crime.Relationship is "partner")
            && (reading.Hits.Any(h => h is { Code: "REL_EX", Polarity: Polarity.Affirmed })
                || reading.Facts.Says(FactKind.Relationship, "ex-partner", EnoughForABlankField))) return CaseFact.ExPartner;
        if (FieldAudit.StatedRelationship(reading) is { } stated && crime.Relationship is not "family")
        {
            if (stated.Value == "ex-partner") return CaseFact.ExPartner;
            if (stated.Value is "partner" or "family") return CaseFact.PartnerOrFamily;
        }

        return crime.Relationship is "partner" or "family" ? CaseFact.PartnerOrFamily : CaseFact.None;
    }
}
