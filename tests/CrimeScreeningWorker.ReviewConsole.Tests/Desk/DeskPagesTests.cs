using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Desk;

/// <summary>The morning of a reviewer of crime data integrity, over the shipped sample.</summary>
public sealed class DeskPagesTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private CdiDesk Desk => console.Services.GetRequiredService<CdiDesk>();

    [Theory]
    [InlineData(1280)]
    [InlineData(400)]
    public async Task Pages_InBothWidths_AreAccessible(int width)
    {
        await using var visitor = await console.SignInAsync("D. Integrity", ReviewRole.Cdi, width: width);
        foreach (var path in (string[])["/desk", "/desk?part=requested", await FirstAsync(skip: 0)])
        {
            await visitor.Page.GotoAsync(path);
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
            await visitor.PhotographAsync(path == "/desk" ? "desk" : path.Contains('?', StringComparison.Ordinal) ? "desk-requested" : "desk-suggestion");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Morning_WithAndWithoutScript_GoesFromTheListToTheRequestFile(bool script)
    {
        await using var visitor = await console.SignInAsync("M. Orning", ReviewRole.Cdi, script);
        var page = visitor.Page;
        await page.GotoAsync("/desk");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Data-integrity desk" })).ToBeVisibleAsync();
        var link = page.GetByRole(AriaRole.Rowheader).First.GetByRole(AriaRole.Link);
        var reference = await link.InnerTextAsync();
        await link.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(reference);
        await Assertions.Expect(page.GetByText("Recording rule", new() { Exact = true })).ToBeVisibleAsync();

        // Without a reason nothing is saved, and the page says where it is missing.
        await page.GetByText("To amend: what should change").ClickAsync();
        await page.GetByLabel("Amend: another change, below").CheckAsync();
        await page.GetByLabel("Change", new() { Exact = true }).SelectOptionAsync("AddFlag");
        await page.GetByLabel("Class, offence code or flag").FillAsync("STALKING");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Link, new() { Name = "Choose why" })).ToHaveAttributeAsync("href", "#reason");

        await page.GetByLabel("Why (required)").SelectOptionAsync("rule-met");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText($"{reference}: Amended. It goes into the next request file.")).ToBeVisibleAsync();
        Assert.DoesNotContain(reference, await page.GetByRole(AriaRole.Table).InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Asked for" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = reference })).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the request file" }).ClickAsync());
        var file = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains($",{reference},", file, StringComparison.Ordinal);
        Assert.Contains(",add_flag,STALKING,", file, StringComparison.Ordinal);
        var rows = await console.AccessLog.ReadAsync(null, "M. Orning", 100, CancellationToken.None);
        Assert.Contains(rows, row => row.Act == AccessAct.Export && row.Crime?.CrimeReference == reference);
        Assert.Contains(rows, row => row.Act == AccessAct.View && row.Crime?.CrimeReference == reference);
    }

    [Fact]
    public async Task Morning_ByKeysAlone_RejectsASuggestionAndTakesItBack()
    {
        await using var visitor = await console.SignInAsync("K. Eyboard", ReviewRole.Cdi);
        var page = visitor.Page;
        await page.GotoAsync("/desk");
        var reference = await page.GetByRole(AriaRole.Rowheader).First.GetByRole(AriaRole.Link).InnerTextAsync();

        await visitor.TabToAsync(reference);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(reference);

        // From the first of the answers the arrow up leads round to the last.
        await visitor.TabToAsync("Input.Verdict");
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page.GetByLabel("Reject: no change")).ToBeCheckedAsync();
        await visitor.TabToAsync("reason");
        for (var i = 0; i < 20 && await page.Locator("#reason").InputValueAsync() != "rule-not-met"; i++) await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#reason")).ToHaveValueAsync("rule-not-met");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Read by keys alone.");
        await visitor.TabToAsync("Save");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText($"{reference}: Rejected.")).ToBeVisibleAsync();

        await visitor.TabToAsync(await page.Locator(".moj-sub-navigation__link", new() { HasText = "Rejected" }).InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Rowheader).Filter(new() { HasText = reference })).ToBeVisibleAsync();
        await visitor.TabToAsync(reference);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(reference);
        await visitor.TabToAsync("Take the decision back");
        await page.Keyboard.PressAsync("Enter");
        await visitor.TabToAsync("withdraw-why");
        await page.Keyboard.TypeAsync("The wrong one of two.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText($"{reference}: The decision was taken back.")).ToBeVisibleAsync();
        Assert.Contains(
            (await Desk.ReadAsync(CdiPart.ToDo, 1, 100, new Reviewer("T. Est", ReviewRole.Cdi), console.Clock.GetUtcNow(), CancellationToken.None)).Items,
            item => item.Key.CrimeReference == reference);
    }

    [Fact]
    public async Task Registrar_IsAskedAndAnswers_AndTheDeskKnowsIt()
    {
        var address = await FirstAsync(skip: 2);
        using var cdi = await console.SignedInClientAsync("Q. Uestion", ReviewRole.Cdi);
        using var asked = await cdi.PostAsync($"{address}?handler=Ask", new() { ["version"] = "0", ["question"] = "Is one breach enough?" }, address);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        await using var visitor = await console.SignInAsync("R. Egistrar", ReviewRole.Registrar, script: false);
        await visitor.Page.GotoAsync("/desk");
        await visitor.Page.Locator($"a[href^='{address}']").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("Is one breach enough?")).ToBeVisibleAsync();

        await visitor.Page.GetByLabel("Your opinion, and why").FillAsync("With the calls it is two acts.");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Give opinion" }).ClickAsync();

        await Assertions.Expect(visitor.Page.GetByText("Your opinion is with the desk.")).ToBeVisibleAsync();
        using var answer = await cdi.GetAsync(address);
        Assert.Contains("With the calls it is two acts.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_ByTheSecondOfTwo_IsToldWhoCameFirst()
    {
        var address = await FirstAsync(skip: 4);
        using var first = await console.SignedInClientAsync("F. Irst", ReviewRole.Cdi);
        using var second = await console.SignedInClientAsync("S. Econd", ReviewRole.Cdi);
        Dictionary<string, string> Form(string verdict, string reason) => new() { ["version"] = "0", ["Input.Verdict"] = verdict, ["Input.Reason"] = reason };

        using var saved = await first.PostAsync($"{address}?handler=Decide", Form("reject", "rule-not-met"), address);
        using var late = await second.PostAsync($"{address}?handler=Decide", Form("reject", "too-little"), address);

        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("F. Irst rejected the suggestion on 1 October 2025", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReviewRole.Coordinator)]
    [InlineData(ReviewRole.Analyst)]
    [InlineData(ReviewRole.Auditor)]
    [InlineData(ReviewRole.Operations)]
    public async Task Desk_InAnotherRole_IsRefusedAndWrittenDown(ReviewRole role)
    {
        var address = await FirstAsync(skip: 6);
        using var client = await console.SignedInClientAsync($"N. {role}", role);

        using var list = await client.GetAsync("/desk");
        using var one = await client.GetAsync(address);
        using var post = await client.PostAsync($"{address}?handler=Decide", new() { ["version"] = "0" }, "/help");

        Assert.All([list, one, post], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Contains(await console.AccessLog.ReadAsync(null, $"N. {role}", 10, CancellationToken.None), row => row.Act == AccessAct.Refused);
    }

    [Fact]
    public async Task Desk_RegistrarDeciding_ForgedFormOrUnknownCrime_IsRefused()
    {
        var address = await FirstAsync(skip: 6);
        using var registrar = await console.SignedInClientAsync("R. Egistrar", ReviewRole.Registrar);
        using var cdi = await console.SignedInClientAsync("F. Orger", ReviewRole.Cdi);

        using var decided = await registrar.PostAsync(
            $"{address}?handler=Decide", new() { ["version"] = "0", ["Input.Verdict"] = "reject", ["Input.Reason"] = "too-little" }, address);
        using var forged = await cdi.PostBareAsync($"{address}?handler=Decide", new() { ["version"] = "0", ["Input.Verdict"] = "reject", ["Input.Reason"] = "too-little" });
        using var unknown = await cdi.GetAsync("/desk/MER/none/such");

        Assert.Equal(HttpStatusCode.Forbidden, decided.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    /// <summary>Where a suggestion stands that is to be decided; each test takes its own.</summary>
    private async Task<string> FirstAsync(int skip)
    {
        var list = await Desk.ReadAsync(CdiPart.ToDo, 1, 100, new Reviewer("T. Est", ReviewRole.Cdi), console.Clock.GetUtcNow(), CancellationToken.None);
        // From the end, for the morning's test takes from the top.
        var key = list.Items[^(skip + 1)].Key;
        return $"/desk/{key.ForceCode}/{key.CrimeReference}";
    }
}
