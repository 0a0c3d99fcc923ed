using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CrimeScreeningWorker.ReviewConsole.Tags;

/// <summary><c>&lt;british-time at="item.DueBy" /&gt;</c>: 13 January 2025, 1:05pm; with <c>day</c>, the day alone. Nothing where there is no time.</summary>
[HtmlTargetElement("british-time", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BritishTimeTagHelper : TagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>The day without the clock.</summary>
    public bool Day { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", BritishTime.Timestamp(at));
        output.Content.SetContent(Day ? BritishTime.Day(at) : BritishTime.DayAndClock(at));
    }
}
