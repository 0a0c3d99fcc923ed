using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Service;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.EndToEnd.Tests;

public sealed class ServiceNotificationsTests
{
    private static readonly DateTimeOffset Night = new(2026, 1, 14, 4, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task ExecuteAsync_GoodNight_TellsTheWebhookCountsAloneThenBeats()
    {
        await using var outside = await ServiceListener.StartAsync();
        await using var service = new ServiceNight(
            Night, ("Publishing:WebhookUrl", outside.Url + "/hook"), ("Publishing:HeartbeatUrl", outside.Url + "/beat"));
        service.DropSample();

        var run = (await service.Get<Night>().ExecuteAsync(null, CancellationToken.None)).Run!;

        Assert.Equal([("POST", "/hook"), ("GET", "/beat")], outside.Calls.Select(call => (call.Method, call.Path)));
        Assert.Equal("", outside.Calls[1].Body);
        using var body = JsonDocument.Parse(outside.Calls[0].Body);
        Assert.Equal(
            ["run_id", "state", "started_at", "finished_at", "sentence", "counts"], body.RootElement.EnumerateObject().Select(property => property.Name),
            StringComparer.Ordinal);
        Assert.All(body.RootElement.GetProperty("counts").EnumerateObject(), count => Assert.Equal(JsonValueKind.Number, count.Value.ValueKind));
        Assert.Equal(run.Counts.Queued, body.RootElement.GetProperty("counts").GetProperty("queued").GetInt64());
        Assert.Equal("succeeded", body.RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task ExecuteAsync_GoodNight_WebhookHoldsNothingOfAnyRecord()
    {
        await using var outside = await ServiceListener.StartAsync();
        await using var service = new ServiceNight(Night, ("Publishing:WebhookUrl", outside.Url + "/hook"));
        service.DropSample();

        await service.Get<Night>().ExecuteAsync(null, CancellationToken.None);

        var body = Assert.Single(outside.Calls).Body;
        var header = ServiceSample.Header.Split(',');
        string[] personal = ["crime_reference", "victim_id", "suspect_id", "district"];
        var triage = Path.Combine(service.Published, service.Get<RunFolders>().ReadLatest()!, "scores.csv");
        var references = File.ReadLines(triage).Skip(1).Select(line => line.Split(',')[1]).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.DoesNotContain(reference, body, StringComparison.OrdinalIgnoreCase));
        Assert.All(personal.Concat(header.Where(name => name.Contains("ethnicity", StringComparison.Ordinal))), name => Assert.DoesNotContain(name, body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task RunAsync_FailedNight_TellsTheWebhookAndDoesNotBeat()
    {
        await using var outside = await ServiceListener.StartAsync();
        await using var service = new ServiceNight(
            Night, ("Publishing:WebhookUrl", outside.Url + "/hook"), ("Publishing:HeartbeatUrl", outside.Url + "/beat"));

        await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None);

        var call = Assert.Single(outside.Calls);
        Assert.Equal("/hook", call.Path);
        Assert.Equal("failed", JsonDocument.Parse(call.Body).RootElement.GetProperty("state").GetString());
        Assert.DoesNotContain("CSV", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BeatAsync_ServerThatErrsTwice_IsCalledAThirdTime()
    {
        await using var outside = await ServiceListener.StartAsync((number, _) => Task.FromResult(number < 3 ? 503 : 200));

        await Notifications(outside.Url).BeatAsync(CancellationToken.None);

        Assert.Equal(3, outside.Calls.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 4)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task BeatAsync_ServerThatNeverTakesIt_IsGivenUpAndNothingFails(HttpStatusCode answer, int calls)
    {
        await using var outside = await ServiceListener.StartAsync(answer);

        await Notifications(outside.Url).BeatAsync(CancellationToken.None);

        Assert.Equal(calls, outside.Calls.Count);
    }

    [Fact]
    public async Task BeatAsync_ServerThatNeverAnswers_EndsByItsTimeouts()
    {
        await using var outside = await ServiceListener.StartAsync(async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return 200;
        });
        var watch = Stopwatch.StartNew();

        await Notifications(outside.Url).BeatAsync(CancellationToken.None);

        Assert.Equal(4, outside.Calls.Count);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(700), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task ExecuteAsync_NobodyListens_TheNightIsGoodAllTheSame()
    {
        await using var service = new ServiceNight(
            Night, ("Publishing:WebhookUrl", "http://127.0.0.1:9/hook"), ("Publishing:HeartbeatUrl", "http://127.0.0.1:9/beat"), ("Publishing:CallRetries", "0"));
        service.DropSample(20);

        Assert.Equal(ExitCode.Done, await service.Get<NightlyJob>().RunAsync(null, CancellationToken.None));
    }

    private static Notifications Notifications(string url)
    {
        var options = new PublishingOptions
        {
            HeartbeatUrl = new Uri(url + "/beat"),
            CallTimeout = TimeSpan.FromMilliseconds(200),
            CallRetryDelay = TimeSpan.FromMilliseconds(10),
        };
        return new Notifications(
            new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, Options.Create(options), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Notifications>.Instance);
    }
}
