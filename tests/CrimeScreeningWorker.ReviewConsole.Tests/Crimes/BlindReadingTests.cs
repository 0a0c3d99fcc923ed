using CrimeScreeningWorker.ReviewConsole.Pages;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

/// <summary>Items that are read without the screening's opinion, until they are answered.</summary>
public sealed class BlindReadingTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Case_ToBeReadBlind_ShowsNothingOfTheMachineUntilItIsAnswered()
    {
        var reader = new Reviewer("B. Lind", ReviewRole.Coordinator);
        var list = await console.Services.GetRequiredService<ReviewList>().ReadAsync(
            new QueueFilter { State = QueueState.All }, QueueSort.Published, page: 1, size: 500, reader, console.Clock.GetUtcNow(), CancellationToken.None);
        var item = list.Items.First(item => item.MachineHidden);
        await using var visitor = await console.SignInAsync(reader.Name, reader.Role);
        var page = visitor.Page;
        await page.GotoAsync("/queue?state=all&reference=" + Uri.EscapeDataString(item.Key.CrimeReference));
        await Expect(page.Locator("[data-item]").GetByText("Machine: Hidden until you answer")).ToBeVisibleAsync();

        await page.GotoAsync(CaseAddress.Of(item.Key));
        await Expect(page.GetByText("You are asked to read this without the screening's opinion.")).ToBeVisibleAsync();
        foreach (var opinion in (string[])["#why", "#behaviours", "#ask", "#nearest", ".app-mark", ".app-sum"]) await Expect(page.Locator(opinion)).ToHaveCountAsync(0);
        await visitor.ExpectAccessibleAsync();
        await visitor.PhotographAsync("case-blind");
        await AnswerAsync(page);
        await page.GotoAsync(CaseAddress.Of(item.Key));
        await Expect(page.Locator("#stalking-no")).ToHaveCountAsync(0);

        // Of some a colleague is asked as well, who knows nothing of the first answer; then both see everything.
        await using var colleague = await console.SignInAsync("S. Econd", ReviewRole.Coordinator, script: false);
        await colleague.Page.GotoAsync(CaseAddress.Of(item.Key));
        if (await colleague.Page.Locator("#stalking-no").CountAsync() > 0)
        {
            await Expect(colleague.Page.GetByText(reader.Name)).ToHaveCountAsync(0);
            await AnswerAsync(colleague.Page);
        }

        await page.ReloadAsync();
        await Expect(page.Locator("#decision")).ToContainTextAsync("Not stalking");
        await Expect(page.Locator("#why")).ToBeVisibleAsync();
    }

    private static async Task AnswerAsync(IPage page)
    {
        await page.Locator("#stalking-no").CheckAsync();
        await page.Locator("#shown-yes").CheckAsync();
        await page.Locator("#reason").SelectOptionAsync("single");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and back to the list" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Today's list");
    }
}
