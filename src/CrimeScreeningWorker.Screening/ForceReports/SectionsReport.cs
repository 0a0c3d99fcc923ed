using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Sections 2A and 4A of the Protection from Harassment Act 1997: what is recorded, and what the records say to the limbs of section 4A.</summary>
internal static class SectionsReport
{
    private const string NotTold = "not told";

    public static ForceReport Of(Tally tally)
    {
        var recorded = tally.InScope.Where(tally.IsRecorded).ToList();
        var others = tally.InScope.Where(crime => tally.Of(crime) is Standing.Found or Standing.Listed).ToList();
        var higher = recorded.Where(crime => Section(crime) == "2A" && IsShown(crime)).ToList();
        var unjudged = tally.InScope.Count(crime => crime.Score!.Fear is null);
        return new ForceReport(
            "sections", "Sections 2A and 4A", "Force crime registrar, stalking lead, charging advice",
            recorded.Count == 0
                ? "No crime of this period is recorded as stalking."
                : $"{Tally.Cell(recorded.Count(crime => Section(crime) == "2A"))} recorded under section 2A, {Tally.Cell(recorded.Count(crime => Section(crime) == "4A"))} under 4A. In {Tally.Cell(higher.Count)} of those under 2A the records speak of a limb of section 4A.",
            [
                Recorded(recorded), Limbs(recorded, others), Suggested(others),
                new ForceTable(
                    "to-read", "Recorded under 2A, with words for 4A", "Read each: the words stand on the case page. Whether the limb is made out is for people.",
                    ["Crime", "Recorded", "District", "Fear of violence", "Alarm or distress with effect on daily life"],
                    [
                        .. higher.Where(crime => !crime.ReadBlind).OrderByDescending(crime => crime.RecordedAt).ThenBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal)
                            .Select(crime => (ImmutableArray<string>)
                                [tally.Cell(crime.Key), Tally.Day(crime.RecordedAt), Tally.Named(crime.District), Limb(crime.Score!.Fear), Limb(crime.Score.SeriousEffect)]),
                    ]) { PageRows = 25 },
            ],
            [
                .. unjudged == 0 ? Array.Empty<string>() : [$"{Wording.Count(unjudged, "score was", "scores were")} made by an earlier program that did not look for the limbs: screen again to have them."],
                "The section is told from the offence code (195/12 and 8/56: 2A; 8/65, 8/66 and 8/58: 4A) and, where there is none, from the offence title. Where neither says it, it is not told, and never guessed.",
                "A record that says nothing of fear does not deny it. Many victims were not asked: “not stated” is a question for the officer.",
                "“Said in the records” is told from this and earlier records of the same people; it is no finding that the section is made out.",
            ]);
    }

    /// <summary><c>2A</c>, <c>4A</c>, or that the record does not tell.</summary>
    internal static string Section(ForceCrime crime)
    {
        var code = crime.OffenceCode?.Trim().Split('/') is { Length: 2 } parts ? $"{parts[0].TrimStart('0')}/{parts[1].TrimStart('0')}" : null;
        return code switch
        {
            "195/12" or "8/56" => "2A",
            "8/65" or "8/66" or "8/58" => "4A",
            _ when crime.OffenceTitle.Contains("4A", StringComparison.OrdinalIgnoreCase) => "4A",
            _ when crime.OffenceTitle.Contains("2A", StringComparison.OrdinalIgnoreCase) => "2A",
            _ => NotTold,
        };
    }

    private static bool IsShown(ForceCrime crime) => crime.Score!.Fear == LimbState.Shown || crime.Score.SeriousEffect == LimbState.Shown;

    private static bool IsPartly(ForceCrime crime) => crime.Score!.Fear == LimbState.PartlyShown || crime.Score.SeriousEffect == LimbState.PartlyShown;

    private static ForceTable Recorded(List<ForceCrime> recorded) => new(
        "recorded", "What is recorded, and what the records say", "Crimes recorded as stalking. A limb of section 4A is fear of violence twice, or serious alarm or distress with an effect on daily life.",
        ["Recorded under", "Crimes", "A limb said", "A limb partly said", "Neither"],
        [
            .. ((string[])["2A", "4A", NotTold]).Select(section => recorded.Where(crime => Section(crime) == section).ToList()).Zip(["2A", "4A", "Not told"], (crimes, name) => (ImmutableArray<string>)
            [
                name, Tally.Cell(crimes.Count), Tally.Cell(crimes.Count(IsShown)), Tally.Cell(crimes.Count(crime => !IsShown(crime) && IsPartly(crime))),
                Tally.Cell(crimes.Count(crime => !IsShown(crime) && !IsPartly(crime))),
            ]),
        ])
    {
        Chart = new BarChart("Recorded as stalking", "By the section of the record.", [.. ((string[])["2A", "4A", NotTold]).Select(section => (section, (double)recorded.Count(crime => Section(crime) == section)))]),
    };

    private static ForceTable Limbs(List<ForceCrime> recorded, List<ForceCrime> others) => new(
        "limbs", "What the records say to each limb", "“Not stated” is not “no”.",
        ["Limb", "Said", "Partly said", "Denied", "Not stated", "Among"],
        [
            Row("Fear of violence", recorded, crime => crime.Score!.Fear, "recorded as stalking"),
            Row("Alarm or distress with effect", recorded, crime => crime.Score!.SeriousEffect, "recorded as stalking"),
            Row("Fear of violence", others, crime => crime.Score!.Fear, "found or listed"),
            Row("Alarm or distress with effect", others, crime => crime.Score!.SeriousEffect, "found or listed"),
        ]);

    private static ImmutableArray<string> Row(string name, List<ForceCrime> crimes, Func<ForceCrime, LimbState?> limb, string among)
    {
        string Count(LimbState state) => Tally.Cell(crimes.Count(crime => limb(crime) == state));
        return [name, Count(LimbState.Shown), Count(LimbState.PartlyShown), Count(LimbState.Denied), Count(LimbState.NotStated), among];
    }

    private static ForceTable Suggested(List<ForceCrime> others) => new(
        "suggested", "Recorded as something else: the section that the rules point to", "Found by people, or listed and undecided.",
        ["Section", "Crimes", "By class"],
        [
            .. ((string[])["2A", "4A", "none"]).Select(section => others.Where(crime => crime.Score!.Section == section).ToList()).Zip(["2A", "4A", "No section"], (crimes, name) => (ImmutableArray<string>)
                [name, Tally.Cell(crimes.Count), string.Join(", ", Tally.By(crimes, crime => crime.Class).Select(group => $"class {group.Key}: {Tally.Cell(group.Count())}"))]),
        ]);

    private static string Limb(LimbState? state) => state is { } known ? Wording.Limb(known) : "Not looked for";
}
