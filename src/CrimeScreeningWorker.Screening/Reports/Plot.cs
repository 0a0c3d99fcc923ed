using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>A scale of a plot.</summary>
/// <param name="Format">Of the numbers at the ticks; the unit stands in <paramref name="Label"/>.</param>
internal sealed record PlotScale(string Label, double From, double To, double[] Ticks, string Format = "0.##")
{
    /// <summary>Where other words than numbers stand at the ticks, one a tick.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    public static PlotScale Percent(string label) => new(label + " (%)", 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]);

    /// <summary>From 0 (or the lowest, below it) to a round number above <paramref name="highest"/>, in four or five steps.</summary>
    public static PlotScale UpTo(string label, double highest, double lowest = 0)
    {
        var range = Math.Max(highest - Math.Min(0, lowest), 1e-6);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(s => s * magnitude).First(s => s * 5 >= range);
        var from = Math.Floor(Math.Min(0, lowest) / step);
        var to = Math.Max(Math.Ceiling(highest / step), from + 1);
        return new PlotScale(label, from * step, to * step, [.. Enumerable.Range(0, (int)(to - from) + 1).Select(t => (from + t) * step)], "#,0.###");
    }

    /// <summary>One place a name, in their order; of many only some are written.</summary>
    public static PlotScale Of(string label, IReadOnlyList<string> names)
    {
        var every = Math.Max(1, (int)Math.Ceiling(names.Count / 6.0));
        var written = Enumerable.Range(0, names.Count).Where(i => i % every == 0).ToList();
        return new PlotScale(label, -0.5, names.Count - 0.5, [.. written.Select(i => (double)i)]) { Names = [.. written.Select(i => names[i])] };
    }
}

/// <summary>
/// One plot as inline SVG. It is drawn for the width of a telephone and grows with the page, so that its words can be read on both; it takes its
/// colours from the style sheet, and no series is told from another by colour alone.
/// </summary>
internal sealed class Plot(HtmlWriter html, PlotScale x, PlotScale y)
{
    private const double Width = 400, Height = 300, Left = 50, Right = 20, Top = 12, Bottom = 46;

    /// <param name="id">Of the page, once.</param>
    /// <param name="description">What a person who does not see the plot should know from it.</param>
    public void Begin(string id, string title, string description)
    {
        html.Line($"""<svg class="plot" viewBox="0 0 {Width:0} {Height:0}" role="img" aria-labelledby="{id}-title {id}-text">""");
        html.Line($"""<title id="{id}-title">{title}</title><desc id="{id}-text">{description}</desc>""");
        for (var t = 0; t < y.Ticks.Length; t++)
        {
            html.Write($"""<line class="grid" x1="{Left:0}" x2="{Width - Right:0}" y1="{Y(y.Ticks[t]):0.#}" y2="{Y(y.Ticks[t]):0.#}"/>""");
            html.Line($"""<text x="{Left - 6:0}" y="{Y(y.Ticks[t]) + 4:0.#}" text-anchor="end">{TickOf(y, t)}</text>""");
        }

        for (var t = 0; t < x.Ticks.Length; t++)
        {
            html.Write($"""<line class="axis" x1="{X(x.Ticks[t]):0.#}" x2="{X(x.Ticks[t]):0.#}" y1="{Height - Bottom:0}" y2="{Height - Bottom + 4:0}"/>""");
            html.Line($"""<text x="{X(x.Ticks[t]):0.#}" y="{Height - Bottom + 17:0}" text-anchor="middle">{TickOf(x, t)}</text>""");
        }

        html.Line($"""<line class="axis" x1="{Left:0}" x2="{Width - Right:0}" y1="{Height - Bottom:0}" y2="{Height - Bottom:0}"/>""");
        html.Line($"""<text class="name" x="{(Left + Width - Right) / 2:0}" y="{Height - 9:0}" text-anchor="middle">{x.Label}</text>""");
        html.Line($"""<text class="name" transform="translate(12 {(Top + Height - Bottom) / 2:0}) rotate(-90)" text-anchor="middle">{y.Label}</text>""");
    }

    /// <param name="style">Name of a series in the style sheet.</param>
    public void Line(string style, IEnumerable<(double X, double Y)> points)
    {
        html.Write($"""<polyline class="line {style}" points=" """);
        foreach (var (px, py) in points) html.Write($"""{X(px):0.#},{Y(py):0.#} """);
        html.Line($""" "/>""");
    }

    /// <summary>A straight line right across, that others are held to.</summary>
    public void Bound(double at, string words)
    {
        if (at < y.From || at > y.To) return;
        html.Write($"""<line class="bound" x1="{Left:0}" x2="{Width - Right:0}" y1="{Y(at):0.#}" y2="{Y(at):0.#}"/>""");
        html.Line($"""<text class="bound-name" x="{Left + 6:0}" y="{Y(at) - 5:0.#}" text-anchor="start">{words}</text>""");
    }

    /// <summary>An interval, upright.</summary>
    public void Whisker(string style, double at, double low, double high)
    {
        if (double.IsNaN(low) || double.IsNaN(high)) return;
        var (px, top, bottom) = (X(at), Y(high), Y(low));
        html.Write($"""<path class="whisker {style}" d="M{px:0.#} {top:0.#}V{bottom:0.#}M{px - 4:0.#} {top:0.#}h8M{px - 4:0.#} {bottom:0.#}h8"/>""");
    }

    public void Dot(string style, double at, double value, double radius = 4)
    {
        if (!double.IsNaN(value)) html.Line($"""<circle class="dot {style}" cx="{X(at):0.#}" cy="{Y(value):0.#}" r="{radius:0.#}"/>""");
    }

    /// <summary>A square on its corner, which is no dot.</summary>
    public void Diamond(string style, double at, double value)
    {
        if (!double.IsNaN(value)) html.Line($"""<path class="dot {style}" d="M{X(at):0.#} {Y(value) - 7:0.#}l7 7l-7 7l-7 -7z"/>""");
    }

    /// <summary>From 0 to the value.</summary>
    public void Bar(string style, double at, double value)
    {
        if (double.IsNaN(value)) return;
        var (from, to) = (Y(Math.Max(0, value)), Y(Math.Min(0, value)));
        var wide = Math.Min(26, (Width - Left - Right) / (x.To - x.From) * 0.6);
        html.Line($"""<rect class="bar {style}" x="{X(at) - (wide / 2):0.#}" y="{from:0.#}" width="{wide:0.#}" height="{Math.Max(1, to - from):0.#}"/>""");
    }

    /// <summary>Words inside the plot, with a halo so that lines do not run through them.</summary>
    public void Words(double at, double value, double right, double down, string anchor, string words) =>
        html.Line($"""<text class="words" x="{X(at) + right:0.#}" y="{Y(value) + down:0.#}" text-anchor="{anchor}">{words}</text>""");

    public void End() => html.Line($"""</svg>""");

    private double X(double value) => Left + ((Math.Clamp(value, x.From, x.To) - x.From) / (x.To - x.From) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - ((Math.Clamp(value, y.From, y.To) - y.From) / (y.To - y.From) * (Height - Top - Bottom));

    private static string TickOf(PlotScale scale, int tick) => scale.Names?[tick]
        ?? (scale.Label.EndsWith("(%)", StringComparison.Ordinal) ? 100 * scale.Ticks[tick] : scale.Ticks[tick])
            .ToString(scale.Format, System.Globalization.CultureInfo.InvariantCulture);
}
