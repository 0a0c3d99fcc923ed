using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>What can be said of a group beside all others.</summary>
public enum GroupVerdict
{
    /// <summary>Too little stalking in it to say anything.</summary>
    TooFew,

    /// <summary>The intervals of the group and of the rest overlap.</summary>
    Alike,

    /// <summary>The interval of the group's recall lies wholly below that of the rest.</summary>
    Lower,

    /// <summary>It lies wholly above.</summary>
    Higher,
}

/// <summary>How the list treats the records of one group.</summary>
/// <param name="Records">Judged records of the group.</param>
/// <param name="Stalking">Those of them that are stalking.</param>
/// <param name="Found">Of the stalking, what is listed.</param>
/// <param name="FalseAlarms">Of the rest, what is listed.</param>
public sealed record GroupComparison(string Dimension, string Group, int Records, int Stalking, Proportion Found, Proportion FalseAlarms, GroupVerdict Verdict)
{
    /// <summary>With fewer cases of stalking than this in a group, or outside it, its recall says nothing.</summary>
    public const int FewestCases = 10;

    /// <summary>By dimension, in the order in which the records have them; bands in their own order, other groups the largest first, what is not recorded last.</summary>
    /// <remarks>
    /// Two intervals of 95 % that do not overlap are apart at about 0.6 % (Schenker and Gentleman, On judging the significance of differences by
    /// examining the overlap between confidence intervals, 2001): of thirty groups that are all alike fewer than one in five reports names one.
    /// </remarks>
    public static ImmutableArray<GroupComparison> Of(IReadOnlyList<JudgedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return
        [
            .. records.SelectMany(r => r.Groups.Select(g => (g.Dimension, g.Group, Record: r))).GroupBy(m => m.Dimension, StringComparer.Ordinal)
                .SelectMany(dimension => dimension.GroupBy(m => m.Group, m => m.Record, StringComparer.Ordinal)
                    .Select(group => Of(dimension.Key, group.Key, [.. group], [.. dimension.Where(m => m.Group != group.Key).Select(m => m.Record)]))
                    .OrderBy(g => g.Group == ReportGroups.NotRecorded)
                    .ThenByDescending(g => char.IsAsciiDigit(g.Group[0]) && dimension.Key.EndsWith(ReportGroups.Age, StringComparison.Ordinal) ? 0 : g.Records)
                    .ThenBy(g => g.Group, StringComparer.Ordinal)),
        ];
    }

    private static GroupComparison Of(string dimension, string name, List<JudgedRecord> group, List<JudgedRecord> rest)
    {
        static Proportion Listed(List<JudgedRecord> records, bool stalking) =>
            Proportion.Weighted(records.Where(r => r.Stalking == stalking).Select(r => (r.Listed, r.Weight)));
        var (found, elsewhere) = (Listed(group, stalking: true), Listed(rest, stalking: true));
        var verdict = group.Count(r => r.Stalking) < FewestCases || rest.Count(r => r.Stalking) < FewestCases ? GroupVerdict.TooFew
            : found.High < elsewhere.Low ? GroupVerdict.Lower
            : found.Low > elsewhere.High ? GroupVerdict.Higher : GroupVerdict.Alike;
        return new GroupComparison(dimension, name, group.Count, group.Count(r => r.Stalking), found, Listed(group, stalking: false), verdict);
    }
}
