namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>The columns of the crime extract; <see cref="CrimeColumns"/> gives their names.</summary>
public enum CrimeColumn
{
    ForceCode,
    CrimeReference,
    RecordedAt,
    UpdatedAt,
    OccurredFrom,
    OccurredTo,
    HomeOfficeClass,
    OffenceCode,
    OffenceTitle,
    IncludedClassifications,
    Flags,
    VictimId,
    SuspectId,
    VictimAge,
    SuspectAge,
    VictimGender,
    SuspectGender,
    VictimEthnicity,
    SuspectEthnicity,
    Relationship,
    ProtectiveOrders,
    RiskGrade,
    OutcomeCode,
    District,
    Team,
    Narrative,
}

/// <summary>Names of the columns, and which of them a source must have.</summary>
public static class CrimeColumns
{
    private static readonly string[] Names =
    [
        "force_code", "crime_reference", "recorded_at", "updated_at", "occurred_from", "occurred_to", "home_office_class",
        "offence_code", "offence_title", "included_classifications", "flags", "victim_id", "suspect_id", "victim_age",
        "suspect_age", "victim_gender", "suspect_gender", "victim_ethnicity", "suspect_ethnicity", "relationship",
        "protective_orders", "risk_grade", "outcome_code", "district", "team", "narrative",
    ];

    /// <summary>In the order of the contract.</summary>
    public static IReadOnlyList<CrimeColumn> All { get; } = Enum.GetValues<CrimeColumn>();

    public static IReadOnlyList<CrimeColumn> Required { get; } =
    [
        CrimeColumn.ForceCode, CrimeColumn.CrimeReference, CrimeColumn.RecordedAt, CrimeColumn.UpdatedAt,
        CrimeColumn.HomeOfficeClass, CrimeColumn.OffenceTitle, CrimeColumn.Narrative,
    ];

    /// <summary>The name as it stands in a header or a view, <c>force_code</c>.</summary>
    public static string Name(this CrimeColumn column) => Names[(int)column];
}
