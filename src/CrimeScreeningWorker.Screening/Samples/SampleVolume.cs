using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CrimeScreeningWorker.Screening.Evaluation;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Triage;

namespace CrimeScreeningWorker.Screening.Samples;

/// <summary>What volume is wanted.</summary>
/// <param name="Crimes">Rows, at least 1.</param>
/// <param name="Seed">The same seed gives the same bytes.</param>
/// <param name="From">First day on which a crime is recorded.</param>
/// <param name="Days">Days over which they are recorded, at least 1.</param>
/// <param name="Forces">Forces they are spread over, at least 1.</param>
public sealed record VolumeRequest(int Crimes, ulong Seed, DateOnly From, int Days, int Forces);

/// <summary>
/// Makes a crime extract of any length by copying the cases of the corpus: each copy is a series with people, identifiers, a force and
/// dates of its own, so that looking for history finds as much as in life, however many rows there are.
/// </summary>
/// <remarks>
/// Rows come in the order in which they were recorded, so that a series is met in pieces far apart. One series in
/// twelve happens to somebody who was the victim of another series of the same force. Twelve bytes a crime are held in memory.
/// </remarks>
public sealed class SampleVolume(IReadOnlyList<LabelledCrime> corpus, IdentifierExtractor extractor)
{
    private const int OneInRepeats = 12, Readers = 40;

    private readonly IReadOnlyList<SampleCase> cases = SampleCase.Of(corpus, extractor);

    /// <summary>Writes the extract, <c>\n</c> line ends, header first.</summary>
    /// <param name="labels">Where to write what the corpus says of each crime, as <c>labels import</c> reads it; null: nowhere.</param>
    public async Task WriteAsync(Stream output, Stream? labels, VolumeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(request);
        if (request is not { Crimes: >= 1, Days: >= 1, Forces: >= 1 })
            throw new ArgumentOutOfRangeException(nameof(request), request, "Crimes, days and forces must each be at least 1.");
        var (series, rows) = Plan(request);
        var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        await using (text.ConfigureAwait(false))
        {
            var row = new StringBuilder(1024);
            AppendRow(row, CrimeColumns.All.Select(column => column.Name()));
            for (var i = 0; i < rows.Count; i++)
            {
                AppendRow(row, CellsOf(rows[i], i, series, request));
                if (row.Length < 1 << 15) continue;
                await text.WriteAsync(row, cancellationToken);
                row.Clear();
            }

            await text.WriteAsync(row, cancellationToken);
        }

        if (labels is not null) await WriteLabelsAsync(labels, series, rows, request, cancellationToken);
    }

    private async Task WriteLabelsAsync(Stream output, List<Series> series, List<Row> rows, VolumeRequest request, CancellationToken cancellationToken)
    {
        var chance = new SeededChance(request.Seed);
        var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        await using (text.ConfigureAwait(false))
        {
            await text.WriteAsync("force_code,crime_reference,stalking,by,role,at,rubric\n".AsMemory(), cancellationToken);
            for (var i = 0; i < rows.Count; i++)
            {
                var own = series[rows[i].Series];
                var day = DayOf(rows[i], request);
                await text.WriteAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ForceOf(own, chance, request)},{ReferenceOf(i, day)},{(cases[own.Case].Records[rows[i].Part].IsStalking ? "yes" : "no")},Reader {chance.Below(Readers, i, Question.Reader) + 1},reader,{day.AddDays(1):yyyy-MM-dd},corpus\n").AsMemory(),
                    cancellationToken);
            }
        }
    }

    private static DateTime DayOf(Row row, VolumeRequest request) => request.From.AddDays(row.Minute / 1440).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static string ForceOf(Series own, SeededChance chance, VolumeRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"F{chance.Below(request.Forces, own.Victim, Question.Force) + 1:00}");

    private static string ReferenceOf(int index, DateTime day) => string.Create(CultureInfo.InvariantCulture, $"{index + 1:0000000}/{day:yy}");

    private (List<Series> Series, List<Row> Rows) Plan(VolumeRequest request)
    {
        var chance = new SeededChance(request.Seed);
        var series = new List<Series>();
        var rows = new List<Row>(request.Crimes);
        var (people, phones) = (0, 0);
        while (rows.Count < request.Crimes)
        {
            var number = series.Count;
            var source = chance.Below(cases.Count, number, Question.Case);
            var repeats = number > 0 && chance.Below(OneInRepeats, number, Question.Repeats) == 0;
            var day = chance.Below(Math.Max(1, request.Days - DayOf(cases[source], cases[source].Days, request)), number, Question.Day);
            series.Add(new Series(source, people, phones, repeats ? series[chance.Below(number, number, Question.Victim)].Victim : number));
            for (var part = 0; part < cases[source].Records.Count && rows.Count < request.Crimes; part++)
            {
                var record = cases[source].Records[part];
                var minute = (int)record.Crime.RecordedAt.UtcDateTime.TimeOfDay.TotalMinutes;
                rows.Add(new Row(((day + DayOf(cases[source], record.Day, request)) * 1440) + minute, number, part));
            }

            people += Math.Max(1, cases[source].People);
            phones += cases[source].Phones.Count;
        }

        CollectionsMarshal.AsSpan(rows).Sort(static (a, b) =>
            a.Minute != b.Minute ? a.Minute.CompareTo(b.Minute) : a.Series != b.Series ? a.Series.CompareTo(b.Series) : a.Part.CompareTo(b.Part));
        return (series, rows);
    }

    // A case that took longer than there is time for is told faster.
    private static int DayOf(SampleCase source, int day, VolumeRequest request) =>
        source.Days < request.Days ? day : day * (request.Days - 1) / source.Days;

    private IEnumerable<string?> CellsOf(Row row, int index, List<Series> series, VolumeRequest request)
    {
        var chance = new SeededChance(request.Seed);
        var own = series[row.Series];
        var source = cases[own.Case];
        var record = source.Records[row.Part];
        var (crime, equality) = (record.Crime, record.Equality);
        var names = new SeriesNames(source, row.Series, own.FirstPhone, chance);
        var day = DayOf(row, request);
        var later = day - crime.RecordedAt.UtcDateTime.Date;

        foreach (var column in CrimeColumns.All)
        {
            yield return column switch
            {
                CrimeColumn.ForceCode => ForceOf(own, chance, request),
                CrimeColumn.CrimeReference => ReferenceOf(index, day),
                CrimeColumn.RecordedAt => Time(crime.RecordedAt),
                CrimeColumn.UpdatedAt => Time(crime.UpdatedAt),
                CrimeColumn.OccurredFrom => Time(crime.OccurredFrom),
                CrimeColumn.OccurredTo => Time(crime.OccurredTo),
                CrimeColumn.HomeOfficeClass => crime.HomeOfficeClass,
                CrimeColumn.OffenceCode => crime.OffenceCode,
                CrimeColumn.OffenceTitle => crime.OffenceTitle,
                CrimeColumn.IncludedClassifications => string.Join(';', crime.IncludedClassifications),
                CrimeColumn.Flags => string.Join(';', crime.Flags),
                CrimeColumn.VictimId => Person(record.Victim),
                CrimeColumn.SuspectId => Person(record.Suspect),
                CrimeColumn.VictimAge => equality.VictimAge?.ToString(CultureInfo.InvariantCulture),
                CrimeColumn.SuspectAge => equality.SuspectAge?.ToString(CultureInfo.InvariantCulture),
                CrimeColumn.VictimGender => equality.VictimGender,
                CrimeColumn.SuspectGender => equality.SuspectGender,
                CrimeColumn.VictimEthnicity => equality.VictimEthnicity,
                CrimeColumn.SuspectEthnicity => equality.SuspectEthnicity,
                CrimeColumn.Relationship => crime.Relationship,
                CrimeColumn.ProtectiveOrders => string.Join(';', crime.ProtectiveOrders),
                CrimeColumn.RiskGrade => crime.RiskGrade,
                CrimeColumn.OutcomeCode => crime.OutcomeCode,
                CrimeColumn.District => crime.District,
                CrimeColumn.Team => crime.Team,
                CrimeColumn.Narrative => names.Rewrite(crime.Narrative, record.Identifiers),
                _ => throw new InvalidOperationException($"The column {column} has no value here."),
            };
        }

        string? Time(DateTimeOffset? original) => original is { } time ? BritishTime.Timestamp(time + later) : null;

        // The first person of a case is its first victim, who may be the victim of another series too.
        string? Person(int person) => person < 0 ? null
            : string.Create(CultureInfo.InvariantCulture, $"N{(person == 0 ? series[own.Victim].FirstPerson : own.FirstPerson + person) + 1:0000000}");
    }

    private static void AppendRow(StringBuilder row, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            if (cell is not null && cell.AsSpan().ContainsAny(",\"\r\n")) row.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else row.Append(cell);
            row.Append(',');
        }

        row[^1] = '\n';
    }

    /// <param name="Victim">The series whose first victim this one's is: itself unless somebody is a victim again.</param>
    private readonly record struct Series(int Case, int FirstPerson, int FirstPhone, int Victim);

    private readonly record struct Row(int Minute, int Series, int Part);
}

/// <summary>What chance is asked about a series, so that one answer says nothing of another.</summary>
internal static class Question
{
    public const ulong Case = 1, Repeats = 2, Day = 3, Victim = 4, Force = 5, Reader = 6, Letters = 100;
}
