using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Indicators;

/// <summary>A field of the crime that an indicator can ask for.</summary>
internal enum CrimeField
{
    Relationship,
    Class,
    Included,
    Orders,
    Flags,
    Risk,
}

/// <summary>What a field has to hold: any value at all, none, or one of a list (case does not matter).</summary>
internal sealed record FieldTest(CrimeField Field, bool Any, bool None, ImmutableArray<string> Values)
{
    public bool Fits(Crime crime) => Field switch
    {
        CrimeField.Relationship => FitsOne(crime.Relationship),
        CrimeField.Class => FitsOne(crime.HomeOfficeClass),
        CrimeField.Risk => FitsOne(crime.RiskGrade),
        CrimeField.Included => FitsList(crime.IncludedClassifications),
        CrimeField.Orders => FitsList(crime.ProtectiveOrders),
        _ => FitsList(crime.Flags),
    };

    private bool FitsList(ImmutableArray<string> held)
    {
        if (held.IsDefaultOrEmpty) return None;
        if (Any) return true;
        foreach (var value in held)
            if (FitsValue(value)) return true;
        return false;
    }

    private bool FitsOne(string? held) => string.IsNullOrWhiteSpace(held) ? None : Any || FitsValue(held);

    private bool FitsValue(string held)
    {
        var trimmed = held.AsSpan().Trim();
        foreach (var value in Values)
            if (trimmed.Equals(value, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

/// <summary>Tests that must all hold.</summary>
internal sealed record FieldCondition(ImmutableArray<FieldTest> Tests)
{
    public bool Holds(Crime crime)
    {
        foreach (var test in Tests)
            if (!test.Fits(crime)) return false;
        return true;
    }
}

/// <summary>Asks for linked crimes, before or after the crime.</summary>
/// <param name="Basis">Links that count; empty counts all.</param>
/// <param name="Within">Most time between the two recordings; null for any.</param>
internal sealed record HistoryCondition(ImmutableArray<LinkBasis> Basis, int AtLeast, TimeSpan? Within)
{
    public bool Holds(Crime crime, CourseOfConduct history)
    {
        var count = 0;
        foreach (var linked in history.Crimes)
        {
            if (Within is { } within && (linked.RecordedAt - crime.RecordedAt).Duration() > within) continue;
            if (Basis.IsEmpty || linked.Links.Any(link => Basis.Contains(link.Basis))) count++;
        }

        return count >= AtLeast;
    }
}
