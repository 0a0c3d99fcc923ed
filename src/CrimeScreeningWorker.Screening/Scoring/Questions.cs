using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>What the record does not say and a reviewer should ask. Not stated is never taken for no.</summary>
internal static class Questions
{
    public static ImmutableArray<string> For(
        Crime crime, CrimeReading reading, CourseOfConduct history, bool breach, bool online, SectionEvidence section, int most)
    {
        var stated = reading.Hits.Where(h => h.Polarity is Polarity.Affirmed or Polarity.Denied).Select(h => h.Code).ToHashSet(StringComparer.Ordinal);
        bool Missing(params string[] codes) => !codes.Any(stated.Contains);

        var ask = new List<string>();
        foreach (var finding in FieldAudit.Of(crime, reading))
            if (finding is { Field: "relationship", FieldValue: not null }) ask.Add($"{finding.Sentence.TrimEnd('.')}: which is right?");
        if (Missing("REPEAT", "HIFREQ", "PERSIST", "ESCALATE") && history.Crimes.Count == 0)
            ask.Add("Has anything like this happened before, reported or not?");
        if (breach && Missing("ORDER_SERVED")) ask.Add("What does the order forbid, was it served, and has it been broken before?");
        if (Missing("FEAR")) ask.Add("Is the victim in fear, and of what?");
        else if (section.FearOfViolence.State == LimbState.NotStated) ask.Add("Does the victim fear that violence will be used, and on how many occasions? Not stated.");
        if (section.DailyLife.State == LimbState.NotStated) ask.Add("What has the victim changed in daily life because of this?");
        if (!breach && Missing("UNWANTED")) ask.Add("Has the suspect been told that contact is not wanted, and when?");
        if (crime.SuspectId is null) ask.Add("What could show who this is: a number, an account, a vehicle, a camera?");
        if (crime.Relationship is null or "unknown" && Missing("REL_EX")) ask.Add("What is or was the suspect to the victim?");
        if (online && Missing("TRACKER", "STALKERWARE", "MONITOR")) ask.Add("Have the victim's phone and accounts been checked for tracking or access by others?");
        if (Missing("THREAT", "THREAT_KILL", "VIOLENCE", "WEAPON")) ask.Add("Have there been threats or violence at any time?");
        if (crime.RiskGrade is null) ask.Add("Which risk assessment was done, and what does it say?");
        if (crime.OccurredFrom is null) ask.Add("On which dates did each incident happen?");
        return [.. ask.Take(most)];
    }
}
