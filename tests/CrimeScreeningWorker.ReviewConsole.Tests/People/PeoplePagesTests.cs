using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.People;

/// <summary>The search and the pages beside it, over the shipped sample.</summary>
public sealed class PeoplePagesTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    /// <summary>The suspect of three breaches of one order in the sample.</summary>
    private const string Nominal = "P1954417";

    [Theory]
    [InlineData("/people", ReviewRole.Coordinator)]
    [InlineData("/people/suspects", ReviewRole.Cdi)]
    [InlineData("/people/victims", ReviewRole.Coordinator)]
    [InlineData("/people/places?months=24", ReviewRole.Registrar)]
    [InlineData("/reports/actions", ReviewRole.Analyst)]
    [InlineData("/runs", ReviewRole.Operations)]
    [InlineData("/access", ReviewRole.Auditor)]
    [InlineData("/help", ReviewRole.Analyst)]
    public async Task Page_InBothWidths_IsAccessible(string path, ReviewRole role)
    {
        foreach (var width in (int[])[1280, 400])
        {
            await using var visitor = await console.SignInAsync("R. Viewer", role, width: width);
            await visitor.Page.GotoAsync(path);
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
            await visitor.PhotographAsync(path.Split('?')[0].Trim('/').Replace('/', '-'));
        }
    }

    [Theory]
    [InlineData(true, 1280)]
    [InlineData(false, 400)]
    public async Task Search_ForAPerson_GivesTheCrimesAndKeepsTheWordsOutOfTheAddress(bool script, int width)
    {
        await using var visitor = await console.SignInAsync("R. Viewer", ReviewRole.Coordinator, script, width);
        await visitor.Page.GotoAsync("/people");

        await visitor.Page.GetByLabel("Crime number, person or identifier").FillAsync(Nominal.ToLowerInvariant());
        await visitor.Page.GetByLabel("Crime number, person or identifier").PressAsync("Enter");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "3 crimes" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        Assert.Equal("/people", new Uri(visitor.Page.Url).PathAndQuery);
        if (script) await visitor.ExpectAccessibleAsync();
        await visitor.ExpectNoSidewaysScrollAsync();
        await visitor.PhotographAsync("people-found");
    }

    [Fact]
    public async Task Search_ByAnybody_IsWrittenDownWithoutItsWords()
    {
        using var client = await console.SignedInClientAsync("S. Earcher", ReviewRole.Cdi);

        using var answer = await client.PostAsync("/people", new() { ["words"] = Nominal });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("35/68902/25", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var rows = await console.AccessLog.ReadAsync(null, "S. Earcher", 10, CancellationToken.None);
        Assert.Equal(AccessAct.Search, rows[0].Act);
        Assert.DoesNotContain(rows, row => row.ToString().Contains(Nominal, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("", "Enter at least 2 characters to look for")]
    [InlineData(" x ", "Enter at least 2 characters to look for")]
    public async Task Search_TooShort_SaysSoAtTheField(string words, string message)
    {
        await using var visitor = await console.SignInAsync("R. Viewer", ReviewRole.Coordinator, script: false);
        await visitor.Page.GotoAsync("/people");
        await visitor.Page.GetByLabel("Crime number, person or identifier").FillAsync(words);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = message })).ToHaveAttributeAsync("href", "#words");
        await Assertions.Expect(visitor.Page.Locator("#words-error")).ToContainTextAsync(message);
    }

    [Fact]
    public async Task ShowCrimes_OfARepeatVictim_LeadsToHerCrimes()
    {
        await using var visitor = await console.SignInAsync("R. Viewer", ReviewRole.Coordinator, script: false);
        await visitor.Page.GotoAsync("/people/victims");
        var crimes = int.Parse((await visitor.Page.GetByRole(AriaRole.Cell).Nth(1).InnerTextAsync()).Split('\n')[0]);

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Show crimes" }).First.ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = $"{crimes} crimes" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/people", ReviewRole.Operations)]
    [InlineData("/people/suspects", ReviewRole.Analyst)]
    [InlineData("/access", ReviewRole.Coordinator)]
    [InlineData("/runs", ReviewRole.Cdi)]
    public async Task Page_InAnotherRole_IsRefused(string path, ReviewRole role)
    {
        using var client = await console.SignedInClientAsync("R. Viewer", role);

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Actions_OfAMonth_AreCountedOnTheirPage()
    {
        var (key, reader, now) = (new CrimeKey("MER", "35/68902/25"), new Reviewer("A. Ctor", ReviewRole.Coordinator), console.Clock.GetUtcNow());
        var item = await console.Services.GetRequiredService<ReviewItems>().ReadAsync(key, reader, now, CancellationToken.None);
        var saved = await console.Services.GetRequiredService<Decisions>().ActAsync(
            key, item!.Version, ReviewAction.SpoConsidered, answer: false, "An order is in force.", reader, now, CancellationToken.None);
        Assert.True(saved.IsSaved, saved.Message);
        await using var visitor = await console.SignInAsync("A. Nalyst", ReviewRole.Analyst, script: false);

        await visitor.Page.GotoAsync("/reports/actions");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Table, new() { Name = "October 2025" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Stalking protection order considered" })
            .GetByRole(AriaRole.Cell)).ToHaveTextAsync(["0", "1"]);
        await Assertions.Expect(visitor.Page.GetByText("Some numbers are below 5")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhoLooked_ByCrime_ShowsThoseWhoOpenedIt()
    {
        using var coordinator = await console.SignedInClientAsync("C. Oordinator", ReviewRole.Coordinator);
        using var opened = await coordinator.GetAsync("/crimes/MER/35/68902/25");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        using var auditor = await console.SignedInClientAsync("A. Uditor", ReviewRole.Auditor);

        using var answer = await auditor.PostAsync("/access", new() { ["force"] = "mer", ["reference"] = "35/68902/25" });

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("C. Oordinator", page, StringComparison.Ordinal);
        Assert.Contains("looked at", page, StringComparison.Ordinal);
        using var half = await auditor.PostAsync("/access", new() { ["force"] = "mer" });
        Assert.Contains("Enter both the force and the crime reference", await half.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
