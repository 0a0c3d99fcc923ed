using System.Globalization;
using System.Text;
using CrimeScreeningWorker.Database.Tests.Storage;
using CrimeScreeningWorker.Screening;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Database.Tests;

/// <remarks>A crime that a step of the path throws on ends in quarantine, and the run goes on.</remarks>
public abstract partial class NightlyRunTests
{
    private const string Secret = "what the narrative says";

    [Theory]
    [InlineData("reading", "narrative")]
    [InlineData("linkage", "linkage")]
    [InlineData("scoring", "scoring")]
    public async Task ExecuteAsync_CrimeThatAStepThrowsOn_IsSetAsideAsIfItHadNeverCome(string step, string field)
    {
        var crimes = Some.Month(120, seed: 8);
        var database = provider.NewDatabase();
        var poison = await LinkedCrimeAsync(crimes);
        var (expected, counts) = await UndisturbedAsync(crimes.Where(crime => crime.Key != poison.Key));

        var summary = await Run(database, Poisoned(step, poison.Key)).ExecuteAsync(
            new GivenSource(crimes, batchSize: 20), new RunRequest(), null, CancellationToken.None);

        Assert.Equal(counts with { Read = 120, Quarantined = 1 }, summary.Counts);
        Assert.Equal(expected, await StoreProvider.ContentAsync(database));
        var row = Assert.Single(await new ScreenedCrimeReader(database).ReadQuarantineAsync(summary.RunId, CancellationToken.None));
        Assert.Equal(("extract.csv", crimes.IndexOf(poison) + 2, poison.Key.CrimeReference, field), (row.Source, row.Line, row.CrimeReference, row.Field));
        Assert.StartsWith($"the step {step} failed on this row (FormatException)", row.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, row.Reason, StringComparison.Ordinal);
        Assert.StartsWith($"force_code={poison.Key.ForceCode} | crime_reference={poison.Key.CrimeReference} | ", row.Raw, StringComparison.Ordinal);
        Assert.InRange(row.Raw.Length, 100, 500);
    }

    [Theory]
    [InlineData("reading")]
    [InlineData("linkage")]
    [InlineData("scoring")]
    public async Task ExecuteAsync_EveryCrimeThrows_SetsThemAllAsideAndEnds(string step)
    {
        var database = provider.NewDatabase();
        var crimes = Some.Month(60, seed: 8);

        var summary = await Run(database, Poisoned(step, [.. crimes.Select(crime => crime.Key)])).ExecuteAsync(
            new GivenSource(crimes, batchSize: 20), new RunRequest(), null, CancellationToken.None);

        Assert.Equal(60, summary.Counts.Read);
        Assert.Equal(60, summary.Counts.Quarantined + summary.Counts.InScope + summary.Counts.HistoryOnly);
        Assert.True(summary.Counts.Quarantined > (step == "reading" ? 59 : 20), $"{summary.Counts.Quarantined} were set aside.");
    }

    [Fact]
    public async Task ExecuteAsync_NewVersionThatThrows_LeavesTheOldOneInItsPlace()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("B")]));
        var content = await StoreProvider.ContentAsync(database);

        var steps = PlainSteps.Create();
        var poisoned = steps with { Read = crime => crime.Narrative == "POISON" ? throw new FormatException(Secret) : steps.Read(crime) };
        var summary = await Run(database, poisoned).ExecuteAsync(
            new GivenSource([Some.Crime("A", narrative: "POISON", updatedAt: Some.Morning.AddHours(1))]), new RunRequest(), null, CancellationToken.None);

        Assert.Equal(RunCounts.Zero with { Read = 1, Quarantined = 1 }, summary.Counts);
        Assert.Equal(content, await StoreProvider.ContentAsync(database));
    }

    [Fact]
    public async Task ExecuteAsync_NewerOfTwoVersionsThrows_TakesTheOlderOne()
    {
        var database = provider.NewDatabase();
        var steps = PlainSteps.Create();
        var poisoned = steps with { Read = crime => crime.Narrative == "POISON" ? throw new FormatException(Secret) : steps.Read(crime) };

        var summary = await Run(database, poisoned).ExecuteAsync(
            new GivenSource([Some.Crime("A"), Some.Crime("A", narrative: "POISON", updatedAt: Some.Morning.AddHours(1))]),
            new RunRequest(), null, CancellationToken.None);

        Assert.Equal((2, 1, 1), (summary.Counts.Read, summary.Counts.New, summary.Counts.Quarantined));
        Assert.Equal(Some.Crime("A").Narrative, Assert.Single(await ReadAsync(database, null)).Crime.Narrative);
    }

    [Fact]
    public async Task ExecuteAsync_EarlierCrimeThatCannotBeScoredAgain_KeepsItsScoreAndIsSaidOnce()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A")]));
        var former = Assert.Single(await ReadAsync(database, null)).Score;
        var log = new CollectedLog();

        // Two batches, each of which re-opens the earlier crime.
        var summary = await Run(database, Poisoned("scoring", new CrimeKey("GLO", "A")), log: log).ExecuteAsync(
            new GivenSource([Some.Crime("B", updatedAt: Some.Morning.AddHours(1)), Some.Crime("C", updatedAt: Some.Morning.AddHours(2))], batchSize: 1),
            new RunRequest(), null, CancellationToken.None);

        Assert.Equal(RunCounts.Zero with { Read = 2, New = 2, InScope = 2, Queued = 2 }, summary.Counts);
        var screened = await ReadAsync(database, null);
        Assert.Equal("A B C", References(screened.Select(crime => crime.Crime.Key)));
        Assert.Equal(former.Probability, screened[0].Score.Probability);
        Assert.Equal("A C", References(screened[1].Score.LinkedCrimes));
        Assert.Equal("The step scoring failed on the earlier crime GLO A (FormatException): it keeps its former score", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task ExecuteAsync_EarlierCrimeThatCannotBeReadByANewRuleBook_KeepsItsScoreOfTheOldOne()
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource([Some.Crime("A"), Some.Crime("H")]));
        var former = (await ReadAsync(database, null))[0].Score;
        var newer = PlainSteps.Create("rules-2");
        var poisoned = newer with { Read = crime => crime.Key.CrimeReference == "A" ? throw new FormatException(Secret) : newer.Read(crime) };

        await Run(database, poisoned).ExecuteAsync(new GivenSource([Some.Crime("B")]), new RunRequest(), null, CancellationToken.None);

        var screened = await ReadAsync(database, null);
        Assert.Equal("A B H", References(screened.Select(crime => crime.Crime.Key)));
        Assert.Equal(former.Probability, screened[0].Score.Probability);
        Assert.Equal("A H", References(screened[1].Score.LinkedCrimes));
    }

    [Fact]
    public async Task ExecuteAsync_FaultOfTheMachineWithinAStep_IsNoFaultOfTheRow()
    {
        var database = provider.NewDatabase();
        var steps = PlainSteps.Create();
        var broken = steps with
        {
            Score = (crime, reading, history, asOf) =>
                crime.Key.CrimeReference == "B" ? throw new IOException("The disk gave an error.") : steps.Score(crime, reading, history, asOf),
        };

        await Assert.ThrowsAsync<IOException>(() => Run(database, broken).ExecuteAsync(
            new GivenSource([Some.Crime("A"), Some.Crime("B")], batchSize: 1), new RunRequest(), null, CancellationToken.None));

        Assert.Equal("A", References((await ReadAsync(database, null)).Select(c => c.Crime.Key)));
        var run = Assert.Single(await new ScreenedCrimeReader(database).ReadRunsAsync(limit: 10, CancellationToken.None));
        Assert.Equal((RunState.Failed, 1), (run.State, run.Counts.Read));
    }

    [Fact]
    public async Task ExecuteAsync_NarrativeThatIsCut_IsScreenedAndCountedInTheLog()
    {
        var database = provider.NewDatabase();
        var steps = PlainSteps.Create();
        var cutting = steps with { Read = crime => steps.Read(crime) with { IsCut = crime.Key.CrimeReference == "B" } };
        var log = new CollectedLog();

        var summary = await Run(database, cutting, log: log).ExecuteAsync(
            new GivenSource([Some.Crime("A"), Some.Crime("B")]), new RunRequest(), null, CancellationToken.None);

        Assert.Equal(2, summary.Counts.InScope);
        Assert.Equal("1 narratives are longer than 2000000 words: what lies behind is not read", Assert.Single(log.Lines));
    }

    [Fact]
    public async Task ExecuteAsync_OneRowInAHundredUnreadableAndOneThatThrows_LosesNoneAndDoublesNone()
    {
        var database = provider.NewDatabase();
        var path = Path.Combine(Path.GetTempPath(), $"screening-poison-{Environment.ProcessId}-{database.Location.Dialect}.csv");
        var crimes = Some.Month(1000, seed: 9);
        var text = new StringBuilder("force_code,crime_reference,recorded_at,updated_at,home_office_class,offence_title,victim_id,suspect_id,narrative\n");
        foreach (var (crime, n) in crimes.Select((crime, n) => (crime, n)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{crime.Key.ForceCode},{crime.Key.CrimeReference},{crime.RecordedAt:O},")
                .Append(n % 100 == 50 ? "yesterday" : crime.UpdatedAt.ToString("O", CultureInfo.InvariantCulture))
                .Append(CultureInfo.InvariantCulture, $",{crime.HomeOfficeClass},\"{crime.OffenceTitle}\",{crime.VictimId},{crime.SuspectId},\"{crime.Narrative}\"\n");
        }

        await File.WriteAllTextAsync(path, text.ToString());
        try
        {
            using var source = new CsvSourceReader(path, new SourceOptions { BatchRows = 100, FutureTolerance = TimeSpan.FromDays(366) }, clock);
            var summary = await Run(database, Poisoned("scoring", crimes.First(crime => crime.HomeOfficeClass == "8L").Key))
                .ExecuteAsync(source, new RunRequest(), null, CancellationToken.None);

            var screened = (await ReadAsync(database, null)).Select(crime => crime.Crime.Key.CrimeReference).ToList();
            var aside = (await new ScreenedCrimeReader(database).ReadQuarantineAsync(summary.RunId, CancellationToken.None))
                .Select(row => row.CrimeReference!).ToList();
            var history = await HistoryAsync(database);
            Assert.Equal(crimes.Select(crime => crime.Key.CrimeReference).Order(), screened.Concat(aside).Concat(history).Order());
            Assert.Equal((11, 1000), (aside.Count, summary.Counts.Read));
            Assert.Equal((screened.Count, history.Count), ((int)summary.Counts.InScope, (int)summary.Counts.HistoryOnly));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ScreeningSteps Poisoned(string step, params CrimeKey[] poison)
    {
        var steps = PlainSteps.Create();
        return step switch
        {
            "reading" => steps with { Read = crime => poison.Contains(crime.Key) ? throw new FormatException(Secret) : steps.Read(crime) },
            "linkage" => steps with
            {
                Link = (crime, others) => poison.Contains(crime.Key) || others.Any(other => poison.Contains(other.Key))
                    ? throw new FormatException(Secret)
                    : steps.Link(crime, others),
            },
            _ => steps with
            {
                Score = (crime, reading, history, asOf) =>
                    poison.Contains(crime.Key) ? throw new FormatException(Secret) : steps.Score(crime, reading, history, asOf),
            },
        };
    }

    /// <summary>A crime of the third batch in scope that others are linked to, so that each step is asked about it.</summary>
    private async Task<Crime> LinkedCrimeAsync(IReadOnlyList<Crime> crimes)
    {
        var database = provider.NewDatabase();
        await ScreenAsync(database, new GivenSource(crimes, batchSize: 20));
        var linked = (await ReadAsync(database, null)).Where(crime => crime.History.Crimes.Count > 1).Select(crime => crime.Crime.Key).ToHashSet();
        return crimes.Skip(40).First(crime => linked.Contains(crime.Key));
    }

    private static async Task<List<string>> HistoryAsync(ScreeningDatabase database)
    {
        await using var session = await database.OpenAsync(CancellationToken.None);
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "select crime_reference from crime where in_scope = 0";
        var references = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) references.Add(reader.GetString(0));
        return references;
    }
}
