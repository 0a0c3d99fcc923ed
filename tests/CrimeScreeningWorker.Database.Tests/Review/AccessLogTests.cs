using System.Data.Common;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>Who looked at what; run once for each database the store may lie in.</summary>
public abstract class AccessLogTests(StoreProvider provider) : IDisposable
{
    private readonly ReviewStage stage = new(provider);

    [Fact]
    public async Task WriteAsync_OneCrimeSeveralOrNone_KeepsARowEach()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"), ReviewStage.Crime("B"));

        await stage.Log.WriteAsync(ReviewStage.Ann, AccessAct.View, ReviewStage.Key("A"), "Crimes/Index", stage.Now, CancellationToken.None);
        await stage.Log.WriteAsync(ReviewStage.Ben, AccessAct.Export, [ReviewStage.Key("A"), ReviewStage.Key("B")], "Desk/Requests", stage.Now, CancellationToken.None);
        await stage.Log.WriteAsync(ReviewStage.Ben, AccessAct.SignIn, crime: null, "Account/SignIn", stage.Now, CancellationToken.None);

        var rows = await stage.Log.ReadAsync(crime: null, reviewer: null, limit: 10, CancellationToken.None);
        Assert.Equal(
            [
                new AccessRecord(stage.Now, "Ben", "coordinator", AccessAct.SignIn, null, "Account/SignIn"),
                new AccessRecord(stage.Now, "Ben", "coordinator", AccessAct.Export, ReviewStage.Key("B"), "Desk/Requests"),
                new AccessRecord(stage.Now, "Ben", "coordinator", AccessAct.Export, ReviewStage.Key("A"), "Desk/Requests"),
                new AccessRecord(stage.Now, "Ann", "coordinator", AccessAct.View, ReviewStage.Key("A"), "Crimes/Index"),
            ],
            rows);
        Assert.Equal(2, (await stage.Log.ReadAsync(ReviewStage.Key("A"), reviewer: null, limit: 10, CancellationToken.None)).Count);
        Assert.Equal("Ann", Assert.Single(await stage.Log.ReadAsync(crime: null, "Ann", limit: 10, CancellationToken.None)).Reviewer);
    }

    [Theory]
    [InlineData("update access_log set reviewer = 'Nobody'")]
    [InlineData("delete from access_log")]
    [InlineData("update review_event set note = 'Another'")]
    [InlineData("delete from review_event")]
    [InlineData("delete from review_item")]
    public async Task Statement_OnWhatIsKept_IsRefusedByTheStoreItself(string sql)
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));
        await stage.DecideAsync("A");

        await Assert.ThrowsAnyAsync<DbException>(() => stage.ExecuteAsync(sql));

        Assert.Equal("Ann", (await stage.Log.ReadAsync(crime: null, reviewer: null, limit: 1, CancellationToken.None)).Single().Reviewer);
        Assert.Equal(ReviewStatus.Decided, (await stage.ItemAsync("A")).Status);
    }

    [Fact]
    public async Task Decision_ThatIsSaved_IsInTheLogWithIt()
    {
        await stage.ScreenAsync(ReviewStage.Crime("A"));

        await stage.DecideAsync("A");

        Assert.Equal(
            [AccessAct.Decide, AccessAct.Claim, AccessAct.View],
            (await stage.Log.ReadAsync(ReviewStage.Key("A"), reviewer: null, limit: 10, CancellationToken.None)).Select(row => row.Act));
    }

    public void Dispose()
    {
        stage.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class AccessLogOnSqliteTests() : AccessLogTests(new SqliteProvider());

public sealed class AccessLogOnPostgreSqlTests() : AccessLogTests(new PostgreSqlProvider());
