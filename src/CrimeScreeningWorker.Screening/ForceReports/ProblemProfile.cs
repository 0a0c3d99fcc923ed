using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Problem profile: how much stalking there is, where, between whom, and how much of it is online.</summary>
internal static class ProblemProfile
{
    private static readonly (int From, int To, string Name)[] Ages = [(0, 17, "Under 18"), (18, 24, "18 to 24"), (25, 34, "25 to 34"), (35, 44, "35 to 44"), (45, 54, "45 to 54"), (55, 64, "55 to 64"), (65, 130, "65 and over")];

    public static ForceReport Of(Tally tally)
    {
        var stalking = tally.InScope.Where(tally.IsStalking).ToList();
        var (recorded, found, listed) = (Count(Standing.Recorded), Count(Standing.Found), Count(Standing.Listed));
        var online = Online(stalking);
        return new ForceReport(
            "problem-profile", "Problem profile", "Stalking lead, analysts, strategic partners",
            stalking.Count == 0
                ? "No stalking is known or suspected in this period."
                : $"{Wording.Count(recorded, "crime is", "crimes are")} recorded as stalking, people found {Tally.Cell(found)} more, and {Tally.Cell(listed)} listed wait for a decision. Online: {Tally.Cell(online)}.",
            [ByMonth(tally), OnlineByMonth(tally, online), ByRelationship(tally, stalking), ByDistrict(tally), ByClass(tally), .. Victims(stalking)],
            [
                .. tally.AnySettled ? Array.Empty<string>() : ["Nobody has settled a crime of this period: “found by people” is 0 because nobody has looked, not because there is none."],
                "Listed crimes are the machine's reading order. Some are not stalking, and some stalking is not listed; the share missed is estimated by evaluate --store.",
                "Online is what the record or its text shows. Where nothing is said it counts as not online, so the share is a lower bound.",
                "Small districts and months move by chance: read the range, not the middle.",
                .. tally.Blanks(
                    ("relationship", "relationship", crime => Tally.Relationship(crime) == Tally.NotSaid),
                    ("district", "district", crime => string.IsNullOrWhiteSpace(crime.District)),
                    ("victim_gender", "victim's sex", crime => string.IsNullOrWhiteSpace(crime.VictimSex)),
                    ("victim_age", "victim's age", crime => crime.VictimAge is null)),
            ]);

        int Count(Standing standing) => stalking.Count(crime => tally.Of(crime) == standing);
    }

    internal static Proportion Online(IReadOnlyCollection<ForceCrime> crimes) => Proportion.Wilson(crimes.Count(IsOnline), crimes.Count);

    internal static bool IsOnline(ForceCrime crime) => crime.Score is { Online: true } || crime.HasFlag("CYBER");

    private static ForceTable ByMonth(Tally tally)
    {
        var months = tally.InScope.ToLookup(crime => BritishTime.Month(crime.RecordedAt));
        int Of(DateOnly month, Standing standing) => months[month].Count(crime => tally.Of(crime) == standing);
        ChartSeries Series(string name, Standing standing) => new(name, [.. tally.Months.Select(month => (double)Of(month, standing))]);
        return new ForceTable(
            "months", "Volumes by month", "By the month of recording.",
            ["Month", "Crimes in scope", "Recorded as stalking", "Found by people", "Listed, undecided", "Read, not stalking"],
            [
                .. tally.Months.Select(month => (ImmutableArray<string>)
                [
                    tally.MonthCell(month), Tally.Cell(months[month].Count()), Tally.Cell(Of(month, Standing.Recorded)), Tally.Cell(Of(month, Standing.Found)),
                    Tally.Cell(Of(month, Standing.Listed)), Tally.Cell(Of(month, Standing.Rejected)),
                ]),
            ])
        {
            Chart = new MonthChart(
                "Stalking by month", "Recorded, found by people, and listed without a decision.", "Crimes", IsShare: false, tally.Months,
                [Series("recorded as stalking", Standing.Recorded), Series("found by people", Standing.Found), Series("listed, undecided", Standing.Listed)]),
        };
    }

    private static ForceTable OnlineByMonth(Tally tally, Proportion all)
    {
        var months = tally.InScope.Where(tally.IsStalking).ToLookup(crime => BritishTime.Month(crime.RecordedAt));
        ImmutableArray<Proportion> shares = [.. tally.Months.Select(month => Online([.. months[month]]))];
        return new ForceTable(
            "online", "Online share by month", "Of stalking recorded, found or listed: how much has an online element. In brackets the share with its 95 % interval.",
            ["Month", "Stalking", "Online"],
            [.. tally.Months.Zip(shares, (month, share) => (ImmutableArray<string>)[tally.MonthCell(month), Tally.Cell(share.Of), Tally.Cell(share)])])
        {
            Chart = new MonthChart(
                "Online share", $"Over the period {Tally.Cell(all)}. Upright lines are 95 % intervals.", "Online", IsShare: true, tally.Months,
                [new ChartSeries("online", [.. shares.Select(share => share.Share)]) { Intervals = shares }]),
        };
    }

    private static ForceTable ByRelationship(Tally tally, List<ForceCrime> stalking)
    {
        var groups = Tally.By(stalking, Tally.Relationship).ToList();
        return new ForceTable(
            "relationships", "Who the suspect is to the victim", "As recorded. Stalking recorded, found or listed.",
            ["Relationship", "Stalking", "Recorded", "Found by people", "Listed, undecided", "Online", "High risk"],
            [
                .. groups.Select(group => (ImmutableArray<string>)
                [
                    group.Key, Tally.Cell(group.Count()), Standings(tally, group, Standing.Recorded), Standings(tally, group, Standing.Found),
                    Standings(tally, group, Standing.Listed), Tally.Cell(group.Count(IsOnline)), Tally.Cell(group.Count(crime => crime.Score!.HighRisk)),
                ]),
            ])
        {
            Chart = new BarChart("Stalking by relationship", groups.Count == 0 ? "Nothing to show." : $"{groups[0].Key} comes first, with {Tally.Cell(groups[0].Count())} of {Tally.Cell(stalking.Count)}.", [.. groups.Select(group => (group.Key, (double)group.Count()))]),
        };
    }

    private static ForceTable ByDistrict(Tally tally)
    {
        var groups = Tally.By(tally.InScope, crime => Tally.Named(crime.District)).ToList();
        var most = groups.OrderByDescending(group => group.Count(tally.IsStalking)).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new ForceTable(
            "districts", "Districts", "Counts, not rates: the extract brings no populations, so a large district stands before a small one with more per head.",
            ["District", "Crimes in scope", "Stalking", "Recorded", "Found by people", "Listed, undecided", "Online", "Orders broken"],
            [
                .. most.Select(group => (ImmutableArray<string>)
                [
                    group.Key, Tally.Cell(group.Count()), Tally.Cell(group.Count(tally.IsStalking)), Standings(tally, group, Standing.Recorded),
                    Standings(tally, group, Standing.Found), Standings(tally, group, Standing.Listed), Tally.Cell(group.Count(crime => tally.IsStalking(crime) && IsOnline(crime))),
                    Tally.Cell(group.Count(crime => crime.Score!.OrderBreach)),
                ]),
            ])
        {
            Chart = new BarChart("Stalking by district", "Recorded, found or listed; the fifteen with most.", [.. most.Take(15).Select(group => (group.Key, (double)group.Count(tally.IsStalking)))]),
        };
    }

    private static ForceTable ByClass(Tally tally) => new(
        "classes", "What it is recorded as", "The recorded class of the crimes in scope, and what was made of them.",
        ["Class", "Crimes in scope", "Found by people", "Listed, undecided", "Read, not stalking"],
        [
            .. Tally.By(tally.InScope, crime => Tally.Class(crime.Class)).Select(group => (ImmutableArray<string>)
            [
                group.Key, Tally.Cell(group.Count()), Standings(tally, group, Standing.Found), Standings(tally, group, Standing.Listed), Standings(tally, group, Standing.Rejected),
            ]),
        ]);

    private static IEnumerable<ForceTable> Victims(List<ForceCrime> stalking)
    {
        const string lead = "Stalking recorded, found or listed; crimes, not people. Counts under five are hidden, and so much more that they cannot be told from the total.";
        yield return Protected("victims-sex", "Sex of victims", lead, stalking, crime => crime.VictimSex?.Trim().ToUpperInvariant() switch { "F" => "Women and girls", "M" => "Men and boys", "X" => "Another", _ => Tally.NotSaid });
        yield return Protected("victims-age", "Age of victims", lead, stalking, crime => Ages.Where(age => crime.VictimAge >= age.From && crime.VictimAge <= age.To).Select(age => age.Name).FirstOrDefault() ?? Tally.NotSaid);
    }

    private static ForceTable Protected(string id, string title, string lead, List<ForceCrime> stalking, Func<ForceCrime, string> group) => new(
        id, title, lead, ["Group", "Stalking"],
        [
            .. SmallCounts.Of(stalking.GroupBy(group, StringComparer.Ordinal).OrderBy(g => g.Key == Tally.NotSaid).ThenBy(g => Array.FindIndex(Ages, age => age.Name == g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count())))
                .Select(g => (ImmutableArray<string>)[g.Name, g.Count is { } count ? Tally.Cell(count) : SmallCounts.Hidden]),
        ]);

    private static string Standings(Tally tally, IEnumerable<ForceCrime> crimes, Standing standing) => Tally.Cell(crimes.Count(crime => tally.Of(crime) == standing));
}
