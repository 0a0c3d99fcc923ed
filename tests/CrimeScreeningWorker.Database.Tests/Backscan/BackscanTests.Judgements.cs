using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests.Backscan;

public sealed partial class BackscanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WorkAsync_JudgedLinks_StandAsAfterTheNightlyRun(bool onServer)
    {
        var crimes = Some.Month(200, Seed);
        // Of every pair that is judged the store holds older versions, so that the back-scan links both crimes again.
        var older = crimes.Select(crime => crime with { UpdatedAt = crime.UpdatedAt.AddHours(-1) }).ToArray();
        var warehouse = await NewWarehouseAsync(crimes);
        var nightly = onServer ? postgreSql.NewDatabase() : sqlite.NewDatabase();
        var scanned = onServer ? postgreSql.NewDatabase() : sqlite.NewDatabase();
        foreach (var database in (ScreeningDatabase[])[nightly, scanned])
        {
            await NightAsync(database, new GivenSource(older, name: "before"));
            var review = new LinkReview(database, TimeProvider.System);
            foreach (var crime in crimes.Where((_, n) => n % 9 == 0))
            {
                foreach (var link in await review.ReadAsync(crime.Key, CancellationToken.None))
                    await review.JudgeAsync(crime.Key, link.Other, LinkVerdict.Rejected, "R. Viewer", null, "Other people.", CancellationToken.None);
            }

            for (var n = 1; n + 60 < crimes.Length; n += 25)
                await review.JudgeAsync(crimes[n].Key, crimes[n + 60].Key, LinkVerdict.Confirmed, "R. Viewer", null, "Same man.", CancellationToken.None);
        }

        var before = await ContentAsync(scanned);
        await NightAsync(nightly, warehouse.Source());
        await WorkAsync(scanned, warehouse);

        Same(await ContentAsync(nightly), await ContentAsync(scanned));
        Assert.Contains("|Reviewer|1|confirmed by a reviewer", await ContentAsync(scanned), StringComparison.Ordinal);
        Assert.NotEqual(before, await ContentAsync(scanned));
        var rejected = await new LinkReview(scanned, TimeProvider.System).ReadAsync(crimes[0].Key, CancellationToken.None);
        Assert.All(rejected.Where(link => link.Judgement!.Verdict == LinkVerdict.Rejected), link => Assert.Empty(link.Links));
    }
}
