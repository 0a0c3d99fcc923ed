using Microsoft.AspNetCore.Http;

namespace CrimeScreeningWorker.ReviewConsole.Frame;

/// <summary>Whether a person works with single keys. It is kept in the person's browser.</summary>
internal static class KeyboardSetting
{
    private const string Cookie = "keys";
    private const string Off = "off";

    public static bool IsOff(HttpRequest request) => request.Cookies[Cookie] == Off;

    public static void Set(HttpContext context, bool on)
    {
        var options = new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
        };
        if (on) context.Response.Cookies.Delete(Cookie, options);
        else context.Response.Cookies.Append(Cookie, Off, options);
    }
}
