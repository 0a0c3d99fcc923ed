using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Scoring;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The crime among the earlier and later ones it is linked to: when it happened, and when the police learned of it.</summary>
internal sealed partial class TriagePage
{
    private sealed record TimelineEntry(
        CrimeKey Key, string HomeOfficeClass, string OffenceTitle, DateTimeOffset RecordedAt, DateTimeOffset? OccurredFrom, IReadOnlyList<Link> Links)
    {
        public DateTimeOffset When => OccurredFrom ?? RecordedAt;

        public bool IsThisCrime => Links.Count == 0;
    }

    private void WriteTimeline(ScreenedCrime screened)
    {
        var crime = screened.Crime;
        if (screened.History.Crimes.Count == 0) return;
        var self = new TimelineEntry(crime.Key, crime.HomeOfficeClass, crime.OffenceTitle, crime.RecordedAt, crime.OccurredFrom, []);
        var entries = screened.History.Crimes
            .Select(linked => new TimelineEntry(
                linked.Key, linked.HomeOfficeClass, linked.OffenceTitle, linked.RecordedAt, linked.OccurredFrom, linked.Links))
            .OrderBy(entry => (entry.When - self.When).Duration()).ThenBy(entry => entry.Key)
            .Take(options.TimelineCrimes)
            .Append(self)
            .OrderBy(entry => entry.When).ThenBy(entry => entry.Key)
            .ToList();

        html.Line($"""<div class="history">""");
        html.Line($"""<h4>Earlier and later crimes</h4>""");
        WriteIntervals(entries);
        WriteConduct(screened);
        html.Line($"""<ol class="timeline">""");
        for (var i = 0; i < entries.Count; i++) WriteEntry(entries[i], i == 0 ? null : entries[i - 1]);
        html.Line($"""</ol>""");
        var left = screened.History.Crimes.Count - (entries.Count - 1);
        if (left > 0) html.Line($"""<p class="soft">{Wording.Count(left, "linked crime", "linked crimes")} further away in time {(left == 1 ? "is" : "are")} not shown.</p>""");
        html.Line($"""</div>""");
    }

    private void WriteIntervals(List<TimelineEntry> entries)
    {
        var gaps = entries.Zip(entries.Skip(1), (earlier, later) => BritishTime.DaysBetween(earlier.When, later.When)).ToList();
        if (gaps.Count < 2) return;
        var closer = gaps.Zip(gaps.Skip(1), (before, after) => after < before).All(shorter => shorter);
        html.Line($"""<p>{Wording.Count(entries.Count, "crime", "crimes")} in {Wording.Count(gaps.Sum(), "day", "days")}. Days between them: {string.Join(", ", gaps)}{(closer ? ", each gap shorter than the one before" : "")}.</p>""");
    }

    private void WriteConduct(ScreenedCrime screened)
    {
        var conduct = Conduct.Of(
            screened.Crime, screened.Reading, screened.History, code => context.Indicators.TryGetValue(code, out var indicator) ? indicator.Behaviour : null);
        if (conduct.Days < 2) return;
        html.Write($"""<p>{Wording.Count(conduct.Acts.Length, "act", "acts")} on {Wording.Count(conduct.Days, "day", "days")} in these records, the nearest two {Wording.Count(conduct.ShortestGap ?? 0, "day", "days")} apart.""");
        if (conduct.WentOnAfterReport) html.Write($""" It went on after the police had a record of it.""");
        if (conduct.NewBehaviours.Length > 0)
        {
            var titles = Behaviours.Examples.Where(example => conduct.NewBehaviours.Contains(example.Item, StringComparer.Ordinal)).Select(example => example.Title.ToLowerInvariant());
            html.Write($""" New on the last day: {string.Join(", ", titles)}.""");
        }
        html.Line($"""</p>""");
    }

    private void WriteEntry(TimelineEntry entry, TimelineEntry? before)
    {
        if (entry.IsThisCrime) html.Write($"""<li class="this" aria-current="true">""");
        else html.Write($"""<li>""");
        html.Write($"""<p class="when">{BritishTime.DayAndClock(entry.When)}""");
        if (before is not null) html.Write($""" <span class="gap">{Later(BritishTime.DaysBetween(before.When, entry.When))}</span>""");
        if (entry.IsThisCrime) html.Write($""" <strong class="tag p3">This crime</strong>""");
        html.Line($"""</p>""");
        html.Line($"""<p><bdi>{entry.HomeOfficeClass}</bdi> <bdi>{entry.OffenceTitle}</bdi></p>""");
        html.Write($"""<p class="soft">""");
        if (entry.OccurredFrom is null) html.Write($"""When it happened is not recorded. """);
        html.Write($"""Recorded {BritishTime.DayAndClock(entry.RecordedAt)}""");
        if (!entry.IsThisCrime)
        {
            html.Write($""" as """);
            WriteReference(entry.Key);
        }
        html.Line($""".</p>""");
        if (!entry.IsThisCrime)
            html.Line($"""<p class="by">Linked by <bdi>{string.Join("; ", entry.Links.Select(link => $"{link.By} ({Wording.Link(link)})"))}</bdi>.</p>""");
        if (entry.Links.Any(link => link.Basis == LinkBasis.CounterAllegation))
            html.Line($"""<p class="by"><strong>Roles are swapped there:</strong> the victim here is the suspect there. Read both.</p>""");
        html.Line($"""</li>""");
    }

    private void WriteReference(CrimeKey key)
    {
        if (shown.TryGetValue(key, out var item))
            html.Write($"""<a href="#crime-{Id(item)}"><bdi>{key.CrimeReference}</bdi></a> (number {item.Rank} on this list)""");
        else html.Write($"""<bdi>{key.CrimeReference}</bdi>""");
    }

    private static string Later(int days) => days == 0 ? "the same day" : $"{Wording.Count(days, "day", "days")} later";
}
