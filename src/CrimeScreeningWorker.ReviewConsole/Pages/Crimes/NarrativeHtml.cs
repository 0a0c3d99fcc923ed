using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Html;

namespace CrimeScreeningWorker.ReviewConsole.Pages.Crimes;

/// <summary>
/// A narrative with its marks, by line and sign, and in words for those who do not see them. Not a blank is added between the pieces: the
/// words stay as they were written.
/// </summary>
internal static class NarrativeHtml
{
    public static IHtmlContent Of(IEnumerable<CasePiece> pieces)
    {
        var html = new HtmlContentBuilder();
        foreach (var piece in pieces) Append(html, piece);
        return html;
    }

    private static void Append(HtmlContentBuilder html, CasePiece piece)
    {
        switch (piece.Kind)
        {
            case MarkKind.Evidence:
                foreach (var mark in piece.Anchors) html.AppendHtml("<span id=\"mark-").Append(mark).AppendHtml("\" class=\"app-anchor\"></span>");
                Mark(html, "seen", $"Evidence, {piece.Titles}", piece.Text);
                html.AppendHtml("<sup class=\"app-mark__code\">[").Append(string.Join(' ', piece.Marks)).AppendHtml("]</sup>");
                break;
            case MarkKind.Wording:
                Mark(html, "wording", "Raises the text score", piece.Text);
                break;
            case MarkKind.Denied:
                MarkTurned(html, "not", $"Said not to have happened, {piece.Titles}", piece.Text);
                break;
            case MarkKind.Supposed:
                MarkTurned(html, "if", $"Feared, planned or asked, {piece.Titles}", piece.Text);
                break;
            case MarkKind.SomeoneElse:
                MarkTurned(html, "other", $"About someone else or an earlier time, {piece.Titles}", piece.Text);
                break;
            default:
                html.Append(piece.Text);
                break;
        }
    }

    private static void MarkTurned(HtmlContentBuilder html, string sign, string meaning, string text)
    {
        html.AppendHtml("<sup class=\"app-mark__code\" aria-hidden=\"true\">").Append(sign).AppendHtml("</sup>");
        Mark(html, "turned", meaning, text);
    }

    private static void Mark(HtmlContentBuilder html, string style, string meaning, string text) => html
        .AppendHtml("<mark class=\"app-mark app-mark--").Append(style).AppendHtml("\"><span class=\"govuk-visually-hidden\">[")
        .Append(meaning)
        .AppendHtml(": </span>")
        .Append(text)
        .AppendHtml("<span class=\"govuk-visually-hidden\">]</span></mark>");
}
