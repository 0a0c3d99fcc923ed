using System.Data.Common;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Reports;

/// <summary>The crimes that people have settled, with what the machine had said of each when they did. Read for reports alone, equality fields too.</summary>
internal sealed class DecidedRecords(ScreeningDatabase database)
{
    /// <summary>Oldest decision first. Unsure answers, disagreements and crimes that wait for a second reader are left out.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<JudgedRecord>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string sql = """
            select   c.recorded_at as RecordedAt, e.probability as Probability, e.priority as Priority, i.stalking as Stalking, i.audit_weight as Weight,
                     c.relationship as Relationship, c.flags as Flags, i.online as Online, c.home_office_class as Class,
                     c.victim_age as VictimAge, c.suspect_age as SuspectAge, c.victim_gender as VictimGender, c.suspect_gender as SuspectGender,
                     c.victim_ethnicity as VictimEthnicity, c.suspect_ethnicity as SuspectEthnicity
            from     review_item as i
            join     crime as c on c.id = i.crime_id
            join     review_event as e on e.force_code = i.force_code and e.crime_reference = i.crime_reference and e.version = (
                         select max(newest.version) from review_event as newest
                         where  newest.force_code = i.force_code and newest.crime_reference = i.crime_reference and newest.kind = 'decided')
            where    i.status = 'decided' and i.stalking <> 'unsure' and (i.second is null or i.second = 'agreed') and e.at >= @since
            order by e.at, i.id
            """;
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            var rows = await session.Connection.QueryAsync<Row>(new CommandDefinition(sql, new { since = StoreTime.ToText(since) }, cancellationToken: cancellationToken));
            return [.. rows.Select(row => row.ToRecord())];
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class Row
    {
        public string RecordedAt { get; init; } = "";
        public double Probability { get; init; }
        public string Priority { get; init; } = "";
        public string Stalking { get; init; } = "";
        public double? Weight { get; init; }
        public string? Relationship { get; init; }
        public string Flags { get; init; } = "[]";
        public long Online { get; init; }
        public string Class { get; init; } = "";
        public long? VictimAge { get; init; }
        public long? SuspectAge { get; init; }
        public string? VictimGender { get; init; }
        public string? SuspectGender { get; init; }
        public string? VictimEthnicity { get; init; }
        public string? SuspectEthnicity { get; init; }

        public JudgedRecord ToRecord()
        {
            var equality = new EqualityMonitoring
            {
                VictimAge = (int?)VictimAge,
                SuspectAge = (int?)SuspectAge,
                VictimGender = VictimGender,
                SuspectGender = SuspectGender,
                VictimEthnicity = VictimEthnicity,
                SuspectEthnicity = SuspectEthnicity,
            };
            var listed = Priority != "none";
            // What was on the list when it was decided stands for itself, even if it had been drawn for the sample before.
            return new JudgedRecord(
                StoreTime.Parse(RecordedAt), Probability, listed, Stalking == "yes", listed ? 1 : Weight ?? 1,
                ReportGroups.Of(Relationship, StoreJson.ToList(Flags), Online != 0, Class, equality))
            {
                Sampled = !listed && Weight is not null,
            };
        }
    }
}
