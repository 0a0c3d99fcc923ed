using System.Net.Sockets;
using CrimeScreeningWorker.Commands;
using CrimeScreeningWorker.Publishing;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace CrimeScreeningWorker.Service;

/// <summary>Builds the hosted service: the path, the schedule, publishing, and the health endpoints.</summary>
internal static class ServiceHost
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(9);

    public static WebApplication Build(StoreLocation store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        WorkerHost.Configure(builder.Configuration);
        WorkerHost.AddPath(builder.Services, builder.Configuration, LogStyle.Service);
        builder.Services.AddSystemd().AddWindowsService(windows => windows.ServiceName = "CrimeScreeningWorker");
        builder.Services.AddNights(store).AddSchedule(builder.Configuration).AddTelemetry(builder.Configuration);
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
        services.AddSingleton<NightlyJob>();
        return services;
    }

    private static IServiceCollection AddSchedule(this IServiceCollection services, IConfiguration configuration)
    {
        var schedule = configuration.GetSection(ServiceOptions.Section)[nameof(ServiceOptions.Schedule)] ?? new ServiceOptions().Schedule;
        services.AddQuartz(quartz =>
        {
            quartz.UseInMemoryStore();
            quartz.AddJob<NightlyJob>(job => job.WithIdentity(NightlyJob.Key));
            quartz.AddTrigger(trigger => trigger
                .ForJob(NightlyJob.Key)
                .WithIdentity("night")
                .WithCronSchedule(schedule, cron => cron
                    .InTimeZone(BritishTime.London)
                    .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddHostedService<CatchUp>();
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
