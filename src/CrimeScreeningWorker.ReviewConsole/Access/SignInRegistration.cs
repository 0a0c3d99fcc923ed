using CrimeScreeningWorker.ReviewConsole.Hosting;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrimeScreeningWorker.ReviewConsole.Access;

internal static class SignInRegistration
{
    public const string SignInPath = "/account/sign-in";

    private const string Started = "started";

    /// <summary>Sessions, the provider when there is one, and a policy for each thing that a person may do.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, ConsoleOptions console, SignInOptions signIn)
    {
        services.AddSingleton<Sessions>().AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalLog>();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<Sessions, IOptions<SignInOptions>, TimeProvider>((cookie, sessions, options, clock) =>
            {
                cookie.SessionStore = sessions;
                cookie.ExpireTimeSpan = options.Value.IdleExpiry;
                cookie.TimeProvider = clock;
                EndAfter(cookie, options.Value.AbsoluteExpiry, clock);
            });
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie = Cookie(console, "session");
            cookie.SlidingExpiration = true;
            cookie.LoginPath = SignInPath;
            cookie.ReturnUrlParameter = "returnUrl";
            // An answer in words, and not another address.
            cookie.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
            // What was posted is lost with the session: the way leads back to where one can begin again, not to the handler.
            cookie.Events.OnRedirectToLogin = context =>
            {
                context.Response.Redirect(HttpMethods.IsGet(context.Request.Method) ? context.RedirectUri : SignInPath + "?ended=true");
                return Task.CompletedTask;
            };
        });
        if (signIn.Authority is not null) authentication.AddProvider(console, signIn);

        services.AddAuthorization(authorization =>
        {
            foreach (var (policy, roles) in ConsoleRoles.ByPolicy)
                authorization.AddPolicy(policy, p => p.RequireAuthenticatedUser().RequireClaim(ReviewerClaims.Acting, roles.Select(role => role.ToText())));
            // A page that names no policy is nobody's; an address without a page is simply not there.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder()
                .RequireAssertion(asked => asked.Resource is HttpContext context && context.GetEndpoint() is null).Build();
        });
        return services;
    }

    /// <summary>A cookie that scripts cannot read and other sites cannot send along; where there is TLS, that goes by TLS alone and belongs to this host.</summary>
    public static CookieBuilder Cookie(ConsoleOptions console, string name) => new()
    {
        Name = console.IsBehindTls ? $"__Host-{name}" : name,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = console.IsBehindTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest,
        Path = "/",
        IsEssential = true,
    };

    private static void EndAfter(CookieAuthenticationOptions cookie, TimeSpan expiry, TimeProvider clock)
    {
        cookie.Events.OnSigningIn = async context =>
        {
            context.Properties.Items.TryAdd(Started, clock.GetUtcNow().ToString("O"));
            var log = context.HttpContext.RequestServices.GetRequiredService<AccessLog>();
            if (context.Principal?.Find() is { } person)
                await log.WriteAsync(person, AccessAct.SignIn, crime: null, "Account/SignIn", clock.GetUtcNow(), context.HttpContext.RequestAborted);
        };
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.Properties.Items.TryGetValue(Started, out var text) && DateTimeOffset.TryParse(text, out var started) &&
                clock.GetUtcNow() - started < expiry)
            {
                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        };
    }

    private static void AddProvider(this AuthenticationBuilder authentication, ConsoleOptions console, SignInOptions signIn) =>
        authentication.AddOpenIdConnect(provider =>
        {
            provider.Authority = signIn.Authority!.ToString();
            provider.ClientId = signIn.ClientId;
            provider.ClientSecret = signIn.ClientSecret;
            provider.RequireHttpsMetadata = !signIn.Authority.IsLoopback;
            provider.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            provider.ResponseType = "code";
            // The answer comes as a link that is followed: cookies of this site go with it, so that none needs to be open to other sites.
            provider.ResponseMode = "query";
            provider.UsePkce = true;
            provider.MapInboundClaims = false;
            provider.GetClaimsFromUserInfoEndpoint = true;
            provider.ClaimActions.Clear();
            provider.Scope.Clear();
            foreach (var scope in signIn.Scopes) provider.Scope.Add(scope);
            provider.CallbackPath = "/account/signed-in";
            provider.SignedOutCallbackPath = "/account/provider-signed-out";
            provider.SignedOutRedirectUri = "/account/signed-out";
            provider.RemoteSignOutPath = PathString.Empty;
            provider.CorrelationCookie = Cookie(console, "sign-in-");
            provider.NonceCookie = Cookie(console, "nonce-");
            provider.CorrelationCookie.MaxAge = provider.NonceCookie.MaxAge = TimeSpan.FromMinutes(15);
            ProviderEvents.Set(provider.Events, signIn);
        });
}
