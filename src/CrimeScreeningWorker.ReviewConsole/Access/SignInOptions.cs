using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>Who may come in, and how the console learns who a person is.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>
    /// Anyone at this machine says who they are, without a password: for a demonstration and for building. Only where the console listens on
    /// loopback alone. Default: no.
    /// </summary>
    public bool Local { get; init; }

    /// <summary>The OpenID Connect provider's address (its issuer), such as <c>https://login.example.police.uk/tenant/v2.0</c>.</summary>
    public Uri? Authority { get; init; }

    /// <summary>By which the provider knows the console.</summary>
    public string? ClientId { get; init; }

    /// <summary>The console's own secret at the provider, where it wants one besides the proof key. From the environment, not from a file.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What is asked for. The claims below must come with it. Default: openid, profile.</summary>
    [MinLength(1)] public string[] Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that colleagues know a person by. Default: name.</summary>
    [Required] public string NameClaim { get; init; } = "name";

    /// <summary>The claim that holds a person's roles or groups. Default: roles.</summary>
    [Required] public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim that holds the codes of the forces a person may see. Default: none, and everybody sees the whole store.</summary>
    public string? ForceClaim { get; init; }

    /// <summary>What the provider calls each role, such as a group's id; a role that is not here goes by its own name (coordinator, cdi, registrar …).</summary>
    public Dictionary<string, string> Roles { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Without a request for so long, a session ends. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan IdleExpiry { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>After so long a session ends whatever its person does. Default 10 hours.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "24:00:00")]
    public TimeSpan AbsoluteExpiry { get; init; } = TimeSpan.FromHours(10);
}
