using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Access;

public sealed class SessionTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private const string Inside = "/account/keys";

    [Fact]
    public async Task Session_LeftAlone_Ends()
    {
        using var client = await console.SignedInClientAsync("A. Idle", ReviewRole.Coordinator);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Inside));

        console.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, Inside));
    }

    [Fact]
    public async Task Session_KeptInUse_EndsAfterTenHours()
    {
        using var client = await console.SignedInClientAsync("A. Busy", ReviewRole.Coordinator);
        for (var minutes = 0; minutes < 590; minutes += 20)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Inside));
            console.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(client, Inside));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task SignIn_ThatShouldLeadToAnotherSite_LeadsToTheStart(string elsewhere)
    {
        using var client = console.Client();

        using var answer = await client.PostAsync(
            "/account/sign-in", new() { ["Name"] = "A. Reader", ["Role"] = "coordinator", ["ReturnUrl"] = elsewhere });

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Page_WithoutASignIn_LeadsToIt()
    {
        using var client = console.Client();

        using var answer = await client.GetAsync(Inside);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in", answer.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public async Task Cookies_OfASession_AreOutOfReachOfScriptsAndOtherSites()
    {
        using var client = console.Client();

        using var answer = await client.PostAsync("/account/sign-in", new() { ["Name"] = "A. Reader", ["Role"] = "coordinator" });

        var session = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("session=", StringComparison.Ordinal));
        Assert.Contains("httponly", session);
        Assert.Contains("samesite=lax", session);
        Assert.DoesNotContain("expires", session);
    }

    private static async Task<HttpStatusCode> StatusAsync(FormClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
