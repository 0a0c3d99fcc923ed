using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Access;

public sealed class ProviderSignInTests(ProviderFixture console) : IClassFixture<ProviderFixture>
{
    private static ILocator Heading(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    [Fact]
    public async Task SignIn_OfAKnownRole_LeadsToThePageAskedForAndIsWrittenDown()
    {
        await using var visitor = await console.SignInByProviderAsync("coordinator");

        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("Keyboard shortcuts");
        await Assertions.Expect(visitor.Page.Locator(".console-header__person")).ToContainTextAsync("C. Coordinator, Stalking coordinator");
        Assert.Contains(
            await console.AccessLog.ReadAsync(null, "C. Coordinator", 10, CancellationToken.None),
            row => row is { Act: AccessAct.SignIn, Role: "coordinator" });
    }

    [Fact]
    public async Task SignIn_ByCode_ProvesItsKeyAndNamesNobodyInAnAddress()
    {
        await using var visitor = await console.VisitAsync();
        var addresses = new List<string>();
        visitor.Page.Request += (_, request) => addresses.Add(request.Url);
        await visitor.Page.GotoAsync("/account/keys");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with your force account" }).ClickAsync();
        await visitor.Page.GetByLabel("Account").FillAsync("coordinator");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("Keyboard shortcuts");

        var asked = Assert.Single(addresses, address => address.Contains("response_type=code", StringComparison.Ordinal));
        Assert.Contains("code_challenge_method=S256", asked);
        Assert.Matches("code_challenge=[A-Za-z0-9_-]{43}", asked);
        Assert.DoesNotContain(addresses, address => address.Contains("Coordinator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_WithoutARoleOfTheConsole_IsRefused()
    {
        await using var visitor = await console.SignInByProviderAsync("stranger");

        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("You cannot sign in");
        await visitor.Page.GotoAsync("/account/keys");
        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task SignIn_OfTwoRoles_WorksInOneAtATimeAndSeesItsForcesAlone()
    {
        await using var visitor = await console.SignInByProviderAsync("both");
        await Assertions.Expect(visitor.Page.Locator(".console-header__person")).ToContainTextAsync("Crime data integrity");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Change role" }).ClickAsync();
        await visitor.Page.GetByLabel("Force crime registrar").CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change role" }).ClickAsync();

        await visitor.Page.GotoAsync("/account/keys");
        await Assertions.Expect(visitor.Page.Locator(".console-header__person")).ToContainTextAsync("Force crime registrar");
    }

    [Fact]
    public async Task Crime_OfAnotherForce_IsNotThereAndTheAttemptIsWrittenDown()
    {
        await using var visitor = await console.SignInByProviderAsync("both");
        var crime = console.FirstCrime();

        var answer = await visitor.Page.GotoAsync($"/crimes/{crime.ForceCode}/{crime.CrimeReference}");

        Assert.Equal(404, answer!.Status);
        Assert.DoesNotContain(crime.CrimeReference, await visitor.Page.GetByRole(AriaRole.Main).InnerTextAsync());
        Assert.Contains(await console.AccessLog.ReadAsync(crime, "B. Both", 10, CancellationToken.None), row => row.Act == AccessAct.Refused);
    }

    [Fact]
    public async Task Answer_SentASecondTime_SignsNobodyIn()
    {
        await using var visitor = await console.VisitAsync();
        string? answer = null;
        visitor.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/account/signed-in?", StringComparison.Ordinal)) answer = request.Url;
        };
        await visitor.Page.GotoAsync("/account/sign-in");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with your force account" }).ClickAsync();
        await visitor.Page.GetByLabel("Account").FillAsync("coordinator");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(console.Address + "/**");

        await using var thief = await console.VisitAsync();
        await thief.Page.GotoAsync(answer!);
        await Assertions.Expect(Heading(thief)).ToHaveTextAsync("You cannot sign in");

        await visitor.Context.ClearCookiesAsync(new() { Name = "session" });
        await visitor.Page.GotoAsync(answer!);
        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("You cannot sign in");
    }

    [Fact]
    public async Task SignOut_EndsTheSessionForACopiedCookieToo()
    {
        await using var visitor = await console.SignInByProviderAsync("coordinator");
        var copied = Assert.Single(await visitor.Context.CookiesAsync(), cookie => cookie.Name == "session");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(Heading(visitor)).ToHaveTextAsync("You are signed out");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "sign out of your force account too" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(url => url.Contains("/session/end", StringComparison.Ordinal));

        await using var thief = await console.VisitAsync();
        await thief.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "session", Value = copied.Value, Url = console.Address }]);
        await thief.Page.GotoAsync("/account/keys");
        await Assertions.Expect(Heading(thief)).ToHaveTextAsync("Sign in");
    }

    [Fact]
    public async Task LocalSignIn_WhereThereIsAProvider_IsNotThere()
    {
        using var client = console.Client();

        using var answer = await client.PostAsync("/account/sign-in", new() { ["Name"] = "A. Intruder", ["Role"] = "coordinator" }, page: "/account/sign-in");

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
    }
}
