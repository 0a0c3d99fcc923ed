using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Whether stalking protection orders are considered and victims referred to an advocate, told from what reviewers entered.</summary>
internal static class OrdersAndAdvocates
{
    private static readonly (ReviewAction Action, string Words)[] Watched =
    [
        (ReviewAction.SpoConsidered, "Stalking protection order"),
        (ReviewAction.AdvocateReferral, "Stalking advocate"),
        (ReviewAction.RiskToolPresent, "Risk tool on the record"),
    ];

    public static ForceReport Of(Tally tally)
    {
        var known = tally.InScope.Where(crime => tally.Of(crime) is Standing.Recorded or Standing.Found).ToList();
        var (spo, advocate) = (Said(known, ReviewAction.SpoConsidered), Said(known, ReviewAction.AdvocateReferral));
        var low = known.Count < Tally.LowNumber;
        var entered = known.Any(crime => !crime.Actions.IsEmpty);
        return new ForceReport(
            "orders-and-advocates", "Protection orders and advocates", "Stalking coordinator, victim services, the stalking protection order lead",
            known.Count == 0
                ? "No crime of this period is recorded as stalking or was found to be."
                : $"{(low ? $"Low number: only {Wording.Count(known.Count, "crime", "crimes")}. " : "")}For {Tally.Cell(spo)} of the known stalking it is entered whether an order was considered, for {Tally.Cell(advocate)} whether the victim was referred to an advocate.",
            [Entered(known), ByMonth(tally, known), ByDistrict(known), Orders(tally, known), Open(tally, known)],
            [
                .. low ? [$"Low number: with fewer than {Tally.LowNumber} crimes a share can move by a half through one or two. Compare nothing."] : Array.Empty<string>(),
                .. entered ? Array.Empty<string>() : ["Nobody has entered an action in this period. That says that it was not entered, not that it was not done."],
                "The extract brings orders that are in force, and no applications, hearings, refusals or referrals. What is counted here was entered on case pages of the console, so it is a lower bound.",
                "Crimes recorded before the period are left out: --months looks further back.",
                "“No” means considered and not sought, or offered and not taken up; its reason stands in the case.",
                .. tally.InScope.Any(crime => crime.Orders.Length > 0) ? Array.Empty<string>() : ["No record of the period names an order (column protective_orders): orders in force cannot be counted."],
            ]);
    }

    private static Proportion Said(IReadOnlyCollection<ForceCrime> crimes, ReviewAction action) => Proportion.Wilson(crimes.Count(crime => crime.Actions.ContainsKey(action)), crimes.Count);

    private static ForceTable Entered(List<ForceCrime> known) => new(
        "entered", "What was entered", "Of crimes recorded as stalking or found to be; the newest entry of each kind.",
        ["Action", "Yes", "No", "Not entered", "Entered", "Warning"],
        [
            .. Watched.Select(watched => (ImmutableArray<string>)
            [
                watched.Words, Tally.Cell(known.Count(crime => Answer(crime, watched.Action) == true)), Tally.Cell(known.Count(crime => Answer(crime, watched.Action) == false)),
                Tally.Cell(known.Count(crime => Answer(crime, watched.Action) is null)), Tally.Cell(Said(known, watched.Action)), Warning(known.Count),
            ]),
        ])
    {
        Chart = new BarChart("Entered “yes”", $"Of {Wording.Count(known.Count, "crime", "crimes")}.", [.. Watched.Select(watched => (watched.Words, (double)known.Count(crime => Answer(crime, watched.Action) == true)))]),
    };

    private static ForceTable ByMonth(Tally tally, List<ForceCrime> known)
    {
        var months = known.ToLookup(crime => BritishTime.Month(crime.RecordedAt));
        ChartSeries Series(string name, ReviewAction action)
        {
            ImmutableArray<Proportion> shares = [.. tally.Months.Select(month => Said([.. months[month]], action))];
            return new ChartSeries(name, [.. shares.Select(share => share.Share)]) { Intervals = shares };
        }

        return new ForceTable(
            "months", "By month of recording", "How often it is entered at all. New months fill up as cases are worked.",
            ["Month", "Known stalking", "Order considered or not", "Advocate offered or not", "Warning"],
            [
                .. tally.Months.Select(month => (ImmutableArray<string>)
                [
                    tally.MonthCell(month), Tally.Cell(months[month].Count()), Tally.Cell(Said([.. months[month]], ReviewAction.SpoConsidered)),
                    Tally.Cell(Said([.. months[month]], ReviewAction.AdvocateReferral)), Warning(months[month].Count()),
                ]),
            ])
        {
            Chart = new MonthChart(
                "Entered, by month", "Upright lines are 95 % intervals; long ones are low numbers.", "Entered", IsShare: true, tally.Months,
                [Series("order", ReviewAction.SpoConsidered), Series("advocate", ReviewAction.AdvocateReferral)]),
        };
    }

    private static ForceTable ByDistrict(List<ForceCrime> known) => new(
        "districts", "By district", "",
        ["District", "Known stalking", "Order: yes", "Order: no", "Advocate: yes", "Advocate: no", "Warning"],
        [
            .. Tally.By(known, crime => Tally.Named(crime.District)).Select(group => (ImmutableArray<string>)
            [
                group.Key, Tally.Cell(group.Count()), Count(group, ReviewAction.SpoConsidered, answer: true), Count(group, ReviewAction.SpoConsidered, answer: false),
                Count(group, ReviewAction.AdvocateReferral, answer: true), Count(group, ReviewAction.AdvocateReferral, answer: false), Warning(group.Count()),
            ]),
        ]);

    private static ForceTable Orders(Tally tally, List<ForceCrime> known)
    {
        var orders = tally.InScope.SelectMany(crime => crime.Orders.Select(order => order.Trim().ToUpperInvariant())).Distinct(StringComparer.Ordinal)
            .OrderByDescending(order => order == "SPO").ThenBy(order => order, StringComparer.Ordinal);
        return new ForceTable(
            "orders", "Orders in force", "As the records name them. Broken: the record or its text says so.",
            ["Order", "Crimes in scope", "Broken", "Known stalking"],
            [
                .. orders.Select(order => (ImmutableArray<string>)
                [
                    Wording.Order(order), Tally.Cell(tally.InScope.Count(crime => crime.HasOrder(order))),
                    Tally.Cell(tally.InScope.Count(crime => crime.HasOrder(order) && crime.Score!.OrderBreach)), Tally.Cell(known.Count(crime => crime.HasOrder(order))),
                ]),
            ])
        { Empty = "No record of the period names an order." };
    }

    private static ForceTable Open(Tally tally, List<ForceCrime> known) => new(
        "to-do", "Known stalking with neither entered", "Newest first. Somebody should ask both questions and enter the answers on the case page.",
        ["Crime", "Recorded", "District", "Unit", "Order in force", "High risk"],
        [
            .. known.Where(crime => Answer(crime, ReviewAction.SpoConsidered) is null && Answer(crime, ReviewAction.AdvocateReferral) is null && !crime.ReadBlind)
                .OrderByDescending(crime => crime.RecordedAt).ThenBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal)
                .Select(crime => (ImmutableArray<string>)
                [
                    tally.Cell(crime.Key), Tally.Day(crime.RecordedAt), Tally.Named(crime.District), Tally.Named(crime.Team),
                    crime.Orders.IsEmpty ? "none recorded" : string.Join(", ", crime.Orders.Select(Wording.Order)), crime.Score!.HighRisk ? "yes" : "no",
                ]),
        ])
    { PageRows = 25 };

    private static bool? Answer(ForceCrime crime, ReviewAction action) => crime.Actions.TryGetValue(action, out var answer) ? answer : null;

    private static string Count(IEnumerable<ForceCrime> crimes, ReviewAction action, bool answer) => Tally.Cell(crimes.Count(crime => Answer(crime, action) == answer));

    private static string Warning(int count) => count is > 0 and < Tally.LowNumber ? "low number" : "";
}
