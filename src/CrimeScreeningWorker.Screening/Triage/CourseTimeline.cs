using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Indicators;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>A crime among those it is linked to, by two clocks: when it happened, and when the police learned of it.</summary>
/// <param name="Links">What joins it to the crime being looked at, strongest first; none for that crime itself.</param>
/// <param name="DaysLater">Days after the entry before it; null for the first.</param>
/// <param name="NewMethods">Ways in which the victim was reached that no earlier entry of the course shows, in words; none where there is no earlier entry.</param>
internal sealed record TimelineEntry(
    CrimeKey Key, string HomeOfficeClass, string OffenceTitle, DateTimeOffset RecordedAt, DateTimeOffset? OccurredFrom, IReadOnlyList<Link> Links,
    int? DaysLater, ImmutableArray<string> NewMethods)
{
    public DateTimeOffset When => OccurredFrom ?? RecordedAt;

    public bool IsThisCrime => Links.Count == 0;

    public bool RolesAreSwapped => Links.Any(link => link.Basis == LinkBasis.CounterAllegation);

    /// <summary>Days from what happened to the record of it; null where it is not recorded when it happened, or they are one day.</summary>
    public int? DaysUntilRecorded => OccurredFrom is { } happened && BritishTime.DaysBetween(happened, RecordedAt) is > 0 and var days ? days : null;

    public string? Gap => DaysLater switch { null => null, 0 => "the same day", var days => $"{Wording.Count(days.Value, "day", "days")} later" };
}

/// <summary>The earlier and later crimes of a crime, oldest first, with what their order tells.</summary>
/// <param name="NotShown">Linked crimes further away in time that found no place.</param>
/// <param name="Intervals">The gaps in a sentence; null where there are fewer than two.</param>
/// <param name="Acts">The acts in sentences; null where they fall on one day.</param>
internal sealed record CourseTimeline(IReadOnlyList<TimelineEntry> Entries, int NotShown, string? Intervals, string? Acts)
{
    /// <param name="most">Linked crimes shown; of more, the nearest in time.</param>
    public static CourseTimeline Of(ScreenedCrime screened, OutputContext context, int most)
    {
        var crime = screened.Crime;
        var self = new TimelineEntry(crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, crime.OccurredFrom, [], null, []);
        var readings = screened.History.Crimes.ToDictionary(linked => linked.Key, linked => linked.Reading);
        readings[crime.Key] = screened.Reading;
        var inOrder = screened.History.Crimes
            .Select(linked => new TimelineEntry(
                linked.Key, linked.HomeOfficeClass, linked.OffenceTitle, linked.RecordedAt, linked.OccurredFrom, linked.Links, null, []))
            .OrderBy(entry => (entry.When - self.When).Duration()).ThenBy(entry => entry.Key)
            .Take(most)
            .Append(self)
            .OrderBy(entry => entry.When).ThenBy(entry => entry.Key)
            .ToList();

        var entries = new List<TimelineEntry>(inOrder.Count);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in inOrder)
        {
            var isOfTheCourse = entry.IsThisCrime || entry.Links.Any(link => link.IsCourseOfConduct);
            var methods = isOfTheCourse ? MethodsOf(readings[entry.Key], context) : [];
            var isFirst = known.Count == 0;
            var added = methods.Where(known.Add).ToImmutableArray();
            entries.Add(entry with
            {
                DaysLater = entries.Count == 0 ? null : BritishTime.DaysBetween(entries[^1].When, entry.When),
                NewMethods = isFirst ? [] : added,
            });
        }

        return new CourseTimeline(entries, screened.History.Crimes.Count - (entries.Count - 1), IntervalsOf(entries), ActsOf(screened, context));
    }

    private static string? IntervalsOf(List<TimelineEntry> entries)
    {
        var gaps = entries.Skip(1).Select(entry => entry.DaysLater!.Value).ToList();
        if (gaps.Count < 2) return null;
        var closer = gaps.Zip(gaps.Skip(1), (before, after) => after < before).All(shorter => shorter);
        return $"{Wording.Count(entries.Count, "crime", "crimes")} in {Wording.Count(gaps.Sum(), "day", "days")}. Days between them: {string.Join(", ", gaps)}{(closer ? ", each gap shorter than the one before" : "")}.";
    }

    private static string? ActsOf(ScreenedCrime screened, OutputContext context)
    {
        var conduct = Conduct.Of(
            screened.Crime, screened.Reading, screened.History, code => context.Indicators.TryGetValue(code, out var indicator) ? indicator.Behaviour : null);
        if (conduct.Days < 2) return null;
        var said = $"{Wording.Count(conduct.Acts.Length, "act", "acts")} on {Wording.Count(conduct.Days, "day", "days")} in these records, the nearest two {Wording.Count(conduct.ShortestGap ?? 0, "day", "days")} apart.";
        if (conduct.WentOnAfterReport) said += " It went on after the police had a record of it.";
        if (conduct.NewBehaviours.Length > 0)
        {
            var titles = Behaviours.Examples.Where(example => conduct.NewBehaviours.Contains(example.Item, StringComparer.Ordinal)).Select(example => example.Title.ToLowerInvariant());
            said += $" New on the last day: {string.Join(", ", titles)}.";
        }

        return said;
    }

    private static ImmutableArray<string> MethodsOf(CrimeReading reading, OutputContext context)
    {
        var behaviours = reading.Hits
            .Where(hit => hit.Polarity == Polarity.Affirmed)
            .Select(hit => context.Indicators.TryGetValue(hit.Code, out var indicator) ? indicator.Behaviour : null)
            .ToHashSet(StringComparer.Ordinal);
        var channels = reading.Facts.Where(fact => fact is { Kind: FactKind.Channel, IsAffirmed: true }).Select(fact => fact.Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            // That there was contact says less than by what means.
            .. Behaviours.Examples.Where(example => example.Item != "B2" && behaviours.Contains(example.Item)).Select(example => example.Title.ToLowerInvariant()),
            .. Wording.Channels.Where(channel => channels.Contains(channel.Code)).Select(channel => channel.Title),
        ];
    }
}
