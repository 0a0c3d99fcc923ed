using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Frame;

public sealed class KeyboardTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shortcuts_TurnedOffAtTheFootOfAPage_StayOff(bool script)
    {
        await using var visitor = await console.SignInAsync("K. Keys", ReviewRole.Operations, script);
        await Assertions.Expect(visitor.Page.Locator("body")).ToHaveAttributeAsync("data-keys", "on");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Turn keyboard shortcuts off" }).ClickAsync();
        await visitor.Page.GotoAsync("/help");

        await Assertions.Expect(visitor.Page.Locator("body")).ToHaveAttributeAsync("data-keys", "off");
    }

    [Fact]
    public async Task FirstTab_OnAPage_ReachesTheSkipLinkAndThenTheContent()
    {
        await using var visitor = await console.SignInAsync("K. Keys", ReviewRole.Operations);
        await visitor.Page.GotoAsync("/runs");

        await visitor.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to main content" })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_ByKeyboardAlone_Succeeds(bool script)
    {
        await using var visitor = await console.VisitAsync(script);
        await visitor.Page.GotoAsync("/account/sign-in");

        await TabToAsync(visitor, "#Name");
        await visitor.Page.Keyboard.TypeAsync("K. Keys");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Space");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visitor.Page.Locator(".console-header__person")).ToContainTextAsync("K. Keys, Stalking coordinator");
    }

    [Fact]
    public async Task SignIn_WithoutAName_SaysWhatIsMissingAndLeadsThere()
    {
        await using var visitor = await console.VisitAsync();
        await visitor.Page.GotoAsync("/account/sign-in");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("Error: Sign in - Crime screening");
        await Assertions.Expect(visitor.Page.Locator(".govuk-error-summary")).ToBeFocusedAsync();
        await visitor.ExpectAccessibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Enter your name" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByLabel("Your name")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(Visitor visitor, string place)
    {
        for (var i = 0; i < 20; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.Locator(place + ":focus").CountAsync() > 0) return;
        }

        Assert.Fail($"The keyboard does not reach {place}.");
    }
}
