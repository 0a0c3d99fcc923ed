using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Hosting;

public sealed class FewSearchesFixture : ConsoleFixture
{
    public const int Searches = 3;

    protected override Dictionary<string, string?> Settings => new(base.Settings, StringComparer.Ordinal) { ["Console:SearchesPerMinute"] = $"{Searches}" };
}

public sealed class RateLimitTests(FewSearchesFixture console) : IClassFixture<FewSearchesFixture>
{
    [Fact]
    public async Task Searches_OfOnePerson_AreLimitedAndThoseOfAnotherAreNot()
    {
        using var eager = await console.SignedInClientAsync("E. Eager", ReviewRole.Auditor);
        for (var i = 0; i < FewSearchesFixture.Searches; i++) Assert.Equal(HttpStatusCode.OK, await SearchAsync(eager));

        Assert.Equal(HttpStatusCode.TooManyRequests, await SearchAsync(eager));

        using var other = await console.SignedInClientAsync("O. Other", ReviewRole.Auditor);
        Assert.Equal(HttpStatusCode.OK, await SearchAsync(other));
    }

    private static async Task<HttpStatusCode> SearchAsync(FormClient client)
    {
        using var answer = await client.PostAsync("/access", new() { ["person"] = "E. Eager" });
        return answer.StatusCode;
    }
}
