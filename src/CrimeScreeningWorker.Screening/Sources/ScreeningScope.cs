using System.ComponentModel.DataAnnotations;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Which crimes are put in the queue; all others are kept as history for those that are.</summary>
public sealed class ScopeOptions
{
    public const string Section = "Scope";

    /// <summary>Home Office classes screened: harassment, malicious communications, breach of an order, and stalking itself.</summary>
    [Required] public IReadOnlyList<string> Classes { get; init; } = ["8L", "8M", "8R", "66", "8Q"];

    /// <summary>Classes that are stalking already: listed apart, for risk and for the section.</summary>
    [Required] public IReadOnlyList<string> StalkingClasses { get; init; } = ["8Q"];

    /// <summary>Home Office offence codes screened whatever their class: threats by message (OSA s181), false messages, breaches outside class 66.</summary>
    [Required]
    public IReadOnlyList<string> OffenceCodes { get; init; } =
        ["195/94", "195/12", "8/30", "8/31", "8/56", "8/58", "8/65", "8/66", "8/72", "8/74", "8/29", "5/28", "138/52", "125/68", "66/38", "66/39", "68/16", "68/19", "68/20"];

    /// <summary>Flags that bring a crime of any class into scope.</summary>
    [Required] public IReadOnlyList<string> Flags { get; init; } = ["STALKING"];
}

/// <summary>Decides whether a crime belongs in the queue.</summary>
public sealed class ScreeningScope(ScopeOptions options)
{
    private readonly HashSet<string> classes = new(options.Classes.Concat(options.StalkingClasses), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> stalking = new(options.StalkingClasses, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> codes = new(options.OffenceCodes.Select(Normalise), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> flags = new(options.Flags, StringComparer.OrdinalIgnoreCase);

    /// <summary>A screened class or code, a screened class or code among the included classifications, or a screened flag.</summary>
    public bool Contains(Crime crime)
    {
        if (IsScreened(crime.HomeOfficeClass)) return true;
        if (crime.OffenceCode is { } code && codes.Contains(Normalise(code))) return true;
        foreach (var included in crime.IncludedClassifications)
            if (IsScreened(included)) return true;
        foreach (var flag in crime.Flags)
            if (flags.Contains(flag.Trim())) return true;
        return false;
    }

    /// <summary>Recorded as stalking already.</summary>
    public bool IsStalking(Crime crime) => IsStalking(crime.HomeOfficeClass);

    /// <summary>A class that is stalking already.</summary>
    public bool IsStalking(string homeOfficeClass) => stalking.Contains(homeOfficeClass.Trim());

    private bool IsScreened(string classification) => classes.Contains(classification.Trim()) || codes.Contains(Normalise(classification));

    // Records hold "8/66", "008/66" and "008/066" for the same offence.
    private static string Normalise(string code)
    {
        var parts = code.Trim().Split('/');
        return parts.Length == 2 ? $"{parts[0].TrimStart('0')}/{parts[1].TrimStart('0')}" : code.Trim();
    }
}
