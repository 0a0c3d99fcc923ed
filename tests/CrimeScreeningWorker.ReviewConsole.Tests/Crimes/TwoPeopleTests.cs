using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Crimes;

/// <summary>Two people at the same item: the second is told, and nothing is overwritten.</summary>
public sealed class TwoPeopleTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Decide_AfterAColleague_IsToldWhoDecidedWhatAndWhen(bool script, int place)
    {
        await using var first = await console.SignInAsync("F. Irst", ReviewRole.Coordinator, script);
        await using var second = await console.SignInAsync("S. Econd", ReviewRole.Coordinator, script);
        await first.Page.GotoAsync("/queue");
        var link = first.Page.Locator("[data-item] th a").Nth(place);
        var (reference, address) = (await link.InnerTextAsync(), await link.GetAttributeAsync("href"));
        await first.Page.GotoAsync(address!);
        await second.Page.GotoAsync(address!);

        await AnswerAsync(first.Page, "stalking-yes", "pattern", "The first note.");
        await Expect(first.Page.GetByText($"{reference}: stalking.")).ToBeVisibleAsync();
        await AnswerAsync(second.Page, "stalking-no", "single", "The second note.");

        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not saved: a colleague came before you");
        await Expect(second.Page.Locator(".govuk-summary-list")).ToContainTextAsync("F. Irst");
        await Expect(second.Page.Locator(".govuk-summary-list")).ToContainTextAsync("Stalking");
        await Expect(second.Page.Locator(".govuk-summary-list")).ToContainTextAsync("1 October 2025, 9:30am");
        await Expect(second.Page.GetByLabel("Your note, to copy")).ToHaveValueAsync("The second note.");
        if (script) await second.ExpectAccessibleAsync();
        await second.PhotographAsync("case-conflict");

        await second.Page.GetByRole(AriaRole.Link, new() { Name = "Read the case as it is now" }).ClickAsync();
        await Expect(second.Page.Locator("#decision")).ToContainTextAsync("Stalking, by F. Irst");
        await Expect(second.Page.Locator("#history").Locator("..")).Not.ToContainTextAsync("The second note.");
    }

    [Fact]
    public async Task Take_WhatAColleagueHolds_IsRefusedUntilTheHoldRunsOut()
    {
        await using var first = await console.SignInAsync("F. Irst", ReviewRole.Coordinator, script: false);
        await using var second = await console.SignInAsync("S. Econd", ReviewRole.Coordinator, script: false);
        await first.Page.GotoAsync("/queue");
        var address = await first.Page.Locator("[data-item] th a").Nth(4).GetAttributeAsync("href");
        await first.Page.GotoAsync(address!);
        await second.Page.GotoAsync(address!);

        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();

        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not saved: a colleague came before you");
        await second.Page.GotoAsync(address!);
        await Expect(second.Page.Locator(".app-hold").GetByText("Held by F. Irst")).ToBeVisibleAsync();
        await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "Save and next" })).ToHaveCountAsync(0);

        // So long that their sessions have run out too.
        console.Clock.Advance(TimeSpan.FromMinutes(31));
        await using var third = await console.SignInAsync("T. Hird", ReviewRole.Coordinator, script: false);
        await third.Page.GotoAsync(address!);
        await third.Page.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();
        await Expect(third.Page.Locator(".app-hold").GetByText("Held by you")).ToBeVisibleAsync();
    }

    private static async Task AnswerAsync(IPage page, string answer, string reason, string note)
    {
        await page.Locator($"#{answer}").CheckAsync();
        await page.Locator("#shown-yes").CheckAsync();
        await page.Locator("#reason").SelectOptionAsync(reason);
        await page.Locator("#decision-note").FillAsync(note);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and next" }).ClickAsync();
    }
}
