using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>What training should speak of: by unit and by type of crime, never by officer, whom the extract does not name.</summary>
internal static class LearningThemes
{
    private const int MostSigns = 15;

    private static readonly (string Name, Func<ForceCrime, bool> Holds)[] Themes =
    [
        ("Other crimes of the same people were there to be joined", crime => crime.Score!.Linked > 0),
        ("An order was broken", crime => crime.Score!.OrderBreach),
        ("Online, and the online flag is not set", crime => Misses(crime, "CYBER")),
        ("Domestic, and the domestic abuse flag is not set", crime => Misses(crime, "DA")),
        ("The text tells of a broken order that the record does not", crime => Misses(crime, "ORDER")),
        ("The relationship is not recorded", crime => Tally.Relationship(crime) == Tally.NotSaid),
        ("The suspect is not linked to the record", crime => crime.Suspect is null),
        ("Signs of a threat or another high risk", crime => crime.Score!.HighRisk),
    ];

    public static ForceReport Of(Tally tally)
    {
        var found = tally.InScope.Where(crime => tally.Of(crime) == Standing.Found).ToList();
        var listed = tally.InScope.Where(crime => tally.Of(crime) == Standing.Listed).ToList();
        var settled = Proportion.Wilson(found.Count, found.Count + tally.InScope.Count(crime => tally.Of(crime) == Standing.Recorded));
        return new ForceReport(
            "learning-themes", "Learning themes", "Training, crime data integrity, heads of units",
            found.Count == 0
                ? $"People have found no stalking that was recorded as something else{(tally.AnySettled ? "" : ", for nobody has settled a crime of this period")}. What stands under “listed” is a reading order and no finding."
                : $"Of stalking that is known, {Tally.Cell(settled)} was recorded as something else first and found by people.",
            [ThemesOf(found, listed), Signs(found, listed), Unsaid(tally, found, listed), Types(tally), Units(tally)],
            [
                "A theme says what stood in the record, not why it was missed. Read ten of the crimes before it becomes a lesson.",
                $"Units with fewer than {Tally.Smallest} crimes are shown together: a smaller unit would point at a person. The extract names no officer, and this page does not try to.",
                $"Shares of fewer than {Tally.LowNumber} say little; their ranges show it. Units differ in what they are sent, so this is no table of who does well.",
                "Found counts what was read. A unit whose crimes are read more has more of it.",
                .. tally.Blanks(("team", "team", crime => string.IsNullOrWhiteSpace(crime.Team)), ("relationship", "relationship", crime => Tally.Relationship(crime) == Tally.NotSaid)),
            ]);
    }

    private static ForceTable ThemesOf(List<ForceCrime> found, List<ForceCrime> listed)
    {
        var basis = found.Count > 0 ? found : listed;
        var rows = Themes.Select(theme => (theme.Name, Found: found.Count(theme.Holds), Listed: listed.Count(theme.Holds)))
            .OrderByDescending(theme => found.Count > 0 ? theme.Found : theme.Listed).ThenBy(theme => theme.Name, StringComparer.Ordinal).ToList();
        return new ForceTable(
            "themes", "What stood in the record", "A crime can have several.",
            ["Theme", "Found by people", "Listed, undecided"],
            [
                .. rows.Select(row => (ImmutableArray<string>)
                    [row.Name, Tally.Cell(Proportion.Wilson(row.Found, found.Count)), Tally.Cell(Proportion.Wilson(row.Listed, listed.Count))]),
            ])
        {
            Chart = new BarChart(
                "Themes", found.Count > 0 ? "Of stalking that people found in other records." : "Of listed crimes; nobody has decided them.",
                [.. rows.Select(row => (row.Name, (double)basis.Count(Themes.First(theme => theme.Name == row.Name).Holds)))]),
        };
    }

    private static ForceTable Signs(List<ForceCrime> found, List<ForceCrime> listed) => new(
        "signs", "Signs that stood in the text", $"Titles of the rule book's indicators that raised the score; the {MostSigns} most common.",
        ["Sign", "Found by people", "Listed, undecided"],
        [.. Counted(found, listed, crime => crime.Score!.Signs.Distinct(StringComparer.Ordinal)).Take(MostSigns)]);

    private static ForceTable Unsaid(Tally tally, List<ForceCrime> found, List<ForceCrime> listed) => new(
        "not-said", "What the record should have said", "Questions that the record leaves open, most common first. Good lessons: they cost the officer a sentence.",
        ["Question", "Found by people", "Listed, undecided", "All in scope"],
        [
            .. Counted(found, listed, Asked).Select(row => row.Add(Tally.Cell(tally.InScope.Count(crime => Asked(crime).Contains(row[0], StringComparer.Ordinal))))),
        ]);

    // Questions that set two values against each other differ in every record.
    private static IEnumerable<string> Asked(ForceCrime crime) => crime.Score!.Ask
        .Select(question => question.StartsWith("The record says ", StringComparison.Ordinal) ? "A field says one thing and the text another: which is right?" : question)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<ImmutableArray<string>> Counted(List<ForceCrime> found, List<ForceCrime> listed, Func<ForceCrime, IEnumerable<string>> of)
    {
        var (inFound, inListed) = (found.SelectMany(of).CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal), listed.SelectMany(of).CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal));
        return inFound.Keys.Union(inListed.Keys, StringComparer.Ordinal)
            .Select(name => (Name: name, Found: inFound.GetValueOrDefault(name), Listed: inListed.GetValueOrDefault(name)))
            .OrderByDescending(row => row.Found).ThenByDescending(row => row.Listed).ThenBy(row => row.Name, StringComparer.Ordinal)
            .Select(row => (ImmutableArray<string>)[row.Name, Tally.Cell(row.Found), Tally.Cell(row.Listed)]);
    }

    private static ForceTable Types(Tally tally) => new(
        "types", "By type of crime", "The class it was recorded under, before anybody changed it where the extract still shows that.",
        ["Type", "In scope", "Found by people", "Read, not stalking", "Listed, undecided", "Stalking, of those read"],
        [.. Tally.By(tally.InScope.Where(crime => !tally.IsRecorded(crime)), crime => Tally.Class(crime.Class)).Select(group => Row(tally, group.Key, [.. group]))]);

    private static ForceTable Units(Tally tally)
    {
        var groups = Tally.By(tally.InScope, crime => Tally.Named(crime.Team)).ToList();
        var rows = groups.Where(group => group.Count() >= Tally.Smallest).Select(group => Row(tally, group.Key, [.. group])).ToList();
        var small = groups.Where(group => group.Count() < Tally.Smallest).ToList();
        if (small.Count > 0) rows.Add(Row(tally, $"{Wording.Count(small.Count, "unit", "units")} with fewer than {Tally.Smallest}, together", [.. small.SelectMany(group => group)]));
        return new ForceTable(
            "units", "By unit", "The team that owns the crime, which need not be the one that recorded it.",
            ["Unit", "In scope", "Found by people", "Read, not stalking", "Listed, undecided", "Stalking, of those read"], [.. rows]);
    }

    private static ImmutableArray<string> Row(Tally tally, string name, List<ForceCrime> crimes)
    {
        int Of(Standing standing) => crimes.Count(crime => tally.Of(crime) == standing);
        var (found, rejected) = (Of(Standing.Found), Of(Standing.Rejected));
        var share = Proportion.Wilson(found, found + rejected);
        return [name, Tally.Cell(crimes.Count), Tally.Cell(found), Tally.Cell(rejected), Tally.Cell(Of(Standing.Listed)), Tally.Cell(share) + (share.Of is > 0 and < Tally.LowNumber ? ", low number" : "")];
    }

    private static bool Misses(ForceCrime crime, string flag) => crime.Score!.Audit is { } audit && audit.Contains((flag, FlagState.Missing));
}
