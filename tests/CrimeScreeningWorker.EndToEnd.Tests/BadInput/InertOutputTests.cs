using AngleSharp.Html.Parser;

namespace CrimeScreeningWorker.EndToEnd.Tests.BadInput;

/// <summary>Two nights of hostile text, screened once: a formula and a script in every field that takes text.</summary>
public sealed class HostileNight : IAsyncLifetime, IDisposable
{
    public const string Formula = "=cmd|' /C calc'!A0";
    public const string Script = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>";

    private static readonly string[] Fixed = ["recorded_at", "updated_at", "occurred_from", "occurred_to", "home_office_class", "victim_age", "suspect_age"];

    private readonly Workspace workspace = new();

    internal Outputs Out => workspace.Out;

    public async Task InitializeAsync()
    {
        workspace.Write("night.csv", Extract.File(
            Extract.Crime("unused", Everywhere(Formula, 1)), Extract.Crime("unused", Everywhere(Formula, 2)),
            Extract.Crime("unused", Everywhere(Script, 1)), Extract.Crime("unused", Everywhere(Script, 2)),
            Extract.Crime(Formula + " bad", ("recorded_at", Formula)), Extract.Crime(Script + " bad", ("narrative", "")),
            "=cmd|' /C calc'!A0,and,too,few"));
        (await workspace.ScreenAsync("night.csv")).Ends(3);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => workspace.Dispose();

    // Two crimes of the same people, so that what is said of history is said of hostile references too.
    private static (string, string)[] Everywhere(string text, int number) =>
    [
        .. Extract.Columns.Except(Fixed, StringComparer.Ordinal).Select(column => (column, column switch
        {
            "crime_reference" => $"{text} {number}",
            "narrative" => $"{text} {Extract.Stalking} {text}",
            _ => text,
        })),
    ];
}

public sealed class InertOutputTests(HostileNight night) : IClassFixture<HostileNight>
{
    [Fact]
    public void Screen_FormulaInEveryField_NoCellOfAnyTableStartsOne()
    {
        foreach (var name in Outputs.Tables)
        {
            var table = night.Out.Table(name);
            Assert.NotEmpty(table.Rows);
            foreach (var (column, cell) in table.Rows.SelectMany(row => row))
                Assert.False(cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal), $"{name}, {column}: {cell}");
        }
    }

    [Fact]
    public void Screen_FormulaInEveryField_IsStillLegible()
    {
        Assert.Contains(night.Out.Triage, row => row["crime_reference"] == $"'{HostileNight.Formula} 1" && row["force_code"] == $"'{HostileNight.Formula}");
        Assert.Contains(night.Out.Quarantine, row => row["raw"] == $"'{HostileNight.Formula},and,too,few");
    }

    [Fact]
    public void Screen_ScriptInEveryField_PageHoldsNoneOfIt()
    {
        var page = new HtmlParser().ParseDocument(night.Out.Page);

        Assert.Empty(page.QuerySelectorAll("script, img, iframe, object, embed, form, link[rel=stylesheet]"));
        Assert.All(page.All, element => Assert.All(element.Attributes, a => Assert.False(a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), a.Name)));
        Assert.All(page.All.SelectMany(element => element.Attributes), a => Assert.DoesNotContain("alert(", a.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Screen_ScriptInEveryField_IsShownAsTheTextItIs()
    {
        var page = new HtmlParser().ParseDocument(night.Out.Page);

        Assert.Contains($"{HostileNight.Script} {Extract.Stalking[..40]}", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"{HostileNight.Script} 1", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains($"{HostileNight.Formula} {Extract.Stalking[..40]}", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_AnyNight_PageNeedsNoNetwork()
    {
        var page = new HtmlParser().ParseDocument(night.Out.Page);

        Assert.Empty(page.QuerySelectorAll("[src], link[href]"));
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.StartsWith("#", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain("url(", night.Out.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", night.Out.Page, StringComparison.OrdinalIgnoreCase);
    }
}
