using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>
/// The morning page: the list by urgency, then a sheet a crime. One file without script or network, made to be printed on
/// A4 and taken to the morning meeting. A part without content is left out.
/// </summary>
internal sealed partial class TriagePage(
    HtmlWriter html, TriageList list, RunSummary run, OutputContext context, TriageOptions options)
{
    private static readonly string StyleSheet = PageHead.StyleSheet("triage-page.css");

    private readonly Dictionary<CrimeKey, TriageItem> shown = list.Items.DistinctBy(item => item.Crime.Crime.Key).ToDictionary(item => item.Crime.Crime.Key);

    public void Write()
    {
        WriteHead();
        html.Line($"""<body>""");
        html.Line($"""<a class="skip" href="#list">Skip to the list</a>""");
        html.Line($"""<div class="page">""");
        WriteHeader();
        html.Line($"""<main>""");
        if (list.Total == 0) WriteNothingQueued();
        else
        {
            WriteList();
            if (list.Items.Count > 0) WriteCrimes();
            WriteFlagAudit();
        }

        html.Line($"""</main>""");
        WriteFooter();
        html.Line($"""</div>""");
        html.Line($"""</body>""");
        html.Line($"""</html>""");
    }

    private void WriteHead()
    {
        PageHead.Open(html, $"Stalking screening: morning list, {BritishTime.Weekday(run.AsOf)}", StyleSheet, hasDark: false);
        // The options allow only letters, digits, spaces, hyphens and colons in the marking: nothing that could end the string.
        if (options.Marking.Length > 0) html.Style($"@page {{ @top-right {{ content: \"{options.Marking}\"; }} }}\n");
        html.Line($"""</head>""");
    }

    private void WriteHeader()
    {
        html.Line($"""<header class="masthead">""");
        html.Line($"""<p class="service"><span>Stalking screening</span>""");
        if (options.Marking.Length > 0) html.Line($"""<span class="marking">{options.Marking}</span>""");
        html.Line($"""</p>""");
        html.Line($"""<h1>Morning list <span class="date">{BritishTime.Weekday(run.AsOf)}</span></h1>""");
        html.Line($"""<p class="sentence">{MorningSentence.Of(run.Counts)}.</p>""");
        html.Write($"""<p class="soft">Run from {BritishTime.Clock(run.StartedAt)} to {BritishTime.Clock(run.FinishedAt)} over <bdi>{run.Source}</bdi>: """);
        html.Write($"""{run.Counts.New} new, {run.Counts.Changed} changed, {run.Counts.Unchanged} unchanged""");
        if (run.Counts.Rescored > 0) html.Write($""", {run.Counts.Rescored} earlier read again because of them""");
        html.Line($""".</p>""");
        if (run.Counts.Quarantined > 0)
            html.Line($"""<p class="soft">What was set aside could not be read. The rows and the reasons are in quarantine.csv.</p>""");
        html.Line($"""</header>""");
    }

    private void WriteNothingQueued()
    {
        html.Line($"""<section class="nothing" id="list">""");
        html.Line($"""<h2>Nothing to read this morning</h2>""");
        html.Line($"""<p>No crime reached the review threshold.</p>""");
        html.Line($"""<p>Screened for stalking: {run.Counts.InScope}. Kept as the history of other crimes: {run.Counts.HistoryOnly}.</p>""");
        html.Line($"""<p>Every crime that was screened is in scores.csv with its score.</p>""");
        html.Line($"""</section>""");
    }

    private void WriteList()
    {
        html.Line($"""<section id="list">""");
        html.Line($"""<h2>The list</h2>""");
        html.Line($"""<p>{TriageOrder.InWords} People decide; the list only orders the reading.</p>""");
        if (list.NotShown > 0)
        {
            html.Write($"""<p class="inset">This page holds {list.Items.Count} of {list.Total} crimes. The other {list.NotShown} are in triage.csv, in the same order""");
            if (options.NonDomesticShare > 0) html.Write($"""; some places here are kept for crimes outside a family or relationship""");
            html.Line($""".</p>""");
        }
        foreach (var group in list.Items.GroupBy(item => item.Group)) WriteGroup(group.Key, [.. group]);
        html.Line($"""</section>""");
    }

    private void WriteGroup(TriageGroup group, IReadOnlyList<TriageItem> items)
    {
        var total = list.Totals.GetValueOrDefault(group);
        var count = items.Count < total ? $"{items.Count:N0} of {total:N0} crimes" : Wording.Count(total, "crime", "crimes");
        html.Line($"""<h3>{Wording.Heading(group)} <span class="count">{count}</span></h3>""");
        // The roles say again what the elements are: on a narrow screen the rows become blocks, and browsers then drop it.
        html.Line($"""<table class="list" role="table">""");
        html.Line($"""<caption class="hidden">{Wording.Heading(group)}</caption>""");
        html.Line($"""<thead role="rowgroup"><tr role="row">""");
        html.Line($"""<th scope="col" role="columnheader" class="rank"><abbr title="Number">No.</abbr></th>""");
        html.Line($"""<th scope="col" role="columnheader" class="recorded">Crime</th>""");
        html.Line($"""<th scope="col" role="columnheader" class="people">Suspect to victim</th>""");
        html.Line($"""<th scope="col" role="columnheader" class="due">Due by</th>""");
        html.Line($"""<th scope="col" role="columnheader" class="why">Why it is here</th>""");
        html.Line($"""</tr></thead>""");
        html.Line($"""<tbody role="rowgroup">""");
        foreach (var item in items) WriteRow(item);
        html.Line($"""</tbody>""");
        html.Line($"""</table>""");
    }

    private void WriteRow(TriageItem item)
    {
        var crime = item.Crime.Crime;
        html.Line($"""<tr role="row">""");
        html.Line($"""<td role="cell" class="rank">{item.Rank}</td>""");
        html.Write($"""<th scope="row" role="rowheader" class="recorded"><a href="#crime-{Id(item)}"><bdi>{crime.Key.CrimeReference}</bdi></a>""");
        html.Write($"""<span class="under"><bdi>{crime.HomeOfficeClass}</bdi> <bdi>{crime.OffenceTitle}</bdi></span>""");
        if (item.Crime.Changed) html.Write($"""<span class="under"><strong>Changed since it was first screened</strong></span>""");
        html.Line($"""</th>""");
        html.Write($"""<td role="cell" class="people">""");
        if (Wording.Relationship(crime) is { } relationship) html.Write($"""<bdi>{relationship}</bdi>""");
        WritePeople(crime);
        html.Line($"""</td>""");
        html.Write($"""<td role="cell" class="due">""");
        WriteTag(item.Crime.Score.Priority);
        WriteDue(item.Crime.Score, "under");
        html.Line($"""</td>""");
        html.Line($"""<td role="cell" class="why" dir="auto">{item.Crime.Score.Reason}</td>""");
        html.Line($"""</tr>""");
    }

    private void WritePeople(Crime crime)
    {
        html.Write($"""<span class="under">""");
        if (crime.SuspectId is { } suspect) html.Write($"""Suspect <bdi>{suspect}</bdi>""");
        else html.Write($"""Suspect not known""");
        if (crime.VictimId is { } victim) html.Write($"""<br>Victim <bdi>{victim}</bdi>""");
        html.Write($"""</span>""");
    }

    private void WriteTag(Priority priority) =>
        html.Write($"""<strong class="tag {priority.ToString().ToLowerInvariant()}">{Wording.Tag(priority)}</strong>""");

    private void WriteDue(Score score, string style)
    {
        if (score.DueBy is not { } due) return;
        html.Write($"""<span class="{style}">{BritishTime.DayAndClock(due)}""");
        if (due < run.AsOf) html.Write($""" <strong>late</strong>""");
        html.Write($"""</span>""");
    }

    private void WriteFooter()
    {
        html.Line($"""<footer>""");
        html.Line($"""<p><strong>People decide.</strong> The software only puts records in an order for reading. It changes no crime and scores no person; a suspect is a suspect. “Not stated” never means “no”.</p>""");
        html.Line($"""<p class="soft">Rule book <bdi>{run.RuleBookVersion}</bdi>. Text model <bdi>{run.ModelVersion}</bdi>. Run <bdi>{run.RunId}</bdi>, finished {BritishTime.DayAndClock(run.FinishedAt)}.</p>""");
        html.Line($"""</footer>""");
    }

    private static string Id(TriageItem item) => item.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
