using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CrimeScreeningWorker.Database.Tests.Review;

/// <summary>The search, and who and what comes again; run once for each database the store may lie in.</summary>
public abstract class PeopleTests(StoreProvider provider) : IDisposable
{
    private static readonly Reviewer Reader = new("R. Viewer", ReviewRole.Coordinator);

    private readonly ScreeningDatabase database = provider.NewDatabase();

    [Theory]
    [InlineData("CR/000001/26", "CR/000001/26 Reference")]
    [InlineData(" cr/000001/26 ", "CR/000001/26 Reference")]
    [InlineData("CR000001-26", "CR/000001/26 Reference")]
    [InlineData("p1", "CR/000002/26 Victim; CR/000001/26 Victim")]
    [InlineData("P2", "CR/000003/26 Suspect; CR/000001/26 Suspect")]
    [InlineData("07700 900001", "CR/000004/26 Phone; CR/000003/26 Phone")]
    [InlineData("+44 7700 900 001", "CR/000004/26 Phone; CR/000003/26 Phone")]
    [InlineData("ab12 cde", "CR/000002/26 Vehicle")]
    [InlineData("CR/000009/26", "CR/000002/26 ReferenceInText")]
    [InlineData("nobody", "")]
    public async Task FindAsync_Words_GivesTheCrimesAndByWhat(string words, string expected)
    {
        await ScreenAsync(
            Some.Crime("CR/000001/26"),
            Some.Crime("CR/000002/26", suspect: "P5", narrative: "SEEN IN car:AB12CDE SEE number:CR00000926", recordedAt: Some.Morning.AddHours(1)),
            Some.Crime("CR/000003/26", victim: "P7", narrative: "RANG FROM tel:+447700900001", recordedAt: Some.Morning.AddHours(2)),
            Some.Crime("CR/000004/26", victim: "P8", suspect: null, narrative: "RANG FROM tel:+447700900001", recordedAt: Some.Morning.AddHours(3), force: "CAM"));

        var found = await SearchAsync(words, Reader);

        Assert.Equal(expected, string.Join("; ", found.Crimes.Select(crime => $"{crime.Key.CrimeReference} {string.Join(' ', crime.By)}")));
        Assert.False(found.IsCut);
    }

    [Fact]
    public async Task FindAsync_CrimeOfAnotherForce_IsNotFound()
    {
        await ScreenAsync(
            Some.Crime("A", narrative: "RANG FROM tel:+447700900001"),
            Some.Crime("B", narrative: "RANG FROM tel:+447700900001", force: "CAM"),
            Some.Crime("CR/CAM/26", narrative: "NOTHING", force: "CAM"));

        Assert.Equal(2, (await SearchAsync("07700 900001", Reader)).Crimes.Count);
        Assert.Equal("A", Assert.Single((await SearchAsync("07700 900001", Reader with { Forces = ["GLO"] })).Crimes).Key.CrimeReference);
        Assert.Empty((await SearchAsync("CR/CAM/26", Reader with { Forces = ["GLO"] })).Crimes);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("  a  ")]
    public Task FindAsync_TooShort_IsRefused(string words) => Assert.ThrowsAsync<ArgumentException>(() => SearchAsync(words, Reader));

    [Fact]
    public async Task FindAsync_MoreThanAreGiven_GivesTheNewestAndSaysSo()
    {
        await ScreenAsync(
        [
            .. Enumerable.Range(0, PeopleSearch.Most + 5).Select(n =>
                Some.Crime($"CR/{n:000000}/26", victim: $"P{n + 10}", narrative: "RANG FROM tel:+447700900001", recordedAt: Some.Morning.AddMinutes(n))),
        ]);

        var found = await SearchAsync("07700 900001", Reader);

        Assert.Equal(PeopleSearch.Most, found.Crimes.Count);
        Assert.True(found.IsCut);
        Assert.Equal("CR/000104/26", found.Crimes[0].Key.CrimeReference);
    }

    [Fact]
    public async Task ReadSuspectsAsync_SeveralVictims_MostVictimsFirstAndNobodyWithOne()
    {
        await ScreenAsync(
            Some.Crime("A", victim: "P1", suspect: "S1"), Some.Crime("B", victim: "P1", suspect: "S1"),
            Some.Crime("C", victim: "P1", suspect: "S2"), Some.Crime("D", victim: "P2", suspect: "s2 ", homeOfficeClass: "105A"),
            Some.Crime("E", victim: "P3", suspect: "S3"), Some.Crime("F", victim: "P4", suspect: "S3"), Some.Crime("G", victim: "P5", suspect: "S3"),
            Some.Crime("H", victim: "P6", suspect: "S2", recordedAt: Some.Morning.AddYears(-2)));

        var suspects = await new RepeatPeople(database).ReadSuspectsAsync(Reader, Some.Morning.AddYears(-1), 10, CancellationToken.None);

        Assert.Equal(["S3 3 3 3", "S2 2 1 2"], suspects.Select(one => $"{one.Nominal} {one.Crimes} {one.InScope} {one.Others}"));
    }

    [Fact]
    public async Task ReadVictimsAsync_SeveralCrimes_MostCrimesFirst()
    {
        await ScreenAsync(
            Some.Crime("A", victim: "P1", suspect: "S1"), Some.Crime("B", victim: "P1", suspect: null, recordedAt: Some.Morning.AddDays(1)),
            Some.Crime("C", victim: "P2", suspect: "S1"), Some.Crime("D", victim: "P3", suspect: "S1", force: "CAM"), Some.Crime("E", victim: "P3", suspect: "S2", force: "CAM"),
            Some.Crime("F", victim: "P3", suspect: "S4", force: "CAM"));

        var all = await new RepeatPeople(database).ReadVictimsAsync(Reader, Some.Morning.AddYears(-1), 10, CancellationToken.None);
        var own = await new RepeatPeople(database).ReadVictimsAsync(Reader with { Forces = ["GLO"] }, Some.Morning.AddYears(-1), 10, CancellationToken.None);

        Assert.Equal(["CAM P3 3 3", "GLO P1 2 1"], all.Select(one => $"{one.ForceCode} {one.Nominal} {one.Crimes} {one.Others}"));
        Assert.Equal((Some.Morning, Some.Morning.AddDays(1)), (all[1].First, all[1].Last));
        Assert.Equal("P1", Assert.Single(own).Nominal);
    }

    [Fact]
    public async Task ReadPlacesAsync_HouseOfTwoCrimes_IsGivenWithItsVictims()
    {
        await ScreenAsync(
            Some.Crime("A", victim: "P1", narrative: "AT house:14_MILL_ROAD") with { District = "North" },
            Some.Crime("B", victim: "P2", narrative: "AT house:14_MILL_ROAD") with { District = "North" },
            Some.Crime("C", victim: "P3", narrative: "AT house:14_MILL_ROAD") with { District = "South" },
            Some.Crime("D", victim: "P4", narrative: "AT house:2_HIGH_STREET"), Some.Crime("E", victim: "P4", narrative: "AT house:2_HIGH_STREET"));

        var places = await new RepeatPeople(database).ReadPlacesAsync(Reader, Some.Morning.AddYears(-1), 10, CancellationToken.None);

        Assert.Equal(["North 14 MILL ROAD 2 2", " 2 HIGH STREET 2 1"], places.Select(one => $"{one.District} {one.House} {one.Crimes} {one.Victims}"));
    }

    public void Dispose()
    {
        provider.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<PeopleSearchResult> SearchAsync(string words, Reviewer reader) =>
        new PeopleSearch(database, new IdentifierExtractor(new LinkageOptions())).FindAsync(words, reader, CancellationToken.None);

    private Task<RunSummary> ScreenAsync(params Crime[] crimes) =>
        new NightlyRun(
                database, PlainSteps.Create(), new ScreeningScope(new ScopeOptions()), new LinkageOptions(), new FakeTimeProvider(Some.Morning.AddDays(1)))
            .ExecuteAsync(new GivenSource(crimes, 1000), new RunRequest(), progress: null, CancellationToken.None);
}

public sealed class PeopleOnSqliteTests() : PeopleTests(new SqliteProvider());

public sealed class PeopleOnPostgreSqlTests() : PeopleTests(new PostgreSqlProvider());
