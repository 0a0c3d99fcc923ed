using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Facts;

/// <summary>Sets what the fields say against what the text says. A difference is shown to the reader, never settled behind the reader's back.</summary>
public static class FieldAudit
{
    private const string Unknown = "unknown";

    /// <summary>Relationships of which one may fairly be recorded for another.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Alike =
    [
        ["acquaintance", "friend", "colleague", "neighbour", "professional", "stranger"],
        ["ex-partner", "ex-spouse"],
        ["partner", "spouse", "family"],
    ];

    /// <summary>Findings in the order of the fields; none where the text is silent or not outright.</summary>
    public static ImmutableArray<FieldFinding> Of(Crime crime, CrimeReading reading)
    {
        var findings = ImmutableArray.CreateBuilder<FieldFinding>();
        if (Relationship(crime, reading) is { } relationship) findings.Add(relationship);
        if (Orders(crime, reading) is { } orders) findings.Add(orders);
        if (Online(crime, reading) is { } online) findings.Add(online);
        if (Suspect(crime, reading) is { } suspect) findings.Add(suspect);
        return findings.ToImmutable();
    }

    /// <summary>What the suspect is to the victim by the surest words of the text; null where nothing is said outright, or two things are.</summary>
    public static NarrativeFact? StatedRelationship(CrimeReading reading)
    {
        var surest = reading.Facts.Surest(FactKind.Relationship);
        if (surest is not { IsExplicit: true }) return null;
        // "her ex partner … she now lives with her new partner": a former partner is not taken back by another person's place.
        var ex = reading.Facts.Surest(FactKind.Relationship, "ex-partner");
        if (ex is { IsExplicit: true }) return ex;
        return reading.Facts.Where(f => f.Kind == FactKind.Relationship && f.IsAffirmed && f.IsExplicit).Select(f => f.Value).Distinct(StringComparer.Ordinal).Count() == 1
            ? surest
            : null;
    }

    /// <summary>Nothing, or the word for nothing, stands in the field.</summary>
    public static bool IsBlank(string? field) => string.IsNullOrWhiteSpace(field) || string.Equals(field.Trim(), Unknown, StringComparison.OrdinalIgnoreCase);

    private static FieldFinding? Relationship(Crime crime, CrimeReading reading)
    {
        if (StatedRelationship(reading) is not { } text) return null;
        if (IsBlank(crime.Relationship))
            return Finding("relationship", null, text, $"The relationship is not recorded, the text says {Spoken(text.Value)}.");
        var field = crime.Relationship!.Trim().ToLowerInvariant();
        if (field == text.Value || reading.Facts.Says(FactKind.Relationship, field, NarrativeFact.Explicit)) return null;
        if (Alike.Any(group => group.Contains(field, StringComparer.Ordinal) && group.Contains(text.Value, StringComparer.Ordinal))) return null;
        return Finding("relationship", crime.Relationship, text, $"The record says {Spoken(field)}, the text says {Spoken(text.Value)}.");
    }

    private static FieldFinding? Orders(Crime crime, CrimeReading reading)
    {
        if (crime.ProtectiveOrders.Length > 0 || reading.Facts.Surest(FactKind.OrderInForce) is not { IsExplicit: true } order) return null;
        return Finding("protective_orders", null, order, $"No order is recorded, the text speaks of {OrderName(order.Value)}.");
    }

    private static FieldFinding? Online(Crime crime, CrimeReading reading)
    {
        if (crime.Flags.Contains("CYBER", StringComparer.OrdinalIgnoreCase) || reading.Facts.Surest(FactKind.Online) is not { IsExplicit: true } online) return null;
        return Finding("flags", null, online with { Value = "CYBER" }, "The record is not flagged as online, the text says how it was done.");
    }

    private static FieldFinding? Suspect(Crime crime, CrimeReading reading)
    {
        if (crime.SuspectId is not null || reading.Facts.Says(FactKind.Suspect, Unknown)) return null;
        var known = reading.Facts.Surest(FactKind.Suspect, "known") ?? StatedRelationship(reading);
        if (known is not { IsExplicit: true } || known.Value == "stranger") return null;
        var who = known.Kind == FactKind.Relationship ? Spoken(known.Value) : "someone who is known";
        return Finding("suspect_id", null, known, $"No suspect is recorded, the text names {who}.");
    }

    private static FieldFinding Finding(string field, string? value, NarrativeFact text, string sentence) =>
        new(field, value, text.Value, text.Span, text.Confidence, sentence);

    private static string Spoken(string relationship) => relationship switch
    {
        "ex-partner" or "ex-spouse" => "an ex-partner",
        "partner" or "spouse" => "a partner",
        "family" => "a member of the family",
        "acquaintance" => "an acquaintance",
        "professional" => "a professional contact",
        "friend" or "colleague" or "neighbour" or "stranger" => $"a {relationship}",
        var other => other,
    };

    private static string OrderName(string order) => order switch
    {
        "NMO" => "a non-molestation order",
        "RO" => "a restraining order",
        "SPO" => "a stalking protection order",
        "DVPO" => "a domestic violence protection order",
        "DAPO" => "a domestic abuse protection order",
        "OCC" => "an occupation order",
        "BAIL" => "bail conditions",
        _ => "an order",
    };
}
