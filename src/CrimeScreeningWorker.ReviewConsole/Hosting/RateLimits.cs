using System.Threading.RateLimiting;
using CrimeScreeningWorker.ReviewConsole.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

/// <summary>How often a person may ask for what can be used to trawl. A page names one with <c>[EnableRateLimiting(RateLimits.Search)]</c>.</summary>
public static class RateLimits
{
    /// <summary>Searches by one person.</summary>
    public const string Search = "search";

    /// <summary>Sign-ins from one address.</summary>
    public const string SignIn = "sign-in";

    private const int SignInsPerMinute = 60;

    internal static IServiceCollection AddRateLimits(this IServiceCollection services, ConsoleOptions console) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(Search, context => HttpMethods.IsPost(context.Request.Method)
            ? Window(context.User.Find()?.Name ?? "", console.SearchesPerMinute)
            : RateLimitPartition.GetNoLimiter(""));
        limiter.AddPolicy(SignIn, context => Window(context.Connection.RemoteIpAddress?.ToString() ?? "", SignInsPerMinute));
    });

    private static RateLimitPartition<string> Window(string who, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        who, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
}
