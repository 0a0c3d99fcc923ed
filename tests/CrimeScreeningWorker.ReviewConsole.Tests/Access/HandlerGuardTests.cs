using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Data.Sqlite;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Access;

public sealed class HandlerGuardTests(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Page_ThatIsShown_IsInTheAccessLogFirst()
    {
        var crime = console.FirstCrime();
        using var client = await console.SignedInClientAsync("L. Looker", ReviewRole.Coordinator);

        using var answer = await client.GetAsync($"/crimes/{crime.ForceCode}/{crime.CrimeReference}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var row = Assert.Single(await console.AccessLog.ReadAsync(crime, "L. Looker", 10, CancellationToken.None));
        Assert.Equal((AccessAct.View, "coordinator", "Crimes/Index"), (row.Act, row.Role, row.Page));
    }

    [Theory]
    [InlineData("/queue", ReviewRole.Coordinator)]
    [InlineData("/access", ReviewRole.Auditor)]
    [InlineData("crime", ReviewRole.Coordinator)]
    public async Task Page_ThatCannotBeWrittenDown_ShowsNothing(string path, ReviewRole role)
    {
        var crime = console.FirstCrime();
        if (path == "crime") path = $"/crimes/{crime.ForceCode}/{crime.CrimeReference}";
        using var client = await console.SignedInClientAsync("U. Unseen", role);
        using (await FailingLog.StartAsync(console.StorePath))
        {
            using var answer = await client.GetAsync(path);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Contains("The console cannot be used now", html);
            Assert.DoesNotContain(crime.CrimeReference, html);
        }

        using var later = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task SignIn_ThatCannotBeWrittenDown_LetsNobodyIn()
    {
        using var client = console.Client();
        using (await FailingLog.StartAsync(console.StorePath))
        {
            using var answer = await client.PostAsync("/account/sign-in", new() { ["Name"] = "U. Unseen", ["Role"] = "coordinator" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        using var inside = await client.GetAsync("/account/keys");
        Assert.Equal(HttpStatusCode.Redirect, inside.StatusCode);
    }

    [Fact]
    public async Task Crime_ThatIsNone_IsNotFound()
    {
        using var client = await console.SignedInClientAsync("A. Reader", ReviewRole.Coordinator);

        using var answer = await client.GetAsync("/crimes/GLO/no-such-crime");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>While it is there, the store takes no row of the access log, and all else.</summary>
    private sealed class FailingLog(string store) : IDisposable
    {
        public static async Task<FailingLog> StartAsync(string store)
        {
            await ExecuteAsync(store, "create trigger access_log_fails before insert on access_log begin select raise(abort, 'no'); end");
            return new FailingLog(store);
        }

        public void Dispose() => ExecuteAsync(store, "drop trigger access_log_fails").GetAwaiter().GetResult();

        private static async Task ExecuteAsync(string store, string sql)
        {
            await using var connection = new SqliteConnection($"Data Source={store};Mode=ReadWrite;Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
