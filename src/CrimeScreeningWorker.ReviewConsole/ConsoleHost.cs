using System.Net;
using CrimeScreeningWorker.ReviewConsole.Access;
using CrimeScreeningWorker.ReviewConsole.Assets;
using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole;

/// <summary>Builds the review console: pages over a store, on Kestrel.</summary>
public static class ConsoleHost
{
    /// <param name="store">The store whose crimes are read; the service writes it each night, the console writes what people decide.</param>
    /// <param name="configure">Adds the configuration, the logs, the clock and the steps of the path.</param>
    /// <exception cref="OptionsValidationException">It may not listen or let people in as it was told to; every fault is in the message.</exception>
    public static WebApplication Build(StoreLocation store, Action<WebApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        configure(builder);
        builder.Services.AddConsoleOptions();
        var (console, signIn) = ReadOptions(builder);
        builder.Services.AddSingleton(new ScreeningDatabase(store) { ServesMany = true }).AddReview().AddCases();
        builder.Services.AddSignIn(console, signIn).AddRateLimits(console).AddConsolePages(console);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (console.Certificate is not null) kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificates.Load(console));
        });
        var app = builder.Build();
        foreach (var url in console.Addresses) app.Urls.Add(url);
        app.UseConsole(console);
        return app;
    }

    private static void AddConsoleOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SignInOptions>().BindConfiguration(SignInOptions.Section);
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>().AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsAnnotations>();
        services.AddOptionsWithValidateOnStart<ConsoleOptions>().BindConfiguration(ConsoleOptions.Section);
        services.AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsValidator>().AddSingleton<IValidateOptions<ConsoleOptions>, ConsoleOptionsAnnotations>();
    }

    // Which parts the host has depends on its options, so they are read, and found wanting, before it is built.
    private static (ConsoleOptions Console, SignInOptions SignIn) ReadOptions(WebApplicationBuilder builder)
    {
        using var provider = new ServiceCollection().AddSingleton<IConfiguration>(builder.Configuration).AddConsoleOptionsTo().BuildServiceProvider();
        var signIn = provider.GetRequiredService<IOptions<SignInOptions>>().Value;
        return (provider.GetRequiredService<IOptions<ConsoleOptions>>().Value, signIn);
    }

    private static IServiceCollection AddConsoleOptionsTo(this IServiceCollection services)
    {
        services.AddConsoleOptions();
        return services;
    }

    private static void AddConsolePages(this IServiceCollection services, ConsoleOptions console)
    {
        services.Configure<RouteOptions>(routes => routes.LowercaseUrls = true);
        services.AddSingleton<EmbeddedAssets>().AddSingleton<HandlerGuard>();
        services.AddExceptionHandler<FaultHandler>();
        services.AddHostFiltering(filter => filter.AllowedHosts = AllowedHosts(console));
        // Sessions live in this process, so what protects their keys may as well: no key lies on a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie = SignInRegistration.Cookie(console, "form");
            antiforgery.HeaderName = null;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookieTempDataProviderOptions>(flash => flash.Cookie = SignInRegistration.Cookie(console, "message"));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedFor;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in console.Proxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
        // The program is no web project, so its own parts are not looked for: the pages are those of this assembly.
        services.AddRazorPages().AddMvcOptions(mvc => mvc.Filters.AddService<HandlerGuard>()).AddApplicationPart(typeof(ConsoleHost).Assembly);
    }

    private static void UseConsole(this WebApplication app, ConsoleOptions console)
    {
        if (console.Proxies.Length > 0) app.UseForwardedHeaders();
        app.UseHostFiltering();
        app.UseSecurityHeaders(console);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/fault",
            StatusCodeSelector = FaultHandler.StatusOf,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute("/fault");
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapAssets();
        // For those who watch over the process; it says nothing but that there is one.
        app.MapGet("/live", () => Results.Text("alive\n")).AllowAnonymous();
        app.MapRazorPages();
    }

    // On loopback a page of another site could otherwise lead a browser here under a name of its own.
    private static List<string> AllowedHosts(ConsoleOptions console) => console switch
    {
        { Hosts.Length: > 0 } => [.. console.Hosts],
        { Proxies.Length: 0 } when console.Addresses.All(address => ListenAddress.Parse(address) is { IsLoopback: true }) => ["localhost", "127.0.0.1", "[::1]"],
        _ => ["*"],
    };
}
