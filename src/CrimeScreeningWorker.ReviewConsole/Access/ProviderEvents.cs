using System.Security.Claims;
using System.Text.Json;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>What becomes of a provider's answer: a name, roles and forces are kept, nothing else.</summary>
internal static class ProviderEvents
{
    private const string NoRole = "no-role";

    public static void Set(OpenIdConnectEvents events, SignInOptions options)
    {
        events.OnUserInformationReceived = context =>
        {
            var said = (ClaimsIdentity)context.Principal!.Identity!;
            foreach (var claim in new[] { options.NameClaim, options.RoleClaim, options.ForceClaim })
                if (claim is not null && !said.HasClaim(c => c.Type == claim)) said.AddClaims(ReadClaims(context.User.RootElement, claim));
            return Task.CompletedTask;
        };
        events.OnTicketReceived = context =>
        {
            var said = context.Principal!;
            var roles = RolesOf(said, options);
            var name = said.FindFirstValue(options.NameClaim);
            if (roles.Count == 0 || string.IsNullOrWhiteSpace(name))
            {
                Log(context.HttpContext.RequestServices).LogWarning(
                    "A sign-in was refused: the provider's answer has {Missing:l}", roles.Count == 0 ? "no role of the console" : "no name");
                context.Response.Redirect($"/account/refused?because={NoRole}");
                context.HandleResponse();
                return Task.CompletedTask;
            }

            var forces = options.ForceClaim is { } claim ? said.FindAll(claim).Select(c => c.Value) : [];
            context.Principal = ReviewerClaims.Principal(name, roles, forces);
            return Task.CompletedTask;
        };
        events.OnRemoteFailure = context =>
        {
            // The reason may quote what was sent; a sign-in that was repeated, forged or given up is one thing to the person: begin again.
            Log(context.HttpContext.RequestServices).LogWarning("A sign-in failed: {Type:l}", context.Failure?.GetType().Name ?? "no reason");
            context.Response.Redirect("/account/refused");
            context.HandleResponse();
            return Task.CompletedTask;
        };
        events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            context.ProtocolMessage.ClientId = context.Options.ClientId;
            return Task.CompletedTask;
        };
    }

    /// <summary>In the order of <see cref="ReviewRole"/>; what the provider calls by other names is left out.</summary>
    internal static IReadOnlyList<ReviewRole> RolesOf(ClaimsPrincipal said, SignInOptions options)
    {
        var values = said.FindAll(options.RoleClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        return [.. ConsoleRoles.All.Where(role => values.Contains(options.Roles.GetValueOrDefault(role.ToText(), role.ToText())))];
    }

    private static IEnumerable<Claim> ReadClaims(JsonElement user, string name)
    {
        if (!user.TryGetProperty(name, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => new Claim(name, item.GetString()!)),
            JsonValueKind.String => [new Claim(name, value.GetString()!)],
            _ => [],
        };
    }

    private static ILogger Log(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderEvents));
}
