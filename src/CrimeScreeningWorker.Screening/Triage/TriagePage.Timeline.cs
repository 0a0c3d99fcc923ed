namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The crime among the earlier and later ones it is linked to: when it happened, and when the police learned of it.</summary>
internal sealed partial class TriagePage
{
    private void WriteTimeline(ScreenedCrime screened)
    {
        if (screened.History.Crimes.Count == 0) return;
        var timeline = CourseTimeline.Of(screened, context, options.TimelineCrimes);
        html.Line($"""<div class="history">""");
        html.Line($"""<h4>Earlier and later crimes</h4>""");
        if (timeline.Intervals is not null) html.Line($"""<p>{timeline.Intervals}</p>""");
        if (timeline.Acts is not null) html.Line($"""<p>{timeline.Acts}</p>""");
        html.Line($"""<ol class="timeline">""");
        foreach (var entry in timeline.Entries) WriteEntry(entry);
        html.Line($"""</ol>""");
        if (timeline.NotShown > 0)
            html.Line($"""<p class="soft">{Wording.Count(timeline.NotShown, "linked crime", "linked crimes")} further away in time {(timeline.NotShown == 1 ? "is" : "are")} not shown.</p>""");
        html.Line($"""</div>""");
    }

    private void WriteEntry(TimelineEntry entry)
    {
        if (entry.IsThisCrime) html.Write($"""<li class="this" aria-current="true">""");
        else html.Write($"""<li>""");
        html.Write($"""<p class="when">{BritishTime.DayAndClock(entry.When)}""");
        if (entry.Gap is not null) html.Write($""" <span class="gap">{entry.Gap}</span>""");
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
        if (entry.RolesAreSwapped)
            html.Line($"""<p class="by"><strong>Roles are swapped there:</strong> the victim here is the suspect there. Read both.</p>""");
        html.Line($"""</li>""");
    }

    private void WriteReference(CrimeKey key)
    {
        if (shown.TryGetValue(key, out var item))
            html.Write($"""<a href="#crime-{Id(item)}"><bdi>{key.CrimeReference}</bdi></a> (number {item.Rank} on this list)""");
        else html.Write($"""<bdi>{key.CrimeReference}</bdi>""");
    }
}
