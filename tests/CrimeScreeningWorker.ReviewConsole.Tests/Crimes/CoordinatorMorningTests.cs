using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

/// <summary>A coordinator's morning from the sign-in to a decision that is undone: with a mouse, without script, and by keys alone.</summary>
public sealed class CoordinatorMorningTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData(true, "M. Orning", 0)]
    [InlineData(false, "S. Criptless", 3)]
    public async Task Morning_ThroughTheList_OpensTheNextItemAndUndoes(bool script, string name, int place)
    {
        await using var visitor = await console.SignInAsync(name, ReviewRole.Coordinator, script);
        var page = visitor.Page;
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await page.GotoAsync("/queue");
        var references = await page.Locator("[data-item] th a").AllInnerTextsAsync();
        await page.Locator("[data-item] th a").Nth(place).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();
        await Expect(page.Locator(".app-hold").GetByText("Held by you")).ToBeVisibleAsync();
        await Expect(page.GetByText("30 minutes left")).ToBeVisibleAsync();
        await page.Locator("#stalking-yes").CheckAsync();
        await page.Locator("#shown-yes").CheckAsync();
        await page.GetByLabel("Why (required)").First.SelectOptionAsync("pattern");
        await page.GetByText("Suggest to crime data integrity").First.ClickAsync();
        await page.GetByLabel("Add the stalking flag").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();

        await Expect(heading).ToHaveTextAsync(references[place + 1]);
        await Expect(heading).ToBeFocusedAsync();
        await Expect(page.GetByText($"{references[place]}: stalking.")).ToBeVisibleAsync();
        await visitor.PhotographAsync(script ? "case-saved" : "case-saved-without-script");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(heading).ToHaveTextAsync(references[place]);
        await Expect(page.GetByText("Your decision was undone.")).ToBeVisibleAsync();
        await Expect(page.Locator(".app-history").First).ToContainTextAsync("Decision undone");
        await Expect(page.Locator(".app-history").First).ToContainTextAsync("For crime data integrity: Add the stalking flag.");
        await Expect(page.Locator("#stalking-yes")).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task Morning_ByKeysAlone_DecidesTwoItems()
    {
        await using var visitor = await console.SignInAsync("K. Eyboard", ReviewRole.Coordinator);
        var page = visitor.Page;
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await page.GotoAsync("/queue?page=2");
        var references = await page.Locator("[data-item] th a").AllInnerTextsAsync();

        // The skip link over the head of the page, then to the first item by tab.
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to main content" })).ToBeFocusedAsync();
        await visitor.TabToAsync(references[0]);
        await page.Keyboard.PressAsync("Enter");
        await Expect(heading).ToHaveTextAsync(references[0]);

        await page.Keyboard.PressAsync("s");
        await DecideAsync("pattern");
        await Expect(heading).ToHaveTextAsync(references[1]);
        await Expect(heading).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("n");
        await DecideAsync("single");
        await Expect(heading).ToHaveTextAsync(references[2]);
        await Expect(page.GetByText($"{references[1]}: not stalking.")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("k");
        await Expect(heading).ToHaveTextAsync(references[1]);
        await page.Keyboard.PressAsync("j");
        await Expect(heading).Not.ToHaveTextAsync(references[1]);
        // Its script hears the keys once the page is whole.
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.Keyboard.PressAsync("w");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#wait-for")).ToBeFocusedAsync();

        // From the first question to the second, to the reason, and save from inside the note.
        async Task DecideAsync(string reason)
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Space");
            await Expect(page.Locator("#shown-yes")).ToBeCheckedAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.Locator("#reason")).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync(reason == "pattern" ? "A course" : "A single");
            await Expect(page.Locator("#reason")).ToHaveValueAsync(reason);
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.TypeAsync("Read with both hands on the keys, s and n.");
            await page.Keyboard.PressAsync("Control+Enter");
        }
    }

    [Fact]
    public async Task Undo_AfterItsMoment_IsATakingBackWithAReason()
    {
        await using var visitor = await console.SignInAsync("L. Ate", ReviewRole.Coordinator, script: false);
        var page = visitor.Page;
        await page.GotoAsync("/queue?page=3");
        var reference = await page.Locator("[data-item] th a").First.InnerTextAsync();
        await page.Locator("[data-item] th a").First.ClickAsync();
        await page.Locator("#stalking-unsure").CheckAsync();
        await page.Locator("#shown-no").CheckAsync();
        await page.Locator("#reason").SelectOptionAsync("ask-officer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and back to the list" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Today's list");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();

        console.Clock.Advance(TimeSpan.FromSeconds(11));
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = reference, Exact = true }).ClickAsync();
        await page.GetByText("Take the decision back").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await Expect(page.Locator(".govuk-error-summary")).ToContainTextAsync("Say why the decision is taken back");
        await page.Locator("#reverse-reason").FillAsync("Read the wrong record");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();

        await Expect(page.GetByText("The decision was taken back.")).ToBeVisibleAsync();
        await Expect(page.Locator(".app-history").First).ToContainTextAsync("Read the wrong record");
    }
}
