using System.Security.Claims;
using CrimeScreeningWorker.Screening.Review;
using Microsoft.AspNetCore.Http;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>The person at the console, as a session knows one: a name, roles, the one of them in use, and forces. Nothing else is kept of a sign-in.</summary>
internal static class ReviewerClaims
{
    public const string Name = "name";

    /// <summary>A role the person has; there may be several.</summary>
    public const string Held = "held-role";

    /// <summary>The one in which the person works now: the policies look at this one alone, so that nobody acts in two at once.</summary>
    public const string Acting = "role";

    public const string Force = "force";

    /// <param name="roles">One or more; the first is in use at first.</param>
    public static ClaimsPrincipal Principal(string name, IReadOnlyList<ReviewRole> roles, IEnumerable<string> forces, ReviewRole? acting = null) => new(
        new ClaimsIdentity(
            [
                new Claim(Name, name),
                new Claim(Acting, (acting ?? roles[0]).ToText()),
                .. roles.Select(role => new Claim(Held, role.ToText())),
                .. forces.Select(force => new Claim(Force, force)),
            ],
            "review-console", Name, Acting));

    /// <summary>The person of this request.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the page lacks a policy.</exception>
    public static Reviewer Reviewer(this HttpContext context) =>
        context.User.Find() ?? throw new InvalidOperationException("The page was reached without a sign-in.");

    /// <summary>Null when nobody is signed in.</summary>
    public static Reviewer? Find(this ClaimsPrincipal user) =>
        user.FindFirstValue(Name) is { } name && user.ActingRole() is { } role
            ? new Reviewer(name, role) { Forces = [.. user.FindAll(Force).Select(claim => claim.Value)] }
            : null;

    public static ReviewRole? ActingRole(this ClaimsPrincipal user) =>
        user.FindFirstValue(Acting) is { } role ? ConsoleRoles.Parse(role) : null;

    public static IReadOnlyList<ReviewRole> HeldRoles(this ClaimsPrincipal user) =>
        [.. user.FindAll(Held).Select(claim => ConsoleRoles.Parse(claim.Value)).OfType<ReviewRole>()];
}
