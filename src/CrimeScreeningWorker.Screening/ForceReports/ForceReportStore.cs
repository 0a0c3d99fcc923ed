using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;

namespace CrimeScreeningWorker.Screening.ForceReports;

/// <summary>Reads what the reports count. It reads no narrative, no note and no reviewer.</summary>
internal sealed class ForceReportStore(ScreeningDatabase database)
{
    /// <summary>Crimes of the period, and what older ones still ask of people; all from one state of the store.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ForceCrimes> ReadAsync(ForceReportRequest request, CancellationToken cancellationToken)
    {
        const string columns = """
            select   c.force_code as ForceCode, c.crime_reference as CrimeReference, c.recorded_at as RecordedAt, c.home_office_class as Class,
                     c.offence_code as OffenceCode, c.offence_title as OffenceTitle, c.included_classifications as Included, c.flags as Flags,
                     c.victim_id as Victim, c.suspect_id as Suspect, c.victim_age as VictimAge, c.victim_gender as VictimSex,
                     c.relationship as Relationship, c.protective_orders as Orders, c.district as District, c.team as Team, c.in_scope as InScope,
                     s.priority as Priority, s.suggested_section as Section, s.online as Online, s.order_breach as OrderBreach,
                     s.high_risk as HighRisk, s.reason as Reason, s.due_by as DueBy, s.detail as Detail,
                     i.blind as Blind, i.status as Status, i.stalking as Stalking, i.second as Second, i.raised as Raised
            """;
        const string ofPeriod = columns + """

            from     crime as c
            left join score as s on s.crime_id = c.id
            left join review_item as i on i.force_code = c.force_code and i.crime_reference = c.crime_reference
            where    c.recorded_at >= @since and c.recorded_at < @until and (@force = '' or c.force_code = @force)
            order by c.recorded_at, c.force_code, c.crime_reference
            """;
        const string stillOpen = columns + """

            from     review_item as i
            join     crime as c on c.id = i.crime_id
            join     score as s on s.crime_id = c.id
            where    i.closed = 0 and (i.priority = 'P1' or i.order_breach = 1) and (i.priority <> 'none' or c.recorded_at >= @breach)
                     and c.recorded_at < @since and (@force = '' or c.force_code = @force)
            order by c.recorded_at, c.force_code, c.crime_reference
            """;
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            session.BeginSnapshot();
            var actions = await ReadActionsAsync(session, request.AsOf, cancellationToken);
            return new ForceCrimes(await ReadAsync(ofPeriod)) { StillOpen = await ReadAsync(stillOpen) };

            async Task<ImmutableArray<ForceCrime>> ReadAsync(string sql)
            {
                var crimes = ImmutableArray.CreateBuilder<ForceCrime>();
                var values = new
                {
                    since = StoreTime.ToText(Since(request)),
                    until = StoreTime.ToText(request.AsOf),
                    breach = StoreTime.ToText(request.AsOf - DailyMeeting.BreachShown),
                    force = request.Force ?? "",
                };
                var rows = session.Connection.QueryUnbufferedAsync<CrimeRow>(sql, values, session.Transaction);
                // A row at a time: its detail is far longer than what is kept of it.
                await foreach (var row in rows.WithCancellation(cancellationToken)) crimes.Add(ToCrime(row, actions));
                return crimes.ToImmutable();
            }
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    /// <summary>The first moment of the period.</summary>
    internal static DateTimeOffset Since(ForceReportRequest request) => BritishTime.StartOf(BritishTime.Month(request.AsOf).AddMonths(1 - request.Months));

    private static async Task<Dictionary<CrimeKey, ImmutableDictionary<ReviewAction, bool>>> ReadActionsAsync(
        StoreSession session, DateTimeOffset until, CancellationToken cancellationToken)
    {
        const string sql = """
            select   e.force_code as ForceCode, e.crime_reference as CrimeReference, e.action as Action, e.answer as Answer
            from     review_event as e
            where    e.kind = 'acted' and e.at < @until
            order by e.id
            """;
        var actions = new Dictionary<CrimeKey, ImmutableDictionary<ReviewAction, bool>>();
        var rows = await session.Connection.QueryAsync<ActionRow>(
            new CommandDefinition(sql, new { until = StoreTime.ToText(until) }, session.Transaction, cancellationToken: cancellationToken));
        foreach (var row in rows)
        {
            var key = new CrimeKey(row.ForceCode, row.CrimeReference);
            var said = actions.GetValueOrDefault(key) ?? ImmutableDictionary<ReviewAction, bool>.Empty;
            actions[key] = said.SetItem(StoreWords.ToAction(row.Action)!.Value, row.Answer == "yes");
        }

        return actions;
    }

    private static ForceCrime ToCrime(CrimeRow row, Dictionary<CrimeKey, ImmutableDictionary<ReviewAction, bool>> actions)
    {
        var key = new CrimeKey(row.ForceCode, row.CrimeReference);
        var decided = row.Status == "decided";
        return new ForceCrime
        {
            Key = key,
            RecordedAt = StoreTime.Parse(row.RecordedAt),
            Class = row.Class.Trim().ToUpperInvariant(),
            OffenceCode = row.OffenceCode,
            OffenceTitle = row.OffenceTitle,
            Included = StoreJson.ToList(row.Included),
            Flags = StoreJson.ToList(row.Flags),
            Victim = Person(row.Victim),
            Suspect = Person(row.Suspect),
            VictimAge = (int?)row.VictimAge,
            VictimSex = row.VictimSex,
            Relationship = row.Relationship,
            Orders = StoreJson.ToList(row.Orders),
            District = row.District,
            Team = row.Team,
            InScope = row.InScope != 0,
            Score = row.Detail is null ? null : ToScore(row, ScoreDetail.FromJson(row.Detail)),
            Settled = decided && row.Second is not ("due" or "disagreed") ? StoreWords.ToAnswer(row.Stalking) : null,
            Raised = decided && row.Raised is 1,
            // What has become urgent is shown as what it is, to a blind reader too.
            ReadBlind = row.Blind is not null && !decided && row.Priority != "P1",
            Actions = actions.GetValueOrDefault(key) ?? ImmutableDictionary<ReviewAction, bool>.Empty,
        };
    }

    private static ForceScore ToScore(CrimeRow row, ScoreDetail detail)
    {
        var codes = detail.Indicators.ToHashSet(StringComparer.Ordinal);
        return new ForceScore
        {
            Priority = StoreWords.ToPriority(row.Priority!),
            Section = row.Section!,
            Online = row.Online != 0,
            OrderBreach = row.OrderBreach != 0,
            HighRisk = row.HighRisk != 0,
            Reason = row.Reason!,
            DueBy = StoreWords.ToTime(row.DueBy),
            Linked = detail.Linked.Length,
            Audit = detail.Flags is null ? null : [.. detail.Flags.Select(flag => (flag.Flag, flag.State))],
            Fear = detail.Section?.Fear.State,
            SeriousEffect = detail.Section?.Effect,
            Ask = [.. detail.Ask.Select(string.Intern)],
            Signs = [.. detail.Parts.Where(part => part.LogOdds > 0 && codes.Contains(part.Part)).Select(part => string.Intern(part.Title))],
        };
    }

    // As the people's own lists of the console compare them.
    private static string? Person(string? nominal) => string.IsNullOrWhiteSpace(nominal) ? null : nominal.Trim().ToUpperInvariant();

    private sealed class CrimeRow
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public string Class { get; init; } = "";
        public string? OffenceCode { get; init; }
        public string OffenceTitle { get; init; } = "";
        public string Included { get; init; } = "";
        public string Flags { get; init; } = "";
        public string? Victim { get; init; }
        public string? Suspect { get; init; }
        public long? VictimAge { get; init; }
        public string? VictimSex { get; init; }
        public string? Relationship { get; init; }
        public string Orders { get; init; } = "";
        public string? District { get; init; }
        public string? Team { get; init; }
        public long InScope { get; init; }
        public string? Priority { get; init; }
        public string? Section { get; init; }
        public long? Online { get; init; }
        public long? OrderBreach { get; init; }
        public long? HighRisk { get; init; }
        public string? Reason { get; init; }
        public string? DueBy { get; init; }
        public string? Detail { get; init; }
        public string? Blind { get; init; }
        public string? Status { get; init; }
        public string? Stalking { get; init; }
        public string? Second { get; init; }
        public long? Raised { get; init; }
    }

    private sealed class ActionRow
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string Action { get; init; } = "";
        public string Answer { get; init; } = "";
    }
}
