using System.Collections.Immutable;
using System.Globalization;
using CrimeScreeningWorker.Screening.Monitoring;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Counting and wording that all reports share.</summary>
internal sealed class Tally(ForceCrimes reported, ForceReportRequest request, ScopeOptions scope)
{
    /// <summary>Below it a count of a protected group is hidden, and a unit is shown only together with others.</summary>
    public const int Smallest = 5;

    /// <summary>Shares of fewer are given with a warning.</summary>
    public const int LowNumber = 20;

    public const string NotSaid = "Not said";

    private readonly ScreeningScope screening = new(scope);

    public ForceReportRequest Request => request;

    /// <inheritdoc cref="ForceCrimes.StillOpen"/>
    public ImmutableArray<ForceCrime> StillOpen => reported.StillOpen;

    /// <summary>Every crime of the period, history too.</summary>
    public ImmutableArray<ForceCrime> All => reported.OfPeriod;

    public ImmutableArray<ForceCrime> InScope { get; } = [.. reported.OfPeriod.Where(crime => crime.InScope && crime.Score is not null)];

    /// <summary>London months from the first crime to the report; empty without crimes.</summary>
    public ImmutableArray<DateOnly> Months { get; } = MonthsOf(reported.OfPeriod, request.AsOf);

    public bool AnySettled => InScope.Any(crime => crime.Settled is not null);

    public bool IsRecorded(ForceCrime crime) => screening.IsStalking(crime.Class) || crime.Included.Any(screening.IsStalking);

    public Standing Of(ForceCrime crime) => crime switch
    {
        _ when IsRecorded(crime) => Standing.Recorded,
        { Settled: StalkingAnswer.Yes } => Standing.Found,
        { Settled: StalkingAnswer.No } => Standing.Rejected,
        { Score.Priority: not Priority.None, InScope: true } => Standing.Listed,
        _ => Standing.Other,
    };

    /// <summary>Recorded, found by people, or listed and not settled.</summary>
    public bool IsStalking(ForceCrime crime) => Of(crime) is Standing.Recorded or Standing.Found or Standing.Listed;

    public static string Cell(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Cell(CrimeKey key, bool manyForces) => manyForces ? $"{key.ForceCode} {key.CrimeReference}" : key.CrimeReference;

    public string Cell(CrimeKey key) => Cell(key, ManyForces);

    public bool ManyForces { get; } = reported.OfPeriod.Concat(reported.StillOpen).Select(crime => crime.Key.ForceCode).Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>12 of 40 (30 %, 18 to 45 %)</summary>
    public static string Cell(Proportion share) => share.Of == 0
        ? "–"
        : $"{Cell(share.Count)} of {Cell(share.Of)} ({Percent(share.Share)} %, {Percent(share.Low)} to {Percent(share.High)} %)";

    public static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("0", CultureInfo.InvariantCulture);

    public static string Month(DateOnly month) => month.ToString("MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A month of the report, in a table.</summary>
    public string MonthCell(DateOnly month) =>
        Month(month) + (month == BritishTime.Month(request.AsOf) && BritishTime.StartOf(month.AddMonths(1)) > request.AsOf ? " so far" : "");

    public static string Day(DateTimeOffset at) => BritishTime.DateOf(at).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A value that people type in many ways, in one; <see cref="NotSaid"/> for a blank.</summary>
    public static string Named(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return NotSaid;
        var name = text.Trim();
        return name.All(c => !char.IsLetter(c) || char.IsUpper(c)) && name.Length > 4 ? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.ToLowerInvariant()) : name;
    }

    public static string Relationship(ForceCrime crime) => crime.Relationship?.Trim().ToLowerInvariant() switch
    {
        null or "" or "unknown" => NotSaid,
        "partner" or "spouse" => "Partner",
        "ex-partner" or "ex-spouse" => "Former partner",
        "family" => "Family",
        "friend" => "Friend",
        "acquaintance" => "Acquaintance",
        "colleague" => "Colleague",
        "neighbour" => "Neighbour",
        "professional" => "Professional contact",
        "stranger" => "Stranger",
        _ => "Another word of the force",
    };

    public static string Class(string code) => code switch
    {
        "8L" => "8L harassment",
        "8M" => "8M aggravated harassment or stalking",
        "8Q" => "8Q stalking",
        "8R" => "8R malicious communications",
        "66" => "66 breach of an order, and others",
        _ => code,
    };

    /// <summary>Groups by name, the largest first, those without a name last.</summary>
    public static IEnumerable<IGrouping<string, ForceCrime>> By(IEnumerable<ForceCrime> crimes, Func<ForceCrime, string> name) =>
        crimes.GroupBy(name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key == NotSaid).ThenByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);

    /// <summary>How often a field is blank, where it is; for the limits of a page.</summary>
    public IEnumerable<string> Blanks(params IEnumerable<(string Column, string Words, Func<ForceCrime, bool> IsBlank)> fields)
    {
        foreach (var (column, words, isBlank) in fields)
        {
            var blank = InScope.Count(isBlank);
            if (blank == 0) continue;
            yield return blank == InScope.Length
                ? $"The extract brings no {words} (column {column}): nothing is said by it here."
                : $"{Sentence(words)} (column {column}) is blank in {Cell(blank)} of {Cell(InScope.Length)} crimes; blank is shown as not said, never as no.";
        }
    }

    public static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static ImmutableArray<DateOnly> MonthsOf(ImmutableArray<ForceCrime> crimes, DateTimeOffset asOf)
    {
        if (crimes.IsEmpty) return [];
        var (month, last) = (BritishTime.Month(crimes.Min(crime => crime.RecordedAt)), BritishTime.Month(asOf.AddTicks(-1)));
        var months = ImmutableArray.CreateBuilder<DateOnly>();
        for (; month <= last; month = month.AddMonths(1)) months.Add(month);
        return months.ToImmutable();
    }
}
