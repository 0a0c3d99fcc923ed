using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.ForceReports;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.ForceReports;

/// <summary>Invented crimes as the reports see them.</summary>
internal static class SomeReports
{
    /// <summary>A Thursday, five in the morning.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 3, 19, 5, 0, 0, TimeSpan.Zero);

    public static ForceReportRequest Request { get; } = new(Morning);

    public static ForceCrime Crime(
        string reference, string homeOfficeClass = "8L", Priority priority = Priority.P2, int daysAgo = 3, string? victim = null, string? suspect = null,
        bool breach = false, string section = "none") => new()
        {
            Key = new CrimeKey("GLO", reference),
            RecordedAt = Morning.AddDays(-daysAgo),
            Class = homeOfficeClass,
            OffenceTitle = "Harassment without violence (s2 PHA 1997)",
            District = "North",
            Team = "Response",
            Victim = victim ?? $"NOM-V-{reference}",
            Suspect = suspect ?? $"NOM-S-{reference}",
            VictimSex = "F",
            VictimAge = 30,
            Relationship = "ex-partner",
            Score = new ForceScore
            {
                Priority = priority,
                OrderBreach = breach,
                Section = section,
                Reason = "Linked to another crime within 8 weeks; former partner; waits outside.",
                Audit = [],
                Fear = LimbState.NotStated,
                SeriousEffect = LimbState.NotStated,
                DueBy = priority == Priority.None ? null : Morning.AddDays(1),
            },
        };

    public static ForceCrime With(this ForceCrime crime, Func<ForceScore, ForceScore> change) => crime with { Score = change(crime.Score!) };

    public static ForceReport Report(string name, params ImmutableArray<ForceCrime> crimes) =>
        ForceReportSet.Of(new ForceCrimes(crimes), Request, new ScopeOptions()).Single(report => report.Name == name);

    public static ForceTable Table(this ForceReport report, string id) => report.Tables.Single(table => table.Id == id);

    /// <summary>First cells of the rows.</summary>
    public static IEnumerable<string> Names(this ForceTable table) => table.Rows.Select(row => row[0]);

    public static IEnumerable<string> Row(this ForceTable table, int row) => table.Rows[row];

    public static string Cell(this ForceTable table, string row, string column) => table.Rows.Single(cells => cells[0] == row)[table.Columns.IndexOf(column)];
}
