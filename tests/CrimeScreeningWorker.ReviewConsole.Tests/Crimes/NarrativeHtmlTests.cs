using System.Text.Encodings.Web;
using CrimeScreeningWorker.ReviewConsole.Pages.Crimes;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

public sealed class NarrativeHtmlTests
{
    [Theory]
    [InlineData("Plain")]
    [InlineData("Wording")]
    [InlineData("Denied")]
    [InlineData("Evidence")]
    public void Of_AScriptInANarrative_IsTextAndNoMarkup(string kind)
    {
        const string attack = "<script>alert('1')</script>";
        var html = Html(new CasePiece(attack, Enum.Parse<MarkKind>(kind), ["R1"], ["R1"], attack));

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralPieces_AddsNoBlankBetweenThem() => Assert.Equal(
        "He <sup class=\"app-mark__code\" aria-hidden=\"true\">not</sup><mark class=\"app-mark app-mark--turned\"><span class=\"govuk-visually-hidden\">[Said not to have happened, Following: </span>followed<span class=\"govuk-visually-hidden\">]</span></mark>.",
        Html(new CasePiece("He ", MarkKind.Plain, [], [], ""), new CasePiece("followed", MarkKind.Denied, [], [], "Following"), new CasePiece(".", MarkKind.Plain, [], [], "")));

    private static string Html(params CasePiece[] pieces)
    {
        using var writer = new StringWriter();
        NarrativeHtml.Of(pieces).WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
