using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The sheet of one crime.</summary>
internal sealed partial class TriagePage
{
    private const int ShownParts = 8;
    private const double SmallestPart = 0.05;

    private void WriteCrimes()
    {
        html.Line($"""<section aria-labelledby="crimes">""");
        html.Line($"""<h2 id="crimes" class="hidden">Crime by crime</h2>""");
        foreach (var item in list.Items) WriteCrime(item);
        html.Line($"""</section>""");
    }

    private void WriteCrime(TriageItem item)
    {
        var crime = item.Crime.Crime;
        html.Line($"""<article class="crime" id="crime-{Id(item)}" aria-labelledby="title-{Id(item)}">""");
        html.Line($"""<header>""");
        html.Write($"""<p class="place"><span>{item.Rank} of {list.Total}</span> """);
        if (item.Group == TriageGroup.AlreadyStalking) html.Write($"""<strong class="tag p3">Already recorded as stalking</strong> """);
        WriteTag(item.Crime.Score.Priority);
        if (item.Crime.Score.DueBy is not null) html.Write($""" <span>due by</span> """);
        WriteDue(item.Crime.Score, "date");
        html.Line($"""<a class="back" href="#list">Back to the list</a></p>""");
        html.Line($"""<h3 id="title-{Id(item)}"><bdi>{crime.Key.CrimeReference}</bdi> <span class="offence"><bdi>{crime.OffenceTitle}</bdi></span></h3>""");
        html.Line($"""</header>""");
        html.Line($"""<p class="lede" dir="auto">{item.Crime.Score.Reason}</p>""");
        html.Line($"""<div class="top">""");
        html.Line($"""<div class="why">""");
        WriteStrength(item.Crime.Score);
        WriteSuggestion(item.Crime);
        html.Line($"""</div>""");
        WriteFacts(item.Crime);
        html.Line($"""</div>""");
        WriteFindings(item.Crime);
        WriteFlags(item.Crime);
        WriteBehaviours(item.Crime);
        WriteSection(item.Crime);
        WriteNarrative(item.Crime);
        WriteTimeline(item.Crime);
        html.Line($"""<div class="desk">""");
        WriteAsk(item.Crime.Score);
        WriteNotes();
        html.Line($"""</div>""");
        html.Line($"""</article>""");
    }

    private void WriteStrength(Score score)
    {
        html.Line($"""<h4>Why it is here</h4>""");
        if (score.Abstained) html.Line($"""<p><strong>Cannot tell.</strong> The record says too little to judge; see what to ask.</p>""");
        else html.Line($"""<p>Strength of evidence: <strong>{StrengthOf(score.Probability)}</strong> <small>({score.Probability:0.00} of 1)</small></p>""");

        var parts = score.Contributions
            .Where(part => part.Part != "BASE" && Math.Abs(part.LogOdds) >= SmallestPart)
            .OrderByDescending(part => Math.Abs(part.LogOdds))
            .Take(ShownParts)
            .OrderBy(part => part.Part == Contribution.Margin)      // a bound on the whole, and nobody's reason: said last
            .ToList();
        if (parts.Count == 0) return;
        html.Line($"""<ul class="parts">""");
        foreach (var part in parts)
            html.Line($"""<li class="{(part.LogOdds < 0 ? "lowers" : "raises")}"><bdi>{part.Title}</bdi> <span class="soft">{Wording.Effect(part)}</span></li>""");
        html.Line($"""</ul>""");
    }

    private string StrengthOf(double probability) =>
        probability >= options.StrongFrom ? "strong" : probability >= options.MediumFrom ? "medium" : "possible";

    private void WriteSuggestion(ScreenedCrime crime)
    {
        if (crime.Suggestion is not { } suggestion) return;
        html.Line($"""<h4>Suggested recording</h4>""");
        html.Line($"""<div class="inset">""");
        html.Line($"""<p><strong>{Wording.Suggestion(suggestion)}</strong></p>""");
        html.Line($"""<p dir="auto">{suggestion.Basis}</p>""");
        html.Line($"""<p class="soft">Confidence: {suggestion.Confidence}. Crime data integrity decides.</p>""");
        html.Line($"""</div>""");
    }

    private void WriteFacts(ScreenedCrime screened)
    {
        var crime = screened.Crime;
        html.Line($"""<dl class="facts">""");
        WriteFact("Recorded", $"{BritishTime.DayAndClock(crime.RecordedAt)}{Age(crime.RecordedAt)}");
        if (screened.Changed) WriteFact("Changed", $"{BritishTime.DayAndClock(crime.UpdatedAt)}, after it was first screened");
        if (crime.OccurredFrom is { } from) WriteFact("Happened", BritishTime.Period(from, crime.OccurredTo));
        WriteFact("Recorded as", crime.OffenceCode is { } code ? $"Class {crime.HomeOfficeClass}, code {code}" : $"Class {crime.HomeOfficeClass}");
        WriteFact("Also in the record", string.Join(", ", crime.IncludedClassifications));
        WriteFact("Relationship", Wording.Relationship(crime));
        WriteFact("Victim", crime.VictimId);
        WriteFact("Suspect", crime.SuspectId ?? "Not known");
        WriteFact("Orders in force", string.Join("; ", crime.ProtectiveOrders.Select(Wording.Order)));
        WriteFact("Flags", string.Join("; ", crime.Flags.Select(Wording.Flag)));
        WriteFact("Risk grade", Wording.Sentence(crime.RiskGrade));
        WriteFact("Screening found", Wording.Sentence(string.Join(", ", Found(screened.Score))));
        WriteFact("Outcome", crime.OutcomeCode);
        WriteFact("Owned by", string.Join(", ", new[] { crime.Key.ForceCode, crime.District, crime.Team }.Where(text => text is not null)));
        html.Line($"""</dl>""");
    }

    private void WriteFact(string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value)) html.Line($"""<div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>""");
    }

    private string Age(DateTimeOffset recordedAt) => (run.AsOf - recordedAt).TotalHours switch
    {
        < 1 => "",
        < 72 and var hours => $" ({Wording.Count((int)hours, "hour", "hours")} before this list)",
        var hours => $" ({(int)(hours / 24):N0} days before this list)",
    };

    private static IEnumerable<string> Found(Score score)
    {
        if (score.HighRisk) yield return "high-risk indicator";
        if (score.OrderBreach) yield return "order or bail condition broken";
        if (score.Online) yield return "online element";
    }

    private void WriteBehaviours(ScreenedCrime crime)
    {
        var states = Behaviours.Examples.Select(example => (example.Title, State: Behaviours.StateOf(example.Item, crime, context))).ToList();
        var four = Behaviours.Four.Select(letter => (letter.Letter, letter.Title, State: Behaviours.StateOf(letter.Letter, crime, context))).ToList();
        if (states.TrueForAll(state => state.State == BehaviourState.NotStated) && four.TrueForAll(state => state.State == BehaviourState.NotStated)) return;

        html.Line($"""<h4>Behaviours associated with stalking <span class="soft">section 2A(3), examples</span></h4>""");
        html.Line($"""<ul class="strip">""");
        foreach (var (title, state) in states)
            html.Line($"""<li class="{Style(state)}"><span class="name">{title}</span> <span class="state">{Wording.State(state)}</span></li>""");
        html.Line($"""</ul>""");
        html.Line($"""<div class="four"><p><strong>FOUR</strong> <span class="soft">(an aide, not the legal test)</span></p>""");
        html.Line($"""<ul>""");
        foreach (var (letter, title, state) in four)
            html.Line($"""<li class="{Style(state)}"><span class="name">{title}</span> <span class="state">{Wording.State(state)}</span></li>""");
        html.Line($"""</ul></div>""");
    }

    private static string Style(BehaviourState state) => state switch
    {
        BehaviourState.Seen => "seen",
        BehaviourState.SeenInLinkedCrime => "linked",
        BehaviourState.Denied => "denied",
        _ => "unstated",
    };

    private void WriteAsk(Score score)
    {
        if (score.Ask.Length == 0) return;
        html.Line($"""<div class="ask">""");
        html.Line($"""<h4>What to ask</h4>""");
        html.Line($"""<ul>""");
        foreach (var question in score.Ask) html.Line($"""<li dir="auto">{question}</li>""");
        html.Line($"""</ul>""");
        html.Line($"""</div>""");
    }

    /// <summary>For the pen: it exists on paper only.</summary>
    private void WriteNotes()
    {
        html.Line($"""<div class="notes" aria-hidden="true">""");
        html.Line($"""<p class="title">Decision and notes</p>""");
        html.Line($"""<ul class="boxes"><li>Stalking</li><li>Not stalking</li><li>Need to know more</li><li>Sent to CDI</li></ul>""");
        html.Line($"""<div class="rule"></div><div class="rule"></div><div class="rule"></div>""");
        html.Line($"""<p class="sign"><span>Read by</span><span>Date</span></p>""");
        html.Line($"""</div>""");
    }
}
