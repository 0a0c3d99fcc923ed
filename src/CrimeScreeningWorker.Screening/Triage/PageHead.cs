using System.Reflection;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>The beginning of every page that is written as a file: for no search engine, at home in any window, and with its own style sheet alone.</summary>
internal static class PageHead
{
    /// <summary>Writes from the top to the style sheet, and leaves the head open.</summary>
    /// <param name="title">Words of the program, never of a record.</param>
    /// <param name="hasDark">The style sheet has colours for a dark screen too.</param>
    public static void Open(HtmlWriter html, string title, string styleSheet, bool hasDark)
    {
        html.Line($"""<!DOCTYPE html>""");
        html.Line($"""<html lang="en-GB">""");
        html.Line($"""<head>""");
        html.Line($"""<meta charset="utf-8">""");
        html.Line($"""<meta name="viewport" content="width=device-width, initial-scale=1">""");
        html.Line($"""<meta name="robots" content="noindex">""");
        if (hasDark) html.Line($"""<meta name="color-scheme" content="light dark">""");
        html.Line($"""<title>{title}</title>""");
        html.Style(styleSheet);
    }

    /// <summary>A style sheet that the program was built with.</summary>
    public static string StyleSheet(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
