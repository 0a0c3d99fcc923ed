using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>What can be said of a group beside all others.</summary>
public enum GroupVerdict
{
    /// <summary>Too few in it to say anything.</summary>
    TooFew,

    /// <summary>The intervals of the group and of the others overlap.</summary>
    Alike,

    /// <summary>The interval of the group lies wholly below that of the others.</summary>
    Lower,

    /// <summary>It lies wholly above.</summary>
    Higher,
}

/// <summary>How the list treats the records of one group.</summary>
/// <param name="Records">Judged records of the group.</param>
/// <param name="Stalking">Those of them that are stalking.</param>
/// <param name="Found">Of the stalking, what is listed.</param>
/// <param name="FalseAlarms">Of the rest, what is listed.</param>
/// <param name="Verdict">On what is found.</param>
/// <param name="AlarmVerdict">On the false alarms.</param>
public sealed record GroupComparison(
    string Dimension, string Group, int Records, int Stalking, Proportion Found, Proportion FalseAlarms, GroupVerdict Verdict, GroupVerdict AlarmVerdict)
{
    /// <summary>With fewer cases than this in a group, or outside it, its share says nothing.</summary>
    public const int FewestCases = 10;

    /// <summary>A group with fewer records than this is shown only together with the other small ones, so that nobody can be told from a figure.</summary>
    public const int FewestRecords = 5;

    private const string Small = "small groups together";

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
                .SelectMany(dimension => Combined(dimension.GroupBy(m => m.Group, m => m.Record, StringComparer.Ordinal))
                    .Select(group => Of(dimension.Key, group.Name, group.Records, [.. dimension.Select(m => m.Record).Except(group.Records, ReferenceEqualityComparer.Instance).Cast<JudgedRecord>()]))
                    .OrderBy(g => g.Group is ReportGroups.NotRecorded or Small)
                    .ThenByDescending(g => char.IsAsciiDigit(g.Group[0]) && dimension.Key.EndsWith(ReportGroups.Age, StringComparison.Ordinal) ? 0 : g.Records)
                    .ThenBy(g => g.Group, StringComparer.Ordinal)),
        ];
    }

    private static IEnumerable<(string Name, List<JudgedRecord> Records)> Combined(IEnumerable<IGrouping<string, JudgedRecord>> groups)
    {
        var (large, small) = (new List<(string, List<JudgedRecord>)>(), new List<JudgedRecord>());
        foreach (var group in groups)
        {
            List<JudgedRecord> records = [.. group];
            if (records.Count < FewestRecords) small.AddRange(records);
            else large.Add((group.Key, records));
        }

        return small.Count < FewestRecords ? large : [.. large, (Small, small)];
    }

    private static GroupComparison Of(string dimension, string name, List<JudgedRecord> group, List<JudgedRecord> rest)
    {
        var (found, elsewhere) = (FoundOf(group), FoundOf(rest));
        var (alarms, others) = (AlarmsOf(group), AlarmsOf(rest));
        return new GroupComparison(
            dimension, name, group.Count, group.Count(r => r.Stalking), found, alarms, Judge(found, elsewhere), Judge(alarms, others));
    }

    private static Proportion AlarmsOf(List<JudgedRecord> records) => Proportion.Weighted(records.Where(r => !r.Stalking).Select(r => (r.Listed, r.Weight)));

    /// <summary>Where all records are judged, each case counts once; where what is missed is known from a sample, the sample alone is uncertain.</summary>
    private static Proportion FoundOf(List<JudgedRecord> records)
    {
        var sample = records.Where(r => r.Sampled).ToList();
        var found = records.Count(r => r.Listed && r.Stalking);
        return sample.Count == 0
            ? Proportion.Wilson(found, records.Count(r => r.Stalking))
            : Proportion.Recall(found, Proportion.Weighted(sample.Select(r => (r.Stalking, r.Weight))), sample.Sum(r => r.Weight));
    }

    private static GroupVerdict Judge(Proportion group, Proportion rest) =>
        Math.Min(group.Of, rest.Of) < FewestCases ? GroupVerdict.TooFew
            : group.High < rest.Low ? GroupVerdict.Lower
            : group.Low > rest.High ? GroupVerdict.Higher : GroupVerdict.Alike;
}
