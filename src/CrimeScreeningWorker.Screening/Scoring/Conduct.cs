using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>Something done to the victim: one of the statutory behaviours in one sentence of one record.</summary>
/// <param name="When">When the record says that it happened; when it was recorded where it does not.</param>
/// <param name="Behaviour">Item of section 2A(3), <c>B1</c> to <c>B7</c>.</param>
/// <param name="Sentence">0-based sentence of that record's narrative.</param>
public sealed record Act(CrimeKey Crime, DateTimeOffset When, string Behaviour, int Sentence);

/// <summary>
/// The acts of a course of conduct, counted across records: a crime is a piece of paper, and one may tell of ten acts or two of the same.
/// </summary>
/// <remarks>
/// What the score is made from is monotone: another act or another record never makes a count smaller, a gap longer or
/// <see cref="WentOnAfterReport"/> false, because the law never takes more conduct for less. <see cref="NewBehaviours"/> is for the reader.
/// </remarks>
/// <param name="Acts">Oldest first. The same behaviour on the same day in two records is one act.</param>
/// <param name="Days">On how many different days of the records something was done; 0 when nothing was.</param>
/// <param name="ShortestGap">Days between the two nearest of those days; null when there is one or none.</param>
/// <param name="WentOnAfterReport">Something was done after an earlier crime of the course had been recorded.</param>
/// <param name="NewBehaviours">Behaviours of the newest day with acts that no earlier day shows, in order; empty where there is no earlier day.</param>
public sealed record Conduct(ImmutableArray<Act> Acts, int Days, int? ShortestGap, bool WentOnAfterReport, ImmutableArray<string> NewBehaviours)
{
    /// <summary>Counts the acts of a crime and of the crimes that are its course of conduct.</summary>
    /// <param name="behaviourOf">The statutory behaviour of an indicator's code; null when it has none.</param>
    public static Conduct Of(Crime crime, CrimeReading reading, CourseOfConduct history, Func<string, string?> behaviourOf)
    {
        ArgumentNullException.ThrowIfNull(behaviourOf);
        var records = history.Crimes.Where(linked => linked.Links.Any(link => link.IsCourseOfConduct))
            .Select(linked => new Entry(linked.Key, linked.OccurredFrom ?? linked.RecordedAt, linked.RecordedAt, linked.Reading))
            .Append(new Entry(crime.Key, crime.OccurredFrom ?? crime.RecordedAt, crime.RecordedAt, reading))
            .OrderBy(entry => entry.When).ThenBy(entry => entry.Key)
            .ToList();

        var acts = ImmutableArray.CreateBuilder<Act>();
        var told = new Dictionary<(DateOnly Day, string Behaviour), CrimeKey>();
        var wentOn = false;
        foreach (var entry in records)
        {
            var day = DateOnly.FromDateTime(entry.When.Date);
            foreach (var (behaviour, sentence) in Behaviours(entry.Reading, behaviourOf))
            {
                wentOn |= records.Any(other => other.RecordedAt < entry.When);
                // Of two records of one evening the later tells the same acts again.
                if (told.TryGetValue((day, behaviour), out var teller) && teller != entry.Key) continue;
                told[(day, behaviour)] = entry.Key;
                acts.Add(new Act(entry.Key, entry.When, behaviour, sentence));
            }
        }

        var days = acts.Select(DayOf).Distinct().ToList();
        var gaps = days.Zip(days.Skip(1), (before, after) => after.DayNumber - before.DayNumber).ToList();
        var before = acts.Where(act => DayOf(act) != days[^1]).Select(act => act.Behaviour).ToHashSet(StringComparer.Ordinal);
        var added = acts.Where(act => before.Count > 0 && DayOf(act) == days[^1] && !before.Contains(act.Behaviour)).Select(act => act.Behaviour);
        return new Conduct(
            acts.ToImmutable(), days.Count, gaps.Count == 0 ? null : gaps.Min(), wentOn, [.. added.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static DateOnly DayOf(Act act) => DateOnly.FromDateTime(act.When.Date);

    private static IEnumerable<(string Behaviour, int Sentence)> Behaviours(CrimeReading reading, Func<string, string?> behaviourOf)
    {
        var seen = new HashSet<(string, int)>();
        foreach (var hit in reading.Hits)
            if (hit is { Polarity: Polarity.Affirmed, Span: not null } && behaviourOf(hit.Code) is { } behaviour && seen.Add((behaviour, hit.Sentence)))
                yield return (behaviour, hit.Sentence);
    }

    private sealed record Entry(CrimeKey Key, DateTimeOffset When, DateTimeOffset RecordedAt, CrimeReading Reading);
}
