using System.Net;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

public sealed class ResponseHeadersTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Theory]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/account/sign-in", HttpStatusCode.OK)]
    [InlineData("/account/keys", HttpStatusCode.OK)]
    [InlineData("/no-such-page", HttpStatusCode.NotFound)]
    [InlineData("/fault", HttpStatusCode.NotFound)]
    [InlineData("/access", HttpStatusCode.Forbidden)]
    public async Task Answer_OfAnyKind_IsStrictAndNotKept(string path, HttpStatusCode status)
    {
        using var client = path.Contains("sign-in", StringComparison.Ordinal) ? console.Client() : await console.SignedInClientAsync("A. Reader", ReviewRole.Coordinator);

        using var answer = await client.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Asset_WithItsVersion_IsKeptForGood()
    {
        using var client = console.Client();
        var page = await (await client.GetAsync("/account/sign-in")).Content.ReadAsStringAsync();
        var address = page.Split('"').First(part => part.StartsWith("/assets/console.css?v=", StringComparison.Ordinal));

        using var answer = await client.GetAsync(address);

        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Style_OfTheConsole_HoldsNothingThatBelongsToGovUkAlone()
    {
        using var client = console.Client();

        var style = await (await client.GetAsync("/assets/console.css")).Content.ReadAsStringAsync();

        Assert.DoesNotContain("GDS Transport", style);
        Assert.DoesNotContain("@font-face", style);
        Assert.DoesNotContain("url(http", style);
        Assert.DoesNotContain("@import", style);
    }

    [Theory]
    [InlineData("/assets/../console.css")]
    [InlineData("/assets/no-such.css")]
    public async Task Asset_ThatIsNone_IsNotFound(string path)
    {
        using var client = console.Client();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Request_ByAnotherName_IsRefusedOnLoopback()
    {
        using var client = console.Client();

        using var answer = await client.GetAsHostAsync("/account/sign-in", "elsewhere.example");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
