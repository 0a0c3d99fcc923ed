using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CrimeScreeningWorker.ReviewConsole.Hosting;

internal static class SecurityHeaders
{
    /// <summary>Nothing but the console's own style, script and pictures; no frame around it, no form to elsewhere, no inline script or style.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>On every answer, a failed request's too: they are set as the answer begins.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app, ConsoleOptions console) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Set(context.Response.Headers, console);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Set(IHeaderDictionary headers, ConsoleOptions console)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
        if (console.IsBehindTls) headers.StrictTransportSecurity = "max-age=31536000";
        // Assets may be kept; nothing of a crime stays in a browser.
        if (!headers.CacheControl.ToString().StartsWith("public", StringComparison.Ordinal)) headers.CacheControl = "no-store";
    }
}
