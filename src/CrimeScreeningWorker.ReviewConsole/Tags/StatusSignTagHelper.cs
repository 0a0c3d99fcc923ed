using Microsoft.AspNetCore.Razor.TagHelpers;

namespace CrimeScreeningWorker.ReviewConsole.Tags;

/// <summary><c>&lt;status-sign by="Person" /&gt;</c>: the sign of who says what follows, which is read out too.</summary>
[HtmlTargetElement("status-sign", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StatusSignTagHelper : TagHelper
{
    public StatusOf By { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        output.Content.SetHtmlContent(StatusSign.Of(By));
    }
}
