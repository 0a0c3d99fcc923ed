using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>The fields of a record that have a value, in words.</summary>
internal static class CaseFacts
{
    public static IEnumerable<(string Name, string Value)> Of(ScreenedCrime screened, DateTimeOffset now) =>
        All(screened.Crime, now).Where(fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(fact => (fact.Name, fact.Value!));

    private static IEnumerable<(string Name, string? Value)> All(Crime crime, DateTimeOffset now)
    {
        yield return ("Recorded", $"{BritishTime.DayAndClock(crime.RecordedAt)} ({DueTag.Ago(crime.RecordedAt, now)})");
        yield return ("Happened", crime.OccurredFrom is { } from ? BritishTime.Period(from, crime.OccurredTo) : null);
        yield return ("Recorded as", crime.OffenceCode is { } code ? $"Class {crime.HomeOfficeClass}, code {code}" : $"Class {crime.HomeOfficeClass}");
        yield return ("Also in the record", string.Join(", ", crime.IncludedClassifications));
        yield return ("Suspect to victim", Wording.Relationship(crime) ?? "Not recorded");
        yield return ("Victim", crime.VictimId);
        yield return ("Suspect", crime.SuspectId ?? "Not known");
        yield return ("Orders in force", string.Join("; ", crime.ProtectiveOrders.Select(Wording.Order)));
        yield return ("Flags", string.Join("; ", crime.Flags.Select(Wording.Flag)));
        yield return ("Risk grade", Wording.Sentence(crime.RiskGrade));
        yield return ("Outcome", crime.OutcomeCode);
        yield return ("Owned by", string.Join(", ", new[] { crime.Key.ForceCode, crime.District, crime.Team }.Where(part => part is not null)));
    }
}
