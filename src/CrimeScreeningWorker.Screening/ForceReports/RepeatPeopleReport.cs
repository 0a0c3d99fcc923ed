using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Suspects and victims who come again. They stand as the references of their crimes: no name and no nominal is written.</summary>
internal static class RepeatPeopleReport
{
    private const int MostReferences = 8;

    public static ForceReport Of(Tally tally)
    {
        var suspects = People(tally, crime => crime.Suspect, crime => crime.Victim);
        var victims = People(tally, crime => crime.Victim, crime => crime.Suspect);
        var (serial, again) = (suspects.Where(person => person.Others > 1).ToList(), victims.Where(person => person.Crimes.Count > 1).ToList());
        return new ForceReport(
            "repeat-people", "Repeat suspects and victims", "Stalking coordinator, offender management, victim services",
            $"{Wording.Count(serial.Count, "suspect has", "suspects have")} two victims or more; {Wording.Count(again.Count, "victim stands", "victims stand")} in two crimes or more. In each at least one crime is in scope.",
            [
                Counts("suspects-by-crimes", "Suspects by crimes", suspects), Counts("victims-by-crimes", "Victims by crimes", victims),
                List(tally, "suspects", "Suspects with two victims or more", "Those with the most victims first. One line a person.", "Victims", serial.OrderByDescending(person => person.Others).ThenByDescending(person => person.Crimes.Count)),
                List(tally, "suspects-same-victim", "Suspects with two crimes or more against one victim", "The course of conduct against a person, most crimes first.", "Victims", suspects.Where(person => person is { Others: 1, Crimes.Count: > 1 }).OrderByDescending(person => person.Crimes.Count)),
                List(tally, "victims", "Victims of two crimes or more", "Those with the most crimes first; several suspects can be one unknown, or counter-allegations.", "Suspects", again.OrderByDescending(person => person.Crimes.Count).ThenByDescending(person => person.Others)),
            ],
            [
                "People are told apart by the force's own nominal reference, within a force. Two references of one person count as two; joins by telephone, account or vehicle are on the case pages.",
                "Crimes recorded before the period are left out: --months looks further back.",
                "Crimes outside the scope count towards a person as soon as one of theirs is in scope.",
                "A suspect is somebody whom a record names. Nothing here says that anybody has done anything.",
                .. tally.Blanks(("suspect_id", "suspect's nominal reference", crime => crime.Suspect is null), ("victim_id", "victim's nominal reference", crime => crime.Victim is null)),
            ]);
    }

    private static List<Person> People(Tally tally, Func<ForceCrime, string?> who, Func<ForceCrime, string?> other) =>
    [
        .. tally.All.Where(crime => who(crime) is not null).GroupBy(crime => (crime.Key.ForceCode, who(crime)))
            .Where(group => group.Any(crime => crime is { InScope: true, Score: not null }))
            .Select(group => new Person([.. group], group.Select(other).Where(one => one is not null).Distinct(StringComparer.Ordinal).Count())),
    ];

    private static ForceTable Counts(string id, string title, List<Person> people)
    {
        (string Name, int Count)[] groups =
        [
            ("1 crime", people.Count(person => person.Crimes.Count == 1)), ("2 crimes", people.Count(person => person.Crimes.Count == 2)),
            ("3 crimes", people.Count(person => person.Crimes.Count == 3)), ("4 or more", people.Count(person => person.Crimes.Count > 3)),
        ];
        var repeat = Proportion.Wilson(people.Count - groups[0].Count, people.Count);
        return new ForceTable(
            id, title, "People who stand in at least one crime in scope of this period.", ["Crimes", "People"],
            [.. groups.Select(group => (ImmutableArray<string>)[group.Name, Tally.Cell(group.Count)])])
        {
            Chart = new BarChart(title, $"Come again: {Tally.Cell(repeat)}.", [.. groups.Select(group => (group.Name, (double)group.Count))]),
        };
    }

    private static ForceTable List(Tally tally, string id, string title, string lead, string others, IOrderedEnumerable<Person> people) => new(
        id, title, lead, ["Crimes", others, "Recorded as stalking", "First", "Last", "References, newest first", "All references"],
        [
            .. people.ThenByDescending(person => person.Newest[0].RecordedAt).ThenBy(person => person.Newest[0].Key.CrimeReference, StringComparer.Ordinal)
                .Select(person => (ImmutableArray<string>)
                [
                    Tally.Cell(person.Crimes.Count), Tally.Cell(person.Others), Tally.Cell(person.Crimes.Count(tally.IsRecorded)), Tally.Day(person.Newest[^1].RecordedAt),
                    Tally.Day(person.Newest[0].RecordedAt), References(tally, person, MostReferences), References(tally, person, int.MaxValue),
                ]),
        ])
    { PageRows = 25, FileColumns = 1 };

    private static string References(Tally tally, Person person, int most) =>
        string.Join("; ", person.Newest.Take(most).Select(crime => tally.Cell(crime.Key))) + (person.Crimes.Count > most ? $"; {Tally.Cell(person.Crimes.Count - most)} more" : "");

    /// <param name="Others">Different people on the other side.</param>
    private sealed record Person(List<ForceCrime> Crimes, int Others)
    {
        public IReadOnlyList<ForceCrime> Newest { get; } = [.. Crimes.OrderByDescending(crime => crime.RecordedAt).ThenBy(crime => crime.Key.CrimeReference, StringComparer.Ordinal)];
    }
}
