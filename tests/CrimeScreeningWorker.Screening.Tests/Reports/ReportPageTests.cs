using System.Text.Json;
using AngleSharp.Html.Parser;
using CrimeScreeningWorker.Screening.Estimation;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Reports;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Tests.Monitoring;

namespace CrimeScreeningWorker.Screening.Tests.Reports;

public sealed class ReportPageTests
{
    private static readonly ReportData Report = Make();
    private static readonly string Html = ReportFiles.ToHtml(Report);

    [Fact]
    public void ToHtml_Anything_AsksNoHostAndRunsNoScript()
    {
        var page = new HtmlParser().ParseDocument(Html);

        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, object, [src], [onclick]"));
        Assert.DoesNotContain("http", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void ToHtml_EveryPlot_HasATitleADescriptionAndItsNumbersInATable()
    {
        var page = new HtmlParser().ParseDocument(Html);
        var plots = page.QuerySelectorAll("svg.plot");

        Assert.Equal(10, plots.Length);
        Assert.All(plots, plot =>
        {
            var named = plot.GetAttribute("aria-labelledby")!.Split(' ').Select(page.GetElementById).ToList();
            Assert.Equal("img", plot.GetAttribute("role"));
            Assert.Equal(2, named.Count);
            Assert.All(named, element => Assert.False(string.IsNullOrWhiteSpace(element?.TextContent)));
            Assert.True(plot.Closest("figure")!.QuerySelectorAll("details tbody tr").Length > 0);
            Assert.Equal(2, plot.QuerySelectorAll("text.name").Length);
        });
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void ToHtml_EveryCoordinate_IsANumberInsideItsPlot()
    {
        foreach (var plot in new HtmlParser().ParseDocument(Html).QuerySelectorAll("svg.plot"))
        {
            var points = plot.QuerySelectorAll("polyline").SelectMany(line => line.GetAttribute("points")!.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
                .Concat(plot.QuerySelectorAll("circle").SelectMany(dot => new[] { dot.GetAttribute("cx")!, dot.GetAttribute("cy")! }));
            Assert.All(points, point => Assert.InRange(double.Parse(point, System.Globalization.CultureInfo.InvariantCulture), 0, 400));
        }
    }

    [Fact]
    public void ToHtml_WordsOfAModel_AreNoMarkup() =>
        Assert.Contains("&lt;b&gt;", ReportFiles.ToHtml(Report with { Model = "<b>" }), StringComparison.Ordinal);

    [Fact]
    public void ToHtml_NothingToShow_LeavesTheSectionsOut()
    {
        var page = new HtmlParser().ParseDocument(ReportFiles.ToHtml(Report with { Ranking = null, Groups = [], Learning = [], Drift = [], Watching = null, Missed = null, Limits = [] }));

        Assert.Empty(page.QuerySelectorAll("section"));
    }

    [Fact]
    public void ToJson_ReadBack_IsTheSame()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, ReportFiles.ToJson(Report));

        Assert.Equal(ReportFiles.ToJson(Report), ReportFiles.ToJson(ReportFiles.Read(path)));
        Assert.Equal(Report.Groups.Length, JsonDocument.Parse(ReportFiles.ToJson(Report)).RootElement.GetProperty("groups").GetArrayLength());
        File.Delete(path);
    }

    /// <summary>Words at 4.5 to 1, lines and marks at 3 to 1, in light and dark.</summary>
    [Fact]
    public void StyleSheet_LightAndDark_HoldsEveryColourToItsContrast()
    {
        var css = Html[Html.IndexOf(":root", StringComparison.Ordinal)..Html.IndexOf("</style>", StringComparison.Ordinal)];
        var palettes = css.Split(":root {")[1..].Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)]).Where(part => part.Contains('#', StringComparison.Ordinal))
            .Select(part => part.Split(';').Select(p => p.Trim().Split(": ")).Where(p => p[0].StartsWith("--", StringComparison.Ordinal)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal)).ToList();

        Assert.Equal(3, palettes.Count);
        Assert.All(palettes, palette =>
        {
            Assert.All(["--text", "--text-soft", "--alert"], name => Assert.True(Contrast(palette[name], palette["--ground"]) >= 4.5, name));
            Assert.All(["--one", "--two", "--three", "--four", "--five", "--faint"], name => Assert.True(Contrast(palette[name], palette["--ground"]) >= 3, name));
        });
    }

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);

        static double Luminance(string colour)
        {
            double Channel(int at) => Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
            return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
        }
    }

    private static ReportData Make()
    {
        var chance = new Random(4);
        var records = Enumerable.Range(0, 400).Select(i =>
        {
            var p = chance.NextDouble();
            return new JudgedRecord(
                SomeMonitored.In(1), p, p >= 0.4, chance.NextDouble() < p, Weight: 1, [new Membership("Online", i % 2 == 0 ? "online element" : "no online element")])
            {
                Sampled = p < 0.4,
                Others = [("keyword search", chance.NextDouble())],
            };
        }).ToList();
        var decisions = Enumerable.Range(0, 120).Select(i => SomeMonitored.Decision(
            i % 3 == 0 ? StalkingAnswer.No : StalkingAnswer.Yes, month: 1 + (i % 4), minutes: 1 + (i % 7), probability: 0.7, parts: [new("BASE", "Base", -1), new("LOITER", "Waits", 2)]));
        var watching = MonitoringReport.Of(
            [.. Enumerable.Range(1, 3).SelectMany(m => SomeMonitored.Month(m, 300, power: 1)), .. SomeMonitored.Month(4, 300, power: 3)], decisions, 0.5, SomeMonitored.In(4, 28),
            SomeMonitored.Options);
        var reviewed = new ReviewedCrimes(
            [.. Enumerable.Range(0, 60).Select(i => new AuditedCrime(new CrimeKey("GLO", $"A{i}"), SomeMonitored.In(1 + (i % 4)), 20, i % 20 == 0))],
            [.. Enumerable.Range(0, 40).Select(i => new Screening.Estimation.FoundCrime(new CrimeKey("GLO", $"F{i}"), SomeMonitored.In(1 + (i % 4))))],
            [.. Enumerable.Range(0, 400).Select(i => new RankedCrime(1 - (i / 400.0), i < 60 ? i % 3 != 0 : null))], Unsure: 1, Waiting: (3, 1.5));
        return StoreReport.Of(records, watching, MissedReport.Of(reviewed, capacity: 20), "m1", "r1", SomeMonitored.Options) with
        {
            Learning = [new LearningPoint(100, 0.7, 0.6, 0.8, 0.75, 0.7, 0.85), new LearningPoint(400, 0.8, 0.7, 0.9, 0.85, 0.8, 0.9)],
        };
    }
}
