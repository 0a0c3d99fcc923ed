namespace CrimeScreeningWorker.Screening.Audit;

/// <summary>A table that keeps acts of its own, and what of a row its digest is taken over.</summary>
/// <param name="Table">Its name, which the chain's entries carry.</param>
/// <param name="Columns">After <c>id</c>; all that there are.</param>
/// <param name="Kind">SQL that says of a row, as <c>t</c>, which kind of act it is.</param>
internal sealed record AuditSource(string Table, string Columns, string Kind)
{
    private const string Alteration = "'alteration'";

    /// <summary>In the order in which due rows are chained.</summary>
    public static IReadOnlyList<AuditSource> All { get; } =
    [
        new(
            "access_log", "at, reviewer, role, act, force_code, crime_reference, page, seen_version, seen_machine",
            "case when t.act = 'export' then 'disclosure' when t.act in ('view', 'search', 'sign-in', 'sign-out', 'refused') then 'consultation' else 'alteration' end"),
        new(
            "review_event",
            "force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, reason, note, until, person, refers_to, action, answer, "
            + "bulk, blind, machine, priority, probability",
            Alteration),
        new(
            "cdi_event",
            "force_code, crime_reference, version, kind, reviewer, role, at, reason, note, suggested_action, suggested_class, suggested_section, rule, basis, "
            + "confidence, asked_action, asked_value",
            Alteration),
        new(
            "label",
            "force_code, crime_reference, stalking, reviewer, role, at, blind, sample, selection_weight, rubric, reason, source, event, corrects, priority, "
            + "probability, record_updated_at",
            Alteration),
        new(
            "link_judgement", "first_force, first_reference, second_force, second_reference, verdict, reviewer, role, reason, judged_at", "'combination'"),
        new("model_event", "kind, version, live_before, person, note, at, gate, despite", Alteration),
        new("reviewer_release", "reviewer, week, released_by, note, at", Alteration),
    ];
}
