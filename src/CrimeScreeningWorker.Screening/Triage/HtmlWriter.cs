using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CrimeScreeningWorker.Screening.Triage;

/// <summary>
/// Writes HTML from interpolated strings: what stands in the program is markup, what stands in a hole is encoded. There is
/// no overload for a plain string, so text of a record cannot become markup by mistake.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    [SuppressMessage("Performance", "CA1822", Justification = "The markup has been written by this writer before the body runs.")]
    public void Write([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
    }

    public void Line([InterpolatedStringHandlerArgument("")] ref Markup markup) => output.Write('\n');

    /// <summary>The page's own style sheet: the one thing that is not encoded.</summary>
    public void Style(string css) => output.Write($"<style>\n{css}</style>\n");

    private void Literal(string markup) => output.Write(markup);

    private void Encode(string? text)
    {
        if (!string.IsNullOrEmpty(text)) Encoder.Encode(output, Inert(text));
    }

    /// <summary>
    /// Control characters, and the marks that turn the direction of what follows them, become a visible replacement. One
    /// character for one, so spans keep their place.
    /// </summary>
    private static string Inert(string text) => !text.Any(IsUnsafe)
        ? text
        : string.Create(text.Length, text, static (inert, source) =>
        {
            for (var i = 0; i < inert.Length; i++) inert[i] = IsUnsafe(source[i]) ? '\uFFFD' : source[i];
        });

    private static bool IsUnsafe(char c) => (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>The parts of one interpolated string, written as they come. The lengths are what the compiler passes to every handler.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly HtmlWriter writer;

        [SuppressMessage("Style", "IDE0060", Justification = "The signature is the compiler's.")]
        public Markup(int literalLength, int formattedCount, HtmlWriter writer) => this.writer = writer;

        public void AppendLiteral(string markup) => writer.Literal(markup);

        public void AppendFormatted(string? text) => writer.Encode(text);

        public void AppendFormatted(long number) => writer.Encode(number.ToString("N0", CultureInfo.InvariantCulture));

        public void AppendFormatted(double number, string format) => writer.Encode(number.ToString(format, CultureInfo.InvariantCulture));
    }
}
