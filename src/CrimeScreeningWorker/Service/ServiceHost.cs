using System.Net.Sockets;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.Service;

/// <summary>Builds the hosted service: the path, the schedule, publishing, and the health endpoints.</summary>
internal static class ServiceHost
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(9);

    /// <param name="clock">Null: the machine's. Another is a way to see what a node does whose clock is wrong.</param>
    public static WebApplication Build(StoreLocation store, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        WorkerHost.Configure(builder.Configuration);
        WorkerHost.AddPath(builder.Services, builder.Configuration, LogStyle.Service);
        builder.Services.AddSystemd().AddWindowsService(windows => windows.ServiceName = "CrimeScreeningWorker");
        builder.Services.AddNights(store).AddTelemetry(builder.Configuration);
        builder.Services.AddSingleton<NightScheduler>().AddHostedService<CatchUp>();
        if (clock is not null) builder.Services.AddSingleton(clock);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        var app = builder.Build();
        app.Urls.Add(app.Services.GetRequiredService<IOptions<HealthOptions>>().Value.Url);
        app.UseRouting();
        Health.Map(app);
        return app;
    }

    /// <summary>One night, its publishing and its options; also what <c>doctor</c> looks at.</summary>
    public static IServiceCollection AddNights(this IServiceCollection services, StoreLocation store)
    {
        services.AddOptionsWithValidateOnStart<ServiceOptions>().BindConfiguration(ServiceOptions.Section);
        services.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
        services.AddOptionsWithValidateOnStart<PublishingOptions>().BindConfiguration(PublishingOptions.Section);
        services.AddSingleton<IValidateOptions<PublishingOptions>, PublishingOptionsValidator>();
        services.AddOptionsWithValidateOnStart<HealthOptions>().BindConfiguration(HealthOptions.Section);
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.AddSingleton(new ScreeningDatabase(store));
        // Timeouts are the pipeline's; an answer that leads elsewhere is not followed, for the body must not go there.
        services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan });
        services.AddSingleton<ServiceState>().AddSingleton<RunFolders>().AddSingleton<Notifications>().AddSingleton<Night>().AddSingleton<Health>();
        services.AddSingleton<NightlyJob>().AddSingleton<WeeklyReports>().AddSingleton<WeeklyReportJob>();
        services.AddOptionsWithValidateOnStart<MonitoringOptions>().BindConfiguration(MonitoringOptions.Section);
        services.AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsValidator>();
        return services;
    }

    /// <summary>Runs until it is told to stop.</summary>
    /// <exception cref="OptionsValidationException">The health endpoints' address is taken.</exception>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            var url = app.Services.GetRequiredService<IOptions<HealthOptions>>().Value.Url;
            throw new OptionsValidationException(
                HealthOptions.Section, typeof(HealthOptions), [$"{HealthOptions.Section}:Url: {url} is taken by another program: choose another port."]);
        }

        app.Services.GetRequiredService<ILogger<Health>>().LogInformation("Health endpoints: {Urls:l}", string.Join(' ', app.Urls));
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
