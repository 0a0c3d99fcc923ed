using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Playwright;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Frame;

public sealed class FramePagesTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/signed-out")]
    [InlineData("/account/refused")]
    [InlineData("/accessibility")]
    [InlineData("/no-such-page")]
    public async Task OpenPage_InBothWidths_IsAccessible(string path)
    {
        foreach (var width in (int[])[1280, 400])
        {
            await using var visitor = await console.VisitAsync(width: width);
            await visitor.Page.GotoAsync(path);
            await visitor.ExpectAccessibleAsync();
            await visitor.ExpectNoSidewaysScrollAsync();
            await visitor.PhotographAsync("frame" + path.Replace('/', '-'));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignOut_ByItsButton_EndsTheSession(bool script)
    {
        await using var visitor = await console.SignInAsync("A. Operator", ReviewRole.Operations, script);

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
        await visitor.Page.GotoAsync("/account/keys");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
    }
}
