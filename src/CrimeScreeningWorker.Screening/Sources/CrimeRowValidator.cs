using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CrimeScreeningWorker.Screening.Sources;

/// <summary>Why a row is set aside.</summary>
/// <param name="Field">A column's name, or <c>row</c>.</param>
/// <param name="Reason">Plain words; never a value of the row.</param>
public readonly record struct RowFault(string Field, string Reason);

/// <summary>Turns the fields of one row, from a file or a view, into a <see cref="SourceRecord"/>, or says why it cannot.</summary>
/// <remarks>
/// What a crime cannot be screened without rejects the row: its key, its two timestamps, class, title and narrative; and a
/// victim or suspect whose id is far too long to be one, since the row's columns are not what they seem then.
/// Anything else that cannot be read (an age in words, a date without an offset in <c>occurred_from</c>) is taken as not
/// known: to set a crime aside for its victim's age would hide a course of conduct.
/// </remarks>
public sealed class CrimeRowValidator(SourceOptions options, TimeProvider clock)
{
    /// <summary>A longer force code or crime reference is a shifted column, not a key.</summary>
    public const int MaxKeyLength = 100;

    /// <summary>A longer nominal is a shifted column too; one of some thousand characters would be past what an index can hold.</summary>
    public const int MaxNominalLength = 200;

    private const int OldestAge = 130;
    private static readonly DateTimeOffset Earliest = new(1950, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The extended format of ISO 8601, to the minute or finer, and as PostgreSQL writes a timestamptz.
    private static readonly string[] WithOffset =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFzz",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF'Z'",
    ];

    private static readonly string[] WithoutOffset =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd",
    ];

    /// <param name="value">The text of a column; null or empty where the row has none.</param>
    /// <param name="line">1-based line of the row, 0 where the source has no lines.</param>
    public bool TryRead(
        Func<CrimeColumn, string?> value, long line, [NotNullWhen(true)] out SourceRecord? record, out RowFault fault)
    {
        record = null;
        fault = default;
        if (!TryKey(value, CrimeColumn.ForceCode, out var force, ref fault) ||
            !TryKey(value, CrimeColumn.CrimeReference, out var reference, ref fault) ||
            !TryTimestamp(value, CrimeColumn.RecordedAt, out var recordedAt, ref fault) ||
            !TryTimestamp(value, CrimeColumn.UpdatedAt, out var updatedAt, ref fault) ||
            !TryText(value, CrimeColumn.HomeOfficeClass, out var homeOfficeClass, ref fault) ||
            !TryText(value, CrimeColumn.OffenceTitle, out var offenceTitle, ref fault) ||
            !TryNarrative(value, out var narrative, ref fault) ||
            !TryNominal(value, CrimeColumn.VictimId, out var victim, ref fault) ||
            !TryNominal(value, CrimeColumn.SuspectId, out var suspect, ref fault))
            return false;

        var crime = new Crime
        {
            Key = new CrimeKey(force, reference),
            RecordedAt = recordedAt,
            UpdatedAt = updatedAt,
            OccurredFrom = OptionalTimestamp(value, CrimeColumn.OccurredFrom),
            OccurredTo = OptionalTimestamp(value, CrimeColumn.OccurredTo),
            HomeOfficeClass = homeOfficeClass,
            OffenceCode = Text(value, CrimeColumn.OffenceCode),
            OffenceTitle = offenceTitle,
            IncludedClassifications = List(value, CrimeColumn.IncludedClassifications),
            Flags = List(value, CrimeColumn.Flags),
            VictimId = victim,
            SuspectId = suspect,
            Relationship = Text(value, CrimeColumn.Relationship),
            ProtectiveOrders = List(value, CrimeColumn.ProtectiveOrders),
            RiskGrade = Text(value, CrimeColumn.RiskGrade),
            OutcomeCode = Text(value, CrimeColumn.OutcomeCode),
            District = Text(value, CrimeColumn.District),
            Team = Text(value, CrimeColumn.Team),
            Narrative = narrative,
        };
        var equality = new EqualityMonitoring
        {
            VictimAge = Age(value, CrimeColumn.VictimAge),
            SuspectAge = Age(value, CrimeColumn.SuspectAge),
            VictimGender = Text(value, CrimeColumn.VictimGender),
            SuspectGender = Text(value, CrimeColumn.SuspectGender),
            VictimEthnicity = Text(value, CrimeColumn.VictimEthnicity),
            SuspectEthnicity = Text(value, CrimeColumn.SuspectEthnicity),
        };
        record = new SourceRecord(crime, equality, line);
        return true;
    }

    /// <summary>The crime reference of a row that was rejected, when that field by itself is sound.</summary>
    public static string? ReferenceOrNull(Func<CrimeColumn, string?> value)
    {
        var fault = default(RowFault);
        return TryKey(value, CrimeColumn.CrimeReference, out var reference, ref fault) ? reference : null;
    }

    private static string? Text(Func<CrimeColumn, string?> value, CrimeColumn column) =>
        value(column)?.Trim() is { Length: > 0 } text ? text : null;

    private static bool TryText(Func<CrimeColumn, string?> value, CrimeColumn column, out string text, ref RowFault fault)
    {
        text = Text(value, column) ?? "";
        return text.Length > 0 || Fail(column, "is empty", out fault);
    }

    private static bool TryKey(Func<CrimeColumn, string?> value, CrimeColumn column, out string key, ref RowFault fault)
    {
        if (!TryText(value, column, out key, ref fault)) return false;
        if (key.Length > MaxKeyLength) return Fail(column, $"has {key.Length} characters, at most {MaxKeyLength} expected", out fault);

        // Keys stand in logs and file names; a line break in one could forge a log line.
        foreach (var character in key)
            if (char.IsControl(character)) return Fail(column, "holds a line break or another control character", out fault);
        return true;
    }

    private static bool TryNominal(Func<CrimeColumn, string?> value, CrimeColumn column, out string? nominal, ref RowFault fault)
    {
        nominal = Text(value, column);
        return nominal is null || nominal.Length <= MaxNominalLength ||
            Fail(column, $"has {nominal.Length} characters, at most {MaxNominalLength} expected", out fault);
    }

    private bool TryNarrative(Func<CrimeColumn, string?> value, out string narrative, ref RowFault fault)
    {
        // Kept as it stands, blanks at its ends included: evidence points into it by position.
        narrative = value(CrimeColumn.Narrative) ?? "";
        if (string.IsNullOrWhiteSpace(narrative)) return Fail(CrimeColumn.Narrative, "is empty", out fault);
        return narrative.Length <= options.MaxNarrativeLength ||
            Fail(CrimeColumn.Narrative, $"has {narrative.Length} characters, at most {options.MaxNarrativeLength} expected", out fault);
    }

    private bool TryTimestamp(Func<CrimeColumn, string?> value, CrimeColumn column, out DateTimeOffset instant, ref RowFault fault)
    {
        instant = default;
        if (!TryText(value, column, out var text, ref fault)) return false;
        if (!TryParse(text, out instant))
        {
            return Fail(
                column,
                DateTime.TryParseExact(text, WithoutOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? "has no offset from UTC; expected such as 2026-03-14T07:42:00+00:00"
                    : "is not a timestamp of ISO 8601; expected such as 2026-03-14T07:42:00+00:00",
                out fault);
        }

        if (instant < Earliest) return Fail(column, "lies before 1950", out fault);
        return IsNotAhead(instant) ||
            Fail(column, $"lies more than {options.FutureTolerance.TotalDays:0.##} days after the time of the run", out fault);
    }

    private DateTimeOffset? OptionalTimestamp(Func<CrimeColumn, string?> value, CrimeColumn column) =>
        Text(value, column) is { } text && TryParse(text, out var instant) && instant >= Earliest && IsNotAhead(instant)
            ? instant
            : null;

    // A subtraction, because a clock plus a tolerance could leave the range of the calendar.
    private bool IsNotAhead(DateTimeOffset instant) => instant - clock.GetUtcNow() <= options.FutureTolerance;

    private static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);

    private static int? Age(Func<CrimeColumn, string?> value, CrimeColumn column) =>
        int.TryParse(Text(value, column), NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= OldestAge ? age : null;

    private static ImmutableArray<string> List(Func<CrimeColumn, string?> value, CrimeColumn column) =>
        Text(value, column) is { } text
            ? [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : [];

    private static bool Fail(CrimeColumn column, string reason, out RowFault fault)
    {
        fault = new RowFault(column.Name(), $"{column.Name()} {reason}");
        return false;
    }
}
