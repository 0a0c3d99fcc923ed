using System.Globalization;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Queue;

/// <summary>The lists, as a coordinator sees them in the morning.</summary>
public sealed class QueuePagesTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData("/queue", "Today's list")]
    [InlineData("/queue/stalking", "Recorded as stalking already")]
    [InlineData("/queue?state=all&band=P3&off=band.P3&sort=recorded", "Today's list")]
    public async Task Page_InBothWidths_IsAccessible(string path, string heading)
    {
        foreach (var width in (int[])[1280, 400])
        {
            await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, width: width);
            await visitor.Page.GotoAsync(path);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
            await visitor.PhotographAsync(path.Contains('?', StringComparison.Ordinal) ? "queue-filtered" : path.Trim('/').Replace('/', '-'));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_AsItOpens_SaysItsOrderAndGroupsByUrgency(bool script)
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script);
        await visitor.Page.GotoAsync("/queue");

        await Expect(visitor.Page.GetByText("Most urgent first.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("expected to hold")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Urgent: today" })).ToBeVisibleAsync();
        var row = visitor.Page.Locator("[data-item]").First;
        await Expect(row.GetByText("Machine: Urgent")).ToBeVisibleAsync();
        await Expect(row.GetByText("Person: Nobody has it")).ToBeVisibleAsync();
        await Expect(row.GetByText("Due in 7 hours")).ToBeVisibleAsync();
        Assert.NotEmpty((await row.Locator(".app-items__why").InnerTextAsync()).Trim());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_SwitchedOffAndRemoved_ChangesTheListAndKeepsItsChip(bool script)
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script);
        var page = visitor.Page;
        await page.GotoAsync("/queue");
        var all = await TotalAsync(page);

        await page.GetByLabel("Malicious communications (8R)").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply filters" }).First.ClickAsync();
        var narrowed = await TotalAsync(page);
        await Chip(page, "on, switch off").ClickAsync();
        var switchedOff = await TotalAsync(page);
        await Chip(page, "off, switch on").ClickAsync();
        var again = await TotalAsync(page);
        await Chip(page, "Remove the filter").ClickAsync();

        Assert.InRange(narrowed, 1, all - 1);
        Assert.Equal((all, narrowed), (switchedOff, again));
        Assert.Equal(all, await TotalAsync(page));
        Assert.Equal("/queue", new Uri(page.Url).PathAndQuery);
    }

    [Fact]
    public async Task Sort_ByARecordedLink_OrdersOnTheServerAndSaysSo()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await page.GotoAsync("/queue");

        await page.Locator("a.app-sort").Filter(new() { HasText = "Recorded" }).Filter(new() { HasText = "sort upwards" }).First.ClickAsync();

        await Expect(page.GetByText("Oldest record first.").First).ToBeVisibleAsync();
        await Expect(page.Locator("th[aria-sort=ascending]")).ToHaveCountAsync(1);
        var days = await page.Locator(".app-items__recorded").EvaluateAllAsync<string[]>("cells => cells.slice(1).map(cell => cell.firstChild.textContent.trim())");
        var recorded = days.Where(day => day.Length > 0).Select(day => DateTime.Parse(day.Split(',')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.True(recorded.Count > 5);
        Assert.Equal(recorded.Order(), recorded);

        await page.Locator("a.app-sort").Filter(new() { HasText = "Recorded" }).Filter(new() { HasText = "sort downwards" }).ClickAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveCountAsync(1);
        await page.Locator("a.app-sort").Filter(new() { HasText = "Recorded" }).Filter(new() { HasText = "back to the usual order" }).ClickAsync();
        Assert.Equal("/queue", new Uri(page.Url).PathAndQuery);
    }

    [Fact]
    public async Task Paging_ToTheLastPage_ShowsEveryItemOnce()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await page.GotoAsync("/queue");
        var total = await TotalAsync(page);
        var seen = new List<string>();
        while (true)
        {
            seen.AddRange(await page.Locator("[data-item] th a").AllInnerTextsAsync());
            var next = page.GetByRole(AriaRole.Link, new() { Name = "Next page" });
            if (await next.CountAsync() == 0) break;
            await next.ClickAsync();
        }

        Assert.Equal(total, seen.Count);
        Assert.Equal(total, seen.Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bulk_AssignAndNote_AreDoneAfterAConfirmation(bool script)
    {
        await using var visitor = await console.SignInAsync("B. Ulk", ReviewRole.Coordinator, script);
        var page = visitor.Page;
        await page.GotoAsync(script ? "/queue?page=2" : "/queue?page=3");
        var boxes = page.Locator("input[name=pick]");
        await boxes.Nth(0).CheckAsync();
        await boxes.Nth(1).CheckAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Assign", Exact = true }).ClickAsync();
        await Expect(page.GetByText("2 items are ticked. Nothing has been done yet.")).ToBeVisibleAsync();
        if (script) await visitor.ExpectAccessibleAsync();
        await visitor.PhotographAsync("queue-bulk");
        await page.GetByLabel("To whom?").FillAsync("C. Olleague");
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign (2)" }).ClickAsync();

        await Expect(page.GetByText("Assigned: 2 items.")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-item]").First.GetByText("For C. Olleague")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Bulk_SnoozeOfWhatIsDueToday_IsRefusedAndSaysWhy()
    {
        await using var visitor = await console.SignInAsync("B. Ulk", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await page.GotoAsync("/queue");
        await page.Locator("input[name=pick]").First.CheckAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Snooze", Exact = true }).ClickAsync();
        await page.GetByLabel("Until which day?").FillAsync("2025-10-05");
        await page.GetByRole(AriaRole.Button, new() { Name = "Snooze (1)" }).ClickAsync();

        await Expect(page.GetByText("0 items were saved. 1 item was not")).ToBeVisibleAsync();
        await Expect(page.GetByText("Not saved.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Bulk_NotStalking_NeedsTheQuestionsAndTheLowestBand()
    {
        await using var visitor = await console.SignInAsync("B. Ulk", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await page.GotoAsync("/queue?band=P3");
        var reference = await page.Locator("[data-item] th a").Last.InnerTextAsync();
        await page.Locator("input[name=pick]").Last.CheckAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Not stalking", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide: not stalking (1)" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Choose why they are not stalking" })).ToBeVisibleAsync();
        await page.GetByLabel("No", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Why (required)").SelectOptionAsync("single");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decide: not stalking (1)" }).ClickAsync();

        await Expect(page.GetByText("Decided not stalking: 1 item.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = reference, Exact = true })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task SavedView_ThatIsShared_IsSeenByColleaguesAndDeletedByItsOwnerAlone()
    {
        await using var owner = await console.SignInAsync("O. Wner", ReviewRole.Coordinator, script: false);
        await owner.Page.GotoAsync("/queue?class=8R");
        await SaveViewAsync(owner.Page, "My letters", shared: false);
        await SaveViewAsync(owner.Page, "Malicious letters", shared: true);

        await using var colleague = await console.SignInAsync("C. Olleague", ReviewRole.Coordinator, script: false);
        await colleague.Page.GotoAsync("/queue");
        await Expect(colleague.Page.GetByRole(AriaRole.Link, new() { Name = "My letters" })).ToHaveCountAsync(0);
        await Expect(colleague.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the view Malicious letters" })).ToHaveCountAsync(0);
        await colleague.Page.GetByRole(AriaRole.Link, new() { Name = "Malicious letters" }).ClickAsync();
        Assert.Equal("/queue?class=8R", new Uri(colleague.Page.Url).PathAndQuery);

        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the view Malicious letters" }).ClickAsync();
        await Expect(owner.Page.GetByRole(AriaRole.Link, new() { Name = "Malicious letters" })).ToHaveCountAsync(0);
    }

    private static async Task SaveViewAsync(IPage page, string name, bool shared)
    {
        if (await page.Locator("#view-name").IsHiddenAsync()) await page.GetByText("Saved views").First.ClickAsync();
        await page.GetByLabel("Save these filters as").FillAsync(name);
        if (shared) await page.GetByLabel("Show it to colleagues").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
    }

    private static ILocator Chip(IPage page, string does) =>
        page.Locator(".app-chip").Filter(new() { HasText = "Class 8R" }).GetByRole(AriaRole.Link).Filter(new() { HasText = does });

    private static async Task<int> TotalAsync(IPage page)
    {
        var words = (await page.Locator("#shown").InnerTextAsync()).Split(' ');
        return int.Parse(words[Array.IndexOf(words, "of") + 1], CultureInfo.InvariantCulture);
    }
}
