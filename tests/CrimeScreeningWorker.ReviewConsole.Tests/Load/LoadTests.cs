using System.Globalization;
using CrimeScreeningWorker.EndToEnd.Tests;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Load;

/// <summary>Twenty people at once before a list of the usual length and before one of a hundred thousand items.</summary>
[Collection(nameof(LoadTests))]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int AtOnce = 20, Each = 15;

    /// <summary>The machine is shared and noisy, so that times are judged against each other and not against a clock.</summary>
    private const double MostTimes = 4;

    [Fact]
    public async Task ListAndCase_WithAHundredThousandItems_CostLittleMoreThanWithTheUsual()
    {
        var few = await MeasureAsync(items: 1);
        var many = await MeasureAsync(items: 100_000);

        var rows = few.Zip(many, (a, b) => (a.Page, Usual: a.Took, Full: b.Took)).ToList();
        var table = string.Concat(rows.Select(row => string.Create(
            CultureInfo.InvariantCulture, $"| {row.Page} | {row.Usual.TotalMilliseconds:0} | {row.Full.TotalMilliseconds:0} |\n")));
        output.WriteLine(table);
        // Printed by tests/run.sh, for docs/console.md.
        var figures = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "figures"));
        await File.WriteAllTextAsync(Path.Combine(figures.FullName, "console-load.txt"), $"| page, {AtOnce} at a time: 95 of 100 answers within ms | over the sample | over 100,000 open items |\n{table}");
        foreach (var (page, usual, full) in rows)
        {
            Assert.True(full < usual * MostTimes, $"{page}: {full.TotalMilliseconds:0} ms, {full / usual:0.0} times as long as over the sample.");
        }
    }

    private static async Task<IReadOnlyList<(string Page, TimeSpan Took)>> MeasureAsync(int items)
    {
        var console = new FullConsole(items, AtOnce);
        await console.InitializeAsync();
        try
        {
            Assert.True(console.Items >= items);
            var page = await console.Services.GetRequiredService<ReviewList>().ReadAsync(
                new QueueFilter(), QueueSort.Published, 1, 100, new Reviewer("A. Nyone", ReviewRole.Coordinator), console.Clock.GetUtcNow(), CancellationToken.None);
            // The first answers of a page are those that compile it.
            await console.MeasureAsync(1, _ => "/queue");
            await console.MeasureAsync(1, n => Case(page, n));
            return
            [
                ("list", await console.MeasureAsync(Each, n => $"/queue?page={1 + (n % 3)}")),
                ("list by day of recording", await console.MeasureAsync(Each, _ => "/queue?sort=recorded&dir=desc")),
                ("case page", await console.MeasureAsync(Each, n => Case(page, n))),
            ];
        }
        finally
        {
            await console.DisposeAsync();
        }
    }

    private static string Case(QueuePage page, int n)
    {
        var key = page.Items[n % page.Items.Count].Key;
        return $"/crimes/{key.ForceCode}/{key.CrimeReference}";
    }
}

/// <summary>Nothing else runs while times are taken.</summary>
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTestsAlone;
