using System.Diagnostics;
using System.Net;
using CrimeScreeningWorker.ReviewConsole.Tests.Harness;
using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Tests.Load;

/// <summary>A console over a store with many open items, and people who all ask at once.</summary>
public sealed class FullConsole(int items, int people) : ConsoleFixture
{
    // Signed in once: so many sign-ins a minute are all that one address may ask for.
    private readonly List<FormClient> clients = new(people);

    /// <summary>Open items there are.</summary>
    public int Items { get; private set; }

    public override async Task InitializeAsync()
    {
        await SampleStore.CopyAsync(StorePath);
        Items = await FullStore.FillAsync(StorePath, items);
        await StartAsync();
        for (var n = 1; n <= people; n++) clients.Add(await SignedInClientAsync($"Reviewer {n}", ReviewRole.Coordinator));
    }

    public override Task DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        return base.DisposeAsync();
    }

    /// <summary>Answers to people who ask again as soon as they have their answer.</summary>
    /// <param name="path">From the number of the request.</param>
    /// <returns>The time within which nineteen of twenty answers came.</returns>
    public async Task<TimeSpan> MeasureAsync(int each, Func<int, string> path)
    {
        var took = await Task.WhenAll(clients.Select(async (client, person) =>
        {
            var times = new List<TimeSpan>(each);
            for (var n = 0; n < each; n++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(path(person * each + n));
                await answer.Content.ReadAsByteArrayAsync();
                times.Add(Stopwatch.GetElapsedTime(start));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            return times;
        }));
        var sorted = took.SelectMany(times => times).Order().ToList();
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }
}
