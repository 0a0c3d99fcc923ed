using System.Collections.Immutable;
using System.Globalization;
using AngleSharp.Html.Parser;
using CrimeScreeningWorker.Screening.ForceReports;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using static CrimeScreeningWorker.Screening.Tests.ForceReports.SomeReports;

namespace CrimeScreeningWorker.Screening.Tests.ForceReports;

/// <summary>The pages as a browser reads them.</summary>
public sealed class ForceReportPageTests
{
    private static readonly ImmutableArray<ForceCrime> Crimes =
    [
        .. Enumerable.Range(0, 120).Select(n => Crime($"CR/{n}", n % 9 == 0 ? "8Q" : "8L", n % 2 == 0 ? Priority.P1 : Priority.P2, daysAgo: n / 2, suspect: $"NOM-S-{n / 3}", breach: n % 3 == 0)),
        Crime("<b>CR</b>") with { District = "<script>North</script>" },
    ];

    private static readonly ImmutableArray<ForceReport> Reports = ForceReportSet.Of(new ForceCrimes(Crimes), Request, new ScopeOptions());

    public static TheoryData<string> Names => [.. Reports.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ToHtml_EveryReport_StandsAloneAndIsSaidToEverybody(string name)
    {
        var html = Html(name);
        var page = new HtmlParser().ParseDocument(html);

        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, object, [src], [onclick], b"));
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("svg.plot"), plot =>
        {
            var named = plot.GetAttribute("aria-labelledby")!.Split(' ').Select(page.GetElementById).ToList();
            Assert.Equal(2, named.Count);
            Assert.All(named, element => Assert.False(string.IsNullOrWhiteSpace(element?.TextContent)));
        });
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(e => e.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.Equal(row.Closest("table")!.QuerySelectorAll("thead th").Length, row.Children.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToHtml_EveryReport_NamesNoPersonAndHasAllCellsOfItsColumns(string name)
    {
        var report = Reports.Single(one => one.Name == name);

        Assert.DoesNotContain("NOM-", Html(name), StringComparison.Ordinal);
        Assert.All(report.Tables, table => Assert.All(table.Rows, row =>
        {
            Assert.Equal(table.Columns.Length, row.Length);
            Assert.DoesNotContain(row, cell => cell.Contains("NOM-", StringComparison.Ordinal));
        }));
    }

    [Fact]
    public void ToHtml_BarsAndLines_StayInsideTheirPicture()
    {
        var plots = Reports.SelectMany(report => new HtmlParser().ParseDocument(Html(report.Name)).QuerySelectorAll("svg.plot")).ToList();

        Assert.NotEmpty(plots);
        Assert.All(plots, plot =>
        {
            var width = Number(plot.GetAttribute("viewBox")!.Split(' ')[2]);
            Assert.All(plot.QuerySelectorAll("rect"), bar => Assert.InRange(Number(bar.GetAttribute("x")!) + Number(bar.GetAttribute("width")!), 0, width));
            Assert.All(plot.QuerySelectorAll("circle"), dot => Assert.InRange(Number(dot.GetAttribute("cx")!), 0, width));
        });
    }

    [Fact]
    public void ToHtml_MoreThanOneSideHolds_GivesReferencesAndSaysHowManyHaveNoRoom()
    {
        var page = new HtmlParser().ParseDocument(Html("daily-meeting"));
        var list = Reports.Single(report => report.OneSide).Tables.Single();

        Assert.Equal(DailyMeeting.Lines, page.QuerySelectorAll("tbody tr").Length);
        var rest = page.QuerySelector(".rest")!.TextContent;
        Assert.StartsWith($"{list.Rows.Length - DailyMeeting.Lines} more, by reference: {list.Rows[DailyMeeting.Lines][0]}, ", rest, StringComparison.Ordinal);
        Assert.Contains($"All {list.Rows.Length} as CSV", page.Body!.TextContent, StringComparison.Ordinal);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Html(string name) => ForceReportSet.ToHtml(Reports.Single(report => report.Name == name), new ForceCrimes(Crimes), Request);
}
