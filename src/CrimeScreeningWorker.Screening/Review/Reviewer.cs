using System.Collections.Immutable;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>As what a person works with the list. Each page and each act says which of these it is for.</summary>
public enum ReviewRole
{
    /// <summary>Reads the day's list and decides.</summary>
    Coordinator,

    /// <summary>Crime data integrity: decides on suggestions to the record.</summary>
    Cdi,

    /// <summary>The force crime registrar: gives a second opinion on recording, and has the last word.</summary>
    Registrar,

    /// <summary>Reads figures and decided cases.</summary>
    Analyst,

    /// <summary>Reads who looked and who decided.</summary>
    Auditor,

    /// <summary>Sees to it that the runs run.</summary>
    Operations,
}

/// <summary>The person at the console.</summary>
/// <param name="Name">By which colleagues know the person; it stands beside everything the person does, for ever.</param>
public sealed record Reviewer(string Name, ReviewRole Role)
{
    /// <summary>Codes of the forces whose crimes the person may see; empty: all in the store.</summary>
    public ImmutableArray<string> Forces { get; init; } = [];

    public bool MaySee(CrimeKey crime) => Forces.Length == 0 || Forces.Contains(crime.ForceCode, StringComparer.Ordinal);

    internal string RoleText => Role.ToText();
}

internal static class ReviewRoles
{
    /// <summary>The store's word, which is also the one of a sign-in claim.</summary>
    public static string ToText(this ReviewRole role) => role switch
    {
        ReviewRole.Coordinator => "coordinator",
        ReviewRole.Cdi => "cdi",
        ReviewRole.Registrar => "registrar",
        ReviewRole.Analyst => "analyst",
        ReviewRole.Auditor => "auditor",
        ReviewRole.Operations => "operations",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "A role of the console."),
    };
}
