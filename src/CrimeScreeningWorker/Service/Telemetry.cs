using System.Diagnostics.Metrics;
using CrimeScreeningWorker.Screening;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CrimeScreeningWorker.Service;

/// <summary>Metrics and traces for a collector; off until one is named.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Address of an OTLP collector (gRPC); null: nothing is measured for the outside.</summary>
    public Uri? OtlpEndpoint { get; init; }
}

internal static class Telemetry
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.OtlpEndpoint is not { } collector) return services;
        services.AddHostedService<ServiceGauges>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("crime-screening-worker", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => metrics.AddMeter(ScreeningTelemetry.Name).AddOtlpExporter(otlp => otlp.Endpoint = collector))
            .WithTracing(traces => traces.AddSource(ScreeningTelemetry.Name).AddOtlpExporter(otlp => otlp.Endpoint = collector));
        return services;
    }

    /// <summary>Begins to listen where no host is started: one night by a command. What was heard is sent when the services are disposed of.</summary>
    public static void Listen(IServiceProvider services)
    {
        // Making them is what starts them; without a collector there are none.
        _ = services.GetService<MeterProvider>();
        _ = services.GetService<TracerProvider>();
    }
}

/// <summary>How the service stands, whenever a collector asks: counts and seconds, no content.</summary>
internal sealed class ServiceGauges(ServiceState state, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly Meter meter = new(ScreeningTelemetry.Name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableGauge("crimescreening.queue.size", () => Of(state.LastGood?.Counts.Queued), "{crime}", "Crimes that the last good run queued");
        meter.CreateObservableGauge("crimescreening.quarantine.size", () => Of(state.Last?.Counts.Quarantined), "{row}", "Rows that the last run set aside");
        meter.CreateObservableGauge(
            "crimescreening.last_good_run.age", () => Of((long?)(clock.GetUtcNow() - state.LastGood?.FinishedAt)?.TotalSeconds), "s",
            "Age of the last good run");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();

    private static Measurement<long>[] Of(long? value) => value is { } known ? [new(known)] : [];
}
