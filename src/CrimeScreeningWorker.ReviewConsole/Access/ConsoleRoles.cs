using CrimeScreeningWorker.Screening.Review;

namespace CrimeScreeningWorker.ReviewConsole.Access;

/// <summary>The roles in words, and what each may do.</summary>
internal static class ConsoleRoles
{
    public static IReadOnlyList<ReviewRole> All { get; } = Enum.GetValues<ReviewRole>();

    /// <summary>The role of a word of the store; null when it is none.</summary>
    public static ReviewRole? Parse(string text)
    {
        foreach (var role in All)
            if (role.ToText() == text) return role;
        return null;
    }

    public static string Title(this ReviewRole role) => role switch
    {
        ReviewRole.Coordinator => "Stalking coordinator",
        ReviewRole.Cdi => "Crime data integrity",
        ReviewRole.Registrar => "Force crime registrar",
        ReviewRole.Analyst => "Analyst",
        ReviewRole.Auditor => "Auditor",
        ReviewRole.Operations => "Operations",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role of the console."),
    };

    /// <summary>Who may do what. A policy that is not here is met by nobody.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReviewRole>> ByPolicy { get; } = new Dictionary<string, IReadOnlyList<ReviewRole>>(StringComparer.Ordinal)
    {
        [Policies.SignedIn] = All,
        [Policies.ReadQueue] = [ReviewRole.Coordinator],
        [Policies.ReadCrime] = [ReviewRole.Coordinator, ReviewRole.Cdi, ReviewRole.Registrar],
        [Policies.Decide] = [ReviewRole.Coordinator],
        [Policies.ReadDesk] = [ReviewRole.Cdi, ReviewRole.Registrar],
        [Policies.DecideAtDesk] = [ReviewRole.Cdi],
        [Policies.GiveSecondOpinion] = [ReviewRole.Registrar],
        [Policies.SearchPeople] = [ReviewRole.Coordinator, ReviewRole.Cdi, ReviewRole.Registrar],
        [Policies.ReadRuns] = [ReviewRole.Operations, ReviewRole.Coordinator, ReviewRole.Registrar, ReviewRole.Analyst, ReviewRole.Auditor],
        [Policies.ReadReports] = [ReviewRole.Analyst, ReviewRole.Coordinator, ReviewRole.Registrar, ReviewRole.Auditor],
        [Policies.ReadAccessLog] = [ReviewRole.Auditor],
    };

    public static bool MayDo(this ReviewRole role, string policy) => ByPolicy.TryGetValue(policy, out var roles) && roles.Contains(role);
}
