using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CrimeScreeningWorker.ReviewConsole.Tags;

/// <summary>Who says a status.</summary>
public enum StatusOf
{
    Machine,
    Person,
}

/// <summary>
/// <c>&lt;status-tag by="Machine" colour="red"&gt;Urgent&lt;/status-tag&gt;</c>: a GOV.UK tag with the sign of who says it, which is read out too.
/// </summary>
[HtmlTargetElement("status-tag")]
public sealed class StatusTagHelper : TagHelper
{
    public StatusOf By { get; set; }

    /// <summary>Of the GOV.UK tag: red, orange, yellow, green, teal, blue, purple, magenta, grey. Never the only sign of anything.</summary>
    public string Colour { get; set; } = "grey";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "strong";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"govuk-tag govuk-tag--{Colour} console-status");
        output.PreContent.SetHtmlContent(StatusSign.Of(By));
    }
}
