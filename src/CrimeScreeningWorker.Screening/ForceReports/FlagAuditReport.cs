using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Flags against crimes: flagged and not crimed, crimed and not flagged, online and domestic abuse flags missing.</summary>
internal static class FlagAuditReport
{
    private static readonly (string Flag, FlagState State, string Words)[] Findings =
    [
        ("CYBER", FlagState.Missing, "Online flag missing"),
        ("DA", FlagState.Missing, "Domestic abuse flag missing"),
        ("ORDER", FlagState.Missing, "Order or breach not recorded"),
        ("CYBER", FlagState.Contradicted, "Online flag set, the text says otherwise"),
        ("CYBER", FlagState.Unsupported, "Online flag set, nothing says so"),
    ];

    public static ForceReport Of(Tally tally)
    {
        var noStalkingFlag = !tally.All.Any(crime => crime.HasFlag("STALKING"));
        var flaggedOnly = tally.InScope.Where(crime => crime.HasFlag("STALKING") && !tally.IsRecorded(crime)).ToList();
        var crimedOnly = noStalkingFlag ? [] : tally.InScope.Where(crime => tally.IsRecorded(crime) && !crime.HasFlag("STALKING")).ToList();
        var findings = Findings.Select(finding => (finding.Words, Crimes: tally.InScope.Where(crime => Has(crime, finding.Flag, finding.State)).ToList())).ToList();
        var unaudited = tally.InScope.Count(crime => crime.Score!.Audit is null);
        return new ForceReport(
            "flag-audit", "Flag audit", "Crime data integrity, force crime registrar",
            $"{Wording.Count(flaggedOnly.Count, "crime is", "crimes are")} flagged and not crimed as stalking, {(noStalkingFlag ? "nothing can be said of the reverse" : $"{Tally.Cell(crimedOnly.Count)} crimed and not flagged")}; the online flag is missing on {Tally.Cell(findings[0].Crimes.Count)}, the domestic abuse flag on {Tally.Cell(findings[1].Crimes.Count)}.",
            [
                Overview(findings, flaggedOnly, crimedOnly, noStalkingFlag),
                ByDistrict(tally, flaggedOnly, crimedOnly, findings),
                List(tally, "flagged-not-crimed", "Flagged, not crimed", "The stalking flag is set; neither the class nor an included classification is stalking.", [.. flaggedOnly.Select(crime => (crime, "Stalking flag, not crimed"))]),
                List(tally, "crimed-not-flagged", "Crimed, not flagged", "The class or an included classification is stalking; the flag is not set.", [.. crimedOnly.Select(crime => (crime, "Crimed, no stalking flag"))])
                    with { Empty = noStalkingFlag ? "No record of the period carries a stalking flag: the force may not use it, or the extract may not bring it. Nothing is listed." : "Nothing in this period." },
                List(tally, "flags-missing", "Flags that the record or its text bears out, and others", "Online, domestic abuse and orders. The case page of the console shows the words that say so.", [.. findings.SelectMany(finding => finding.Crimes.Select(crime => (crime, finding.Words)))]),
            ],
            [
                .. unaudited == 0 ? Array.Empty<string>() : [$"{Wording.Count(unaudited, "score was", "scores were")} made by an earlier program that audited no flags: screen again to have them."],
                .. from flag in (string[])["CYBER", "DA"]
                   where tally.All.Length > 0 && !tally.All.Any(crime => crime.HasFlag(flag))
                   select $"No record of the period carries the flag {flag}: the force may not use it, or the extract may not bring it, and then “missing” means nothing.",
                "Only crimes in scope are audited: harassment, malicious communications, breaches, stalking, and what carries the stalking flag.",
                "A flag is called missing where the words say so outright. What the text leaves open is not counted, so these are lower bounds.",
                "Crimes that are being read without the machine's opinion are counted and not listed.",
                .. tally.Blanks(("district", "district", crime => string.IsNullOrWhiteSpace(crime.District))),
            ]);
    }

    private static ForceTable Overview(List<(string Words, List<ForceCrime> Crimes)> findings, List<ForceCrime> flaggedOnly, List<ForceCrime> crimedOnly, bool noStalkingFlag)
    {
        var rows = new List<(string Words, int? Count)> { ("Flagged, not crimed", flaggedOnly.Count), ("Crimed, not flagged", noStalkingFlag ? null : crimedOnly.Count) };
        rows.AddRange(findings.Select(finding => (finding.Words, (int?)finding.Crimes.Count)));
        return new ForceTable(
            "overview", "Findings", "A crime can have several.", ["Finding", "Crimes"],
            [.. rows.Select(row => (ImmutableArray<string>)[row.Words, row.Count is { } count ? Tally.Cell(count) : "not known"])])
        {
            Chart = new BarChart("Flags and records that disagree", "Crimes in scope.", [.. rows.Where(row => row.Count is not null).Select(row => (row.Words, (double)row.Count!.Value))]),
        };
    }

    private static ForceTable ByDistrict(Tally tally, List<ForceCrime> flaggedOnly, List<ForceCrime> crimedOnly, List<(string Words, List<ForceCrime> Crimes)> findings)
    {
        ILookup<string, ForceCrime> Places(List<ForceCrime> crimes) => crimes.ToLookup(crime => Tally.Named(crime.District), StringComparer.OrdinalIgnoreCase);
        var (flagged, crimed, cyber, domestic, order) = (Places(flaggedOnly), Places(crimedOnly), Places(findings[0].Crimes), Places(findings[1].Crimes), Places(findings[2].Crimes));
        return new ForceTable(
            "districts", "By district", "", ["District", "Crimes in scope", "Flagged, not crimed", "Crimed, not flagged", "Online flag missing", "Domestic abuse flag missing", "Order not recorded"],
            [
                .. Tally.By(tally.InScope, crime => Tally.Named(crime.District)).Select(group => (ImmutableArray<string>)
                [
                    group.Key, Tally.Cell(group.Count()), Tally.Cell(flagged[group.Key].Count()), Tally.Cell(crimed[group.Key].Count()), Tally.Cell(cyber[group.Key].Count()),
                    Tally.Cell(domestic[group.Key].Count()), Tally.Cell(order[group.Key].Count()),
                ]),
            ]);
    }

    private static ForceTable List(Tally tally, string id, string title, string lead, List<(ForceCrime Crime, string Words)> found) => new(
        id, title, lead, ["Crime", "Recorded", "Class", "District", "Unit", "Finding"],
        [
            .. found.Where(one => !one.Crime.ReadBlind).OrderBy(one => one.Words, StringComparer.Ordinal).ThenByDescending(one => one.Crime.RecordedAt).ThenBy(one => one.Crime.Key.CrimeReference, StringComparer.Ordinal)
                .Select(one => (ImmutableArray<string>)
                [
                    tally.Cell(one.Crime.Key), Tally.Day(one.Crime.RecordedAt), one.Crime.Class, Tally.Named(one.Crime.District), Tally.Named(one.Crime.Team), one.Words,
                ]),
        ])
    { PageRows = 25 };

    private static bool Has(ForceCrime crime, string flag, FlagState state) => crime.Score!.Audit is { } audit && audit.Contains((flag, state));
}
