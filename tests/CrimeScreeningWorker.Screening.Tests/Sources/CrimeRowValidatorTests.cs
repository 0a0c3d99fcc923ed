using CrimeScreeningWorker.Screening.Sources;

namespace CrimeScreeningWorker.Screening.Tests.Sources;

public sealed class CrimeRowValidatorTests
{
    private readonly CrimeRowValidator validator = new(new SourceOptions { MaxNarrativeLength = 1000 }, ExtractFile.Clock);

    private readonly Dictionary<CrimeColumn, string> row = new()
    {
        [CrimeColumn.ForceCode] = "GLO",
        [CrimeColumn.CrimeReference] = "CR/1/26",
        [CrimeColumn.RecordedAt] = "2026-03-14T07:42:00+00:00",
        [CrimeColumn.UpdatedAt] = "2026-03-14T07:42:00+00:00",
        [CrimeColumn.HomeOfficeClass] = "8L",
        [CrimeColumn.OffenceTitle] = "Harassment",
        [CrimeColumn.Narrative] = "Suspect waited outside.",
    };

    public static TheoryData<CrimeColumn> RequiredColumns => [.. CrimeColumns.Required];

    [Fact]
    public void Required_Columns_AreThoseOfTheContract() => Assert.Equal(
        ["force_code", "crime_reference", "recorded_at", "updated_at", "home_office_class", "offence_title", "narrative"],
        CrimeColumns.Required.Select(CrimeColumns.Name),
        StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(RequiredColumns))]
    public void TryRead_RequiredFieldBlank_IsRejected(CrimeColumn column)
    {
        row[column] = " \t";

        Assert.Equal(new RowFault(column.Name(), $"{column.Name()} is empty"), Reject());
    }

    [Theory]
    [InlineData("2026-03-14T07:42:00", "has no offset from UTC")]
    [InlineData("2026-03-14", "has no offset from UTC")]
    [InlineData("14/03/2026 07:42", "is not a timestamp of ISO 8601")]
    [InlineData("2026-02-30T07:42:00Z", "is not a timestamp of ISO 8601")]
    [InlineData("1899-12-30T00:00:00Z", "lies before 1950")]
    [InlineData("0001-01-01T00:00:00Z", "lies before 1950")]
    [InlineData("2099-01-01T00:00:00Z", "lies more than 2 days after the time of the run")]
    [InlineData("9999-12-31T23:59:59Z", "lies more than 2 days after the time of the run")]
    public void TryRead_TimestampThatCannotBe_IsRejectedWithItsReason(string text, string reason)
    {
        foreach (var column in (CrimeColumn[])[CrimeColumn.UpdatedAt, CrimeColumn.RecordedAt])
        {
            row[column] = text;

            var fault = Reject();

            Assert.Equal(column.Name(), fault.Field);
            Assert.StartsWith($"{column.Name()} {reason}", fault.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2026-03-14T07:42:00Z", 0, 0)]
    [InlineData("2026-06-14T07:42:00.1234567+01:00", 60, 1234567)]
    [InlineData("2026-06-14T07:42+01:00", 60, 0)]
    [InlineData("2026-06-14 07:42:00+01", 60, 0)]
    [InlineData(" 2026-06-14T07:42:00+0100 ", 60, 0)]
    public void TryRead_TimestampWithOffset_KeepsOffsetAndFraction(string text, int minutes, long ticks)
    {
        row[CrimeColumn.UpdatedAt] = text;

        var read = Accept().Crime.UpdatedAt;

        Assert.Equal(TimeSpan.FromMinutes(minutes), read.Offset);
        Assert.Equal(new TimeSpan(7, 42, 0) + TimeSpan.FromTicks(ticks), read.TimeOfDay);
    }

    [Fact]
    public void TryRead_TwoDaysAhead_IsTheLastThatIsTaken()
    {
        row[CrimeColumn.UpdatedAt] = "2026-07-03T02:00:00Z";
        Assert.Equal(3, Accept().Crime.UpdatedAt.Day);

        row[CrimeColumn.UpdatedAt] = "2026-07-03T02:00:01Z";
        Assert.Equal("updated_at", Reject().Field);
    }

    [Theory]
    [InlineData("2026-03-14T07:42:00")]
    [InlineData("yesterday")]
    [InlineData("1899-12-30T00:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    public void TryRead_OptionalTimestampThatCannotBe_IsUnknown(string text)
    {
        row[CrimeColumn.OccurredFrom] = text;
        row[CrimeColumn.OccurredTo] = "2026-01-01T00:00:00Z";

        var crime = Accept().Crime;

        Assert.Null(crime.OccurredFrom);
        Assert.NotNull(crime.OccurredTo);
    }

    [Fact]
    public void TryRead_PeriodThatEndsBeforeItStarts_IsTaken()
    {
        row[CrimeColumn.OccurredFrom] = "2026-02-01T00:00:00Z";
        row[CrimeColumn.OccurredTo] = "2026-01-01T00:00:00Z";

        Assert.True(Accept().Crime.OccurredTo < Accept().Crime.OccurredFrom);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 130 ", 130)]
    [InlineData("131", null)]
    [InlineData("-1", null)]
    [InlineData("34.5", null)]
    [InlineData("thirty", null)]
    [InlineData("99999999999", null)]
    [InlineData("", null)]
    public void TryRead_Age_IsANumberOfYearsOrUnknown(string text, int? years)
    {
        row[CrimeColumn.VictimAge] = text;
        row[CrimeColumn.SuspectAge] = text;

        var equality = Accept().Equality;

        Assert.Equal((years, years), (equality.VictimAge, equality.SuspectAge));
    }

    [Theory]
    [InlineData(CrimeColumn.ForceCode)]
    [InlineData(CrimeColumn.CrimeReference)]
    public void TryRead_KeyTooLongOrWithControlCharacter_IsRejected(CrimeColumn column)
    {
        row[column] = new string('x', 100);
        Accept();

        row[column] = new string('x', 101);
        Assert.Equal($"{column.Name()} has 101 characters, at most 100 expected", Reject().Reason);

        row[column] = "CR/1\nERROR forged log line";
        Assert.Equal($"{column.Name()} holds a line break or another control character", Reject().Reason);
    }

    [Fact]
    public void TryRead_NarrativePastTheLimit_IsRejected()
    {
        row[CrimeColumn.Narrative] = new string('x', 1000);
        Accept();

        row[CrimeColumn.Narrative] = new string('x', 1001);
        Assert.Equal(new RowFault("narrative", "narrative has 1001 characters, at most 1000 expected"), Reject());
    }

    [Theory]
    [InlineData(CrimeColumn.VictimId)]
    [InlineData(CrimeColumn.SuspectId)]
    public void TryRead_NominalPastItsLimit_IsRejected(CrimeColumn column)
    {
        row[column] = new string('9', 200);
        Assert.Equal(200, (column == CrimeColumn.VictimId ? Accept().Crime.VictimId : Accept().Crime.SuspectId)!.Length);

        row[column] += "9";
        Assert.Equal(new RowFault(column.Name(), $"{column.Name()} has 201 characters, at most 200 expected"), Reject());
    }

    [Fact]
    public void TryRead_UnfamiliarValues_AreKeptAsTheyAre()
    {
        row[CrimeColumn.Relationship] = "penfriend";
        row[CrimeColumn.RiskGrade] = "amber";
        row[CrimeColumn.Flags] = "; NEW FLAG ;;";

        var crime = Accept().Crime;

        Assert.Equal(("penfriend", "amber"), (crime.Relationship, crime.RiskGrade));
        Assert.Equal(["NEW FLAG"], crime.Flags.ToArray(), StringComparer.Ordinal);
    }

    private string? Value(CrimeColumn column) => row.GetValueOrDefault(column);

    private SourceRecord Accept()
    {
        Assert.True(validator.TryRead(Value, 7, out var record, out var fault), fault.Reason);
        Assert.Equal(7, record.Line);
        return record;
    }

    private RowFault Reject()
    {
        Assert.False(validator.TryRead(Value, 7, out var record, out var fault));
        Assert.Null(record);
        return fault;
    }
}
