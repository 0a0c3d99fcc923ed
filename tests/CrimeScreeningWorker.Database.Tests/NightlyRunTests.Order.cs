using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Database.Tests;

/// <remarks>What the store ends with depends on what came in, not on how it came.</remarks>
public abstract partial class NightlyRunTests
{
    // Low limits, so that identifiers become common and people have too many crimes within a few hundred records.
    private static readonly LinkageOptions Tight = new() { MaxSharers = 3, MaxCrimesPerPerson = 4 };

    [Fact]
    public async Task ExecuteAsync_AnyBatchSizeAndOrder_EndsWithTheSameStore()
    {
        var crimes = Some.Month(300, seed: 7);
        var (expected, counts) = await ScreenTightAsync([crimes], batchSize: 1000);
        Assert.Contains("SamePair", expected, StringComparison.Ordinal);
        Assert.Contains("|Phone|", expected, StringComparison.Ordinal);
        Assert.Contains("|Vehicle|", expected, StringComparison.Ordinal);

        foreach (var batchSize in (int[])[1, 7])
            Assert.Equal((expected, counts), await ScreenTightAsync([crimes], batchSize));
        foreach (var seed in (int[])[1, 2])
            Assert.Equal((expected, counts), await ScreenTightAsync([Shuffled(crimes, seed)], batchSize: 40));
    }

    [Fact]
    public async Task ExecuteAsync_ChangesInAnyBatchSizeAndOrder_EndWithTheStoreOfTheNewestVersionsAlone()
    {
        var before = Some.Month(200, seed: 3);
        var after = Some.Month(200, seed: 4).Select(crime => crime with { UpdatedAt = Some.Morning.AddDays(30) }).ToArray();
        // The same references, other people, forces and identifiers: half of each month changes into the other.
        var newest = before.Where(crime => after.All(later => later.Key != crime.Key)).Concat(after).ToArray();
        var (expected, _) = await ScreenTightAsync([newest], batchSize: 1000);

        foreach (var (batchSize, seed) in new[] { (1, 1), (13, 2), (1000, 3) })
            Assert.Equal(expected, (await ScreenTightAsync([Shuffled(before, seed), Shuffled(after, seed)], batchSize)).Content);
    }

    [Fact]
    public async Task ExecuteAsync_NumberThatTooManyCrimesName_JoinsNoneOfThem()
    {
        var database = provider.NewDatabase();
        Crime Caller(int n) => Some.Crime($"C{n:00}", victim: null, suspect: null, narrative: "CALLED FROM tel:+441632960001");

        await ScreenAsync(database, new GivenSource(Enumerable.Range(1, 12).Select(Caller)));
        Assert.All(await ReadAsync(database, null), c => Assert.Equal(11, c.History.Crimes.Count));

        var summary = await ScreenAsync(database, new GivenSource([Caller(13)]));

        Assert.Equal(12, summary.Counts.Rescored);
        Assert.All(await ReadAsync(database, null), c => Assert.Empty(c.History.Crimes));

        var without = Caller(13) with { Narrative = "NO NUMBER", UpdatedAt = Some.Morning.AddDays(1) };
        await ScreenAsync(database, new GivenSource([without]));
        Assert.All((await ReadAsync(database, null)).Take(12), c => Assert.Equal(11, c.History.Crimes.Count));
    }

    [Fact]
    public async Task ExecuteAsync_PersonWithTooManyCrimes_JoinsTheNewestAndKeepsThePair()
    {
        var database = provider.NewDatabase();
        var run = Run(database, linkage: Tight);
        Crime Theft(int n, string suspect) => Some.Crime($"T{n}", victim: "P-SHOP", suspect: suspect, recordedAt: Some.Morning.AddDays(n));
        Crime[] crimes = [Theft(0, "P7"), .. Enumerable.Range(1, 5).Select(n => Theft(n, $"P1{n}")), Theft(6, "P7")];

        await run.ExecuteAsync(new GivenSource(crimes, batchSize: 1), new RunRequest(), null, CancellationToken.None);

        var linked = await ReadLinkedAsync(database);
        Assert.Equal("T6", linked["T0"]);
        Assert.Equal("", linked["T1"]);
        Assert.Equal("T4 T5 T6", linked["T3"]);
        Assert.Equal("T0 T3 T4 T5", linked["T6"]);
    }

    [Fact]
    public async Task ExecuteAsync_PartOfARegistration_MeetsTheWholeOne()
    {
        var database = provider.NewDatabase();
        Crime Car(string reference, string plate) => Some.Crime(reference, victim: null, suspect: null, narrative: $"SEEN IN car:{plate}");

        await ScreenAsync(database, new GivenSource([Car("A", "GK17ABC"), Car("B", "GK17*"), Car("C", "*ABC"), Car("D", "GK18XYZ")], batchSize: 1));

        var linked = await ReadLinkedAsync(database);
        Assert.Equal("B C", linked["A"]);
        Assert.Equal("A", linked["B"]);
        Assert.Equal("", linked["D"]);
    }

    private static async Task<Dictionary<string, string>> ReadLinkedAsync(ScreeningDatabase database) =>
        (await ReadAsync(database, null)).ToDictionary(
            crime => crime.Crime.Key.CrimeReference, crime => References(crime.History.Crimes.Select(other => other.Key)), StringComparer.Ordinal);

    private async Task<(string Content, RunCounts Last)> ScreenTightAsync(IEnumerable<IEnumerable<Crime>> extracts, int batchSize)
    {
        var database = provider.NewDatabase();
        var last = RunCounts.Zero;
        foreach (var extract in extracts)
            last = (await Run(database, linkage: Tight).ExecuteAsync(new GivenSource(extract, batchSize), new RunRequest(), null, CancellationToken.None)).Counts;
        return (await StoreProvider.ContentAsync(database), last);
    }

    private static Crime[] Shuffled(IEnumerable<Crime> crimes, int seed)
    {
        var shuffled = crimes.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
