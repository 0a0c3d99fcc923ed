using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The groups in which a report compares records. Protected characteristics come in here and nowhere before.</summary>
public static class ReportGroups
{
    /// <summary>The group of those of whom the force wrote nothing.</summary>
    public const string NotRecorded = "not recorded";

    internal const string Age = "age";


    private static readonly ImmutableArray<string> Domestic = ["partner", "ex-partner", "ex-spouse", "spouse", "family"];

    /// <param name="online">The offending has an online element, by the label where there is one.</param>
    public static ImmutableArray<Membership> Of(
        string? relationship, IEnumerable<string> flags, bool online, string homeOfficeClass, EqualityMonitoring equality)
    {
        ArgumentNullException.ThrowIfNull(flags);
        ArgumentNullException.ThrowIfNull(homeOfficeClass);
        ArgumentNullException.ThrowIfNull(equality);
        var domestic = Domestic.Contains(relationship?.Trim() ?? "", StringComparer.OrdinalIgnoreCase)
            || flags.Any(flag => flag.Equals("DA", StringComparison.OrdinalIgnoreCase));
        return
        [
            new("Domestic", domestic ? "domestic" : "not domestic"),
            new("Online", online ? "online element" : "no online element"),
            new("Recorded class", homeOfficeClass.Trim().ToUpperInvariant()),
            new("Victim's sex", Sex(equality.VictimGender)),
            new($"Victim's {Age}", Band(equality.VictimAge)),
            new("Victim's ethnicity", Ethnicity(equality.VictimEthnicity)),
            new("Suspect's sex", Sex(equality.SuspectGender)),
            new("Suspect's ethnicity", Ethnicity(equality.SuspectEthnicity)),
        ];
    }

    private static string Sex(string? code) => code?.Trim().ToUpperInvariant() switch { "F" => "female", "M" => "male", "X" => "another", _ => NotRecorded };

    private static string Band(int? years) => years switch
    {
        null => NotRecorded,
        < 18 => "17 and under",
        < 25 => "18 to 24",
        < 35 => "25 to 34",
        < 50 => "35 to 49",
        < 65 => "50 to 64",
        _ => "65 and over",
    };

    /// <summary>The five groups of the census, from the self-defined codes of which the first letter says it.</summary>
    private static string Ethnicity(string? code) => code?.Trim().ToUpperInvariant() switch
    {
        null or "" or "NS" => NotRecorded,
        ['W', ..] => "White",
        ['B', ..] => "Black",
        ['A', ..] => "Asian",
        ['M', ..] => "Mixed",
        ['O', ..] => "other",
        _ => NotRecorded,
    };
}
