using System.Globalization;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

/// <summary>The page of one crime: what it shows, and what people write on it. Each test takes another item of the list.</summary>
public sealed class CasePagesTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Page_InBothWidths_IsAccessible()
    {
        foreach (var width in (int[])[1280, 400])
        {
            await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, width: width);
            await OpenAsync(visitor.Page, 0);
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
            await visitor.PhotographAsync("case");

            // What is folded away is read as well.
            await visitor.Page.EvaluateAsync("for (const folded of document.querySelectorAll('details')) folded.open = true");
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
        }
    }

    [Fact]
    public async Task Score_UnfoldedParts_AddUpToTheTotal()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script: false);
        await OpenAsync(visitor.Page, 0);

        await visitor.Page.GetByText("The number, and how it adds up").ClickAsync();
        var parts = await visitor.Page.Locator(".app-sum tbody td:last-child").AllInnerTextsAsync();
        var total = Number(await visitor.Page.Locator(".app-sum tfoot td:last-child").InnerTextAsync());

        Assert.True(parts.Count > 3);
        Assert.InRange(parts.Sum(Number), total - 0.005 * parts.Count, total + 0.005 * parts.Count);

        static double Number(string text) => double.Parse(text.Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Narrative_WithItsMarks_KeepsTheWordsAndNamesEachMark()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator);
        var page = visitor.Page;
        await OpenAsync(page, 0);
        var account = page.Locator("[data-account]");

        await Expect(account.Locator("mark.app-mark--seen").First).ToContainTextAsync("[Evidence, ");
        await Expect(account.Locator("sup").First).ToHaveTextAsync("[R1]");
        var decorations = await page.Locator("#legend mark").EvaluateAllAsync<string[]>("marks => marks.map(m => { const s = getComputedStyle(m); return s.textDecorationLine + ' ' + s.textDecorationStyle; })");
        Assert.Equal(["underline solid", "underline dotted", "line-through solid"], decorations);

        await page.Keyboard.PressAsync("h");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Show marks" })).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(account.Locator("sup").First).ToBeHiddenAsync();
        Assert.DoesNotContain("[Evidence", await account.InnerTextAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("h");
        await Expect(account.Locator("sup").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Evidence_OfABehaviour_LeadsToItsMark()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await OpenAsync(page, 0);

        await Expect(page.GetByText("an aide, not the legal test")).ToBeVisibleAsync();
        await Expect(page.Locator(".app-signs").First.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(7);
        var link = page.Locator(".app-sign--seen a[href^='#mark-']").First;
        var target = await link.GetAttributeAsync("href");

        await Expect(page.Locator(target!)).ToHaveCountAsync(1);
        await Expect(page.Locator(".app-sign--notstated").First).ToContainTextAsync("not stated");
    }

    [Fact]
    public async Task Timeline_OfACourseOfConduct_HasBothClocks()
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script: false);
        await OpenAsync(visitor.Page, 0);
        var entries = visitor.Page.Locator(".app-timeline > li");

        Assert.True(await entries.CountAsync() > 1);
        await Expect(entries.First).ToContainTextAsync("Happened");
        await Expect(entries.First).ToContainTextAsync("We learned it");
        await Expect(visitor.Page.Locator(".app-timeline [aria-current], .app-timeline__entry--this")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Decide_WithoutAnAnswer_SaysWhatIsMissingAndKeepsTheRest(bool script)
    {
        await using var visitor = await console.SignInAsync("A. Coordinator", ReviewRole.Coordinator, script);
        var page = visitor.Page;
        await OpenAsync(page, 1);

        await page.GetByLabel("Note", new() { Exact = true }).First.FillAsync("Spoke to the officer.");
        await page.Locator("#stalking-yes").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is a problem" })).ToBeVisibleAsync();
        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Choose why" })).ToBeVisibleAsync();
        await Expect(page.Locator("#stalking-yes")).ToBeCheckedAsync();
        await Expect(page.Locator("#decision-note")).ToHaveValueAsync("Spoke to the officer.");
        if (script) await visitor.ExpectAccessibleAsync();
    }

    [Fact]
    public async Task Wait_UntilADay_TakesItOutOfTheListAndCountsIt()
    {
        await using var visitor = await console.SignInAsync("W. Aiter", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        var reference = await OpenAsync(page, 2);

        await page.GetByText("Wait for somebody").First.ClickAsync();
        await page.GetByLabel("For what?").FillAsync("the officer in the case");
        await page.GetByLabel("Comes back on").FillAsync("2025-10-06");
        await page.GetByRole(AriaRole.Button, new() { Name = "Wait", Exact = true }).ClickAsync();

        await Expect(page.Locator(".app-case-head").GetByText("Person: waiting until 6 October 2025")).ToBeVisibleAsync();
        await page.GotoAsync("/queue");
        await page.GetByRole(AriaRole.Link, new() { Name = "waiting for somebody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = reference }).GetByText("Waiting for the officer in the case until 6 October 2025")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Actions_ANoWithoutAWhy_IsAskedForAndThenKept()
    {
        await using var visitor = await console.SignInAsync("A. Ctor", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await OpenAsync(page, 3);

        await page.GetByText("Actions (0 of 5 answered)").ClickAsync();
        await page.Locator("#action-SpoConsidered-no").CheckAsync();
        await page.Locator("#action-AdvocateReferral-yes").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save actions" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Say why not: stalking protection order considered" })).ToBeVisibleAsync();
        await page.Locator("#action-SpoConsidered-no").CheckAsync();
        await page.Locator("#action-AdvocateReferral-yes").CheckAsync();
        await page.Locator("#why-SpoConsidered").FillAsync("An order is in force");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save actions" }).ClickAsync();

        await Expect(page.GetByText("2 actions saved.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Actions (2 of 5 answered)")).ToBeVisibleAsync();
        await Expect(page.Locator("#why-SpoConsidered")).ToHaveValueAsync("An order is in force");
    }

    [Fact]
    public async Task Note_AndItsCorrection_BothStay()
    {
        await using var visitor = await console.SignInAsync("N. Oter", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await OpenAsync(page, 4);

        await AddNoteAsync("The officer called on Monday.");
        await page.GetByText("Add a note").First.ClickAsync();
        await page.GetByLabel("Puts right").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("#note").FillAsync("It was on Tuesday.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();

        await Expect(page.Locator(".app-said").Filter(new() { HasText = "Monday" })).ToHaveCountAsync(1);
        await Expect(page.Locator(".app-said").Filter(new() { HasText = "Tuesday" })).ToHaveCountAsync(1);
        await Expect(page.GetByText("Correction of a note")).ToBeVisibleAsync();

        async Task AddNoteAsync(string note)
        {
            await page.GetByText("Add a note").First.ClickAsync();
            await page.Locator("#note").FillAsync(note);
            await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
            await Expect(page.GetByText("Note added.")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Link_ThatIsRejected_StaysWithWhoSaidSoAndWhy()
    {
        await using var visitor = await console.SignInAsync("L. Inker", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await OpenAsync(page, 0);

        await page.Locator(".app-links summary").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Not the same people" }).First.ClickAsync();
        await Expect(page.Locator(".govuk-error-summary")).ToContainTextAsync("Say why, to judge the link");
        await page.Locator(".app-links summary").First.ClickAsync();
        await page.Locator(".app-links input[name=reason]").First.FillAsync("Two men of the same name");
        await page.GetByRole(AriaRole.Button, new() { Name = "Not the same people" }).First.ClickAsync();

        await Expect(page.Locator(".app-links")).ToContainTextAsync("Rejected");
        await Expect(page.Locator(".app-links")).ToContainTextAsync("L. Inker");
        await Expect(page.Locator(".app-links")).ToContainTextAsync("Two men of the same name");
    }

    [Fact]
    public async Task Keys_TurnedOff_DoNothingOnThePage()
    {
        await using var visitor = await console.SignInAsync("K. Eys", ReviewRole.Coordinator);
        var page = visitor.Page;
        await OpenAsync(page, 0);
        await page.Keyboard.PressAsync("s");
        await Expect(page.Locator("#stalking-yes")).ToBeCheckedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Turn keyboard shortcuts off" }).ClickAsync();
        await OpenAsync(page, 0);
        await page.Keyboard.PressAsync("s");
        await page.Keyboard.PressAsync("w");

        await Expect(page.Locator("#stalking-yes")).Not.ToBeCheckedAsync();
        await Expect(page.Locator("#wait-for")).ToBeHiddenAsync();
    }

    /// <returns>The reference of the crime.</returns>
    private static async Task<string> OpenAsync(IPage page, int place)
    {
        await page.GotoAsync("/queue");
        var link = page.Locator("[data-item] th a").Nth(place);
        var reference = await link.InnerTextAsync();
        await link.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(reference);
        return reference;
    }
}
