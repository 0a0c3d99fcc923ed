using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>
/// Three questions of a monitor: is the process alive, can it run tonight, and did the last night go well. Counts and times alone.
/// </summary>
internal sealed class Health(
    ScreeningDatabase database, ServiceState state, IOptions<ServiceOptions> service, IOptions<HealthOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly NightSchedule schedule = new(service.Value.Schedule);
    private readonly DateTimeOffset started = clock.GetUtcNow();

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/live", () => Results.Text("alive\n"));
        endpoints.MapGet("/ready", (Health health, CancellationToken token) => health.ReadyAsync(token));
        endpoints.MapGet("/health", (Health health, CancellationToken token) => health.AnswerAsync(token));
    }

    /// <summary>A sentence on what is wrong with the nights; null when all is well.</summary>
    public string? FindFault()
    {
        if (state.StartFault is { } fault) return fault;
        if (state.Last is { State: RunState.Failed }) return "The last run failed.";
        var due = schedule.Previous(clock.GetUtcNow() - options.Value.Grace);
        var since = state.LastGood?.StartedAt ?? started;
        return due is { } night && night > started && since < night ? $"The run of {BritishTime.Timestamp(night)} is overdue." : null;
    }

    private async Task<IResult> AnswerAsync(CancellationToken cancellationToken)
    {
        var fault = FindFault() ?? await FindStoreFaultAsync(cancellationToken);
        return Results.Json(
            new HealthAnswer(
                fault is null ? "healthy" : "unhealthy", fault, state.Doing, schedule.Next(clock.GetUtcNow()), state.LastGood?.RunId,
                state.LastGood?.FinishedAt, state.LastGood?.Counts.Queued, state.Last?.Counts.Quarantined),
            JsonOptions, statusCode: fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IResult> ReadyAsync(CancellationToken cancellationToken) =>
        await FindStoreFaultAsync(cancellationToken) is { } fault
            ? Results.Text(fault + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready\n");

    private async Task<string?> FindStoreFaultAsync(CancellationToken cancellationToken)
    {
        // A server that takes connections and says nothing must not keep a monitor waiting.
        using var silent = new CancellationTokenSource(AnswerWithin, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        try
        {
            // Before the first run a file is not there yet, which is no fault.
            if (database.Location.Dialect != StoreDialect.Sqlite || File.Exists(database.Location.Path)) await database.CheckAsync(stop.Token);
            return null;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (silent.IsCancellationRequested)
        {
            return $"The store {database.Location} does not answer.";
        }
    }

    private static readonly System.Text.Json.JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower,
    };

    private sealed record HealthAnswer(
        string Status, string? Fault, string Doing, DateTimeOffset? NextRun, string? LastGoodRun, DateTimeOffset? LastGoodFinishedAt, long? Queued,
        long? Quarantined);
}
