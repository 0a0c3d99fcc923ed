using CrimeScreeningWorker.Screening.Facts;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Text;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>What the text says where the record's fields say something else or nothing, and what speaks to the limbs of section 4A.</summary>
internal sealed partial class TriagePage
{
    private void WriteFindings(ScreenedCrime screened)
    {
        var findings = FieldAudit.Of(screened.Crime, screened.Reading);
        if (findings.Length == 0) return;
        html.Line($"""<h4>What the fields say against what the text says</h4>""");
        html.Line($"""<ul class="findings">""");
        foreach (var finding in findings)
        {
            html.Write($"""<li>{finding.Sentence}""");
            if (finding is { FieldValue: not null, Confidence: < NarrativeFact.Explicit }) html.Write($""" <span class="soft">The field is taken as right.</span>""");
            WriteQuote(screened.Crime.Narrative, finding.Span);
            html.Line($"""</li>""");
        }

        html.Line($"""</ul>""");
    }

    private void WriteFlags(ScreenedCrime screened)
    {
        if (screened.Score.Flags.Length == 0) return;
        html.Line($"""<h4>Flags against the evidence</h4>""");
        html.Line($"""<ul class="findings">""");
        foreach (var finding in screened.Score.Flags)
        {
            html.Write($"""<li><strong>{Wording.FlagState(finding.State)}.</strong> {finding.Sentence}""");
            foreach (var quote in finding.Quotes) WriteQuote(screened.Crime.Narrative, quote);
            html.Line($"""</li>""");
        }

        html.Line($"""</ul>""");
    }

    private void WriteSection(ScreenedCrime screened)
    {
        if (screened.Score is not { SuggestedSection: "2A" or "4A", Section: { } section }) return;
        html.Line($"""<h4>Section 2A or 4A <span class="soft">suggested: {screened.Score.SuggestedSection}; what the records say to the limbs of section 4A</span></h4>""");
        html.Line($"""<dl class="limbs">""");
        WriteLimb(screened, "Fear of violence on at least two occasions", section.FearOfViolence.State, section.FearOfViolence);
        WriteLimb(screened, "Serious alarm or distress, and a substantial effect on daily life", section.SeriousEffect, section.Distress, section.DailyLife);
        html.Line($"""</dl>""");
    }

    private void WriteLimb(ScreenedCrime screened, string title, LimbState state, params Limb[] limbs)
    {
        html.Write($"""<div><dt>{title}</dt><dd><strong>{Wording.Limb(state)}</strong>""");
        foreach (var quote in limbs.SelectMany(limb => limb.Quotes))
        {
            html.Write($"""<p><bdi>{quote.Title}</bdi>""");
            if (quote.Crime == screened.Crime.Key) WriteQuote(screened.Crime.Narrative, quote.Span);
            else
            {
                html.Write($""" <span class="soft">in <bdi>{quote.Crime.CrimeReference}</bdi></span>""");
                // The words of an earlier crime are at hand where it stands on this page too.
                if (shown.TryGetValue(quote.Crime, out var other)) WriteQuote(other.Crime.Crime.Narrative, quote.Span);
            }

            html.Write($"""</p>""");
        }

        html.Line($"""</dd></div>""");
    }

    private void WriteQuote(string narrative, TextSpan span)
    {
        // The record may have changed since the span was found.
        if (span.Start < 0 || span.End > narrative.Length) return;
        var quote = Quotations.Around(narrative, span);
        html.Write($""" <q dir="auto">{narrative.Substring(quote.Start, quote.Length)}</q>""");
    }

    /// <summary>For whoever keeps the force's flags: which of the crimes on this page lack one, or carry one that nothing bears out.</summary>
    private void WriteFlagAudit()
    {
        var findings = list.Items.SelectMany(item => item.Crime.Score.Flags.Select(flag => (Flag: flag, Item: item))).ToList();
        if (findings.Count == 0) return;
        html.Line($"""<section class="audit" aria-labelledby="flags">""");
        html.Line($"""<h2 id="flags">Flag audit</h2>""");
        html.Line($"""<p>{Wording.Count(findings.Count, "finding", "findings")} on the crimes of this page. A flag without support is not a wrong flag: the text may only be silent.</p>""");
        html.Line($"""<dl class="facts">""");
        foreach (var group in findings.GroupBy(finding => (finding.Flag.Flag, finding.Flag.State)).OrderBy(group => group.Key.Flag, StringComparer.Ordinal).ThenBy(group => group.Key.State))
        {
            html.Write($"""<div><dt>{Wording.AuditedFlag(group.Key.Flag)}: {Wording.FlagState(group.Key.State)}, {group.Count()}</dt><dd>""");
            foreach (var (_, item) in group) html.Write($"""<a href="#crime-{Id(item)}"><bdi>{item.Crime.Crime.Key.CrimeReference}</bdi></a> """);
            html.Line($"""</dd></div>""");
        }

        html.Line($"""</dl>""");
        html.Line($"""</section>""");
    }
}
