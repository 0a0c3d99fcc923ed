using System.Collections.Immutable;
using System.Data.Common;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Monitoring;

/// <summary>Reads from a store what watching needs. It reads no narrative, no person and no note.</summary>
/// <exception cref="StoreException">Every member: the store cannot be read.</exception>
public sealed class MonitoringStore(ScreeningDatabase database)
{
    /// <summary>The newest score of each crime recorded since, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<MonitoredScore>> ReadScoresAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string sql = """
            select   c.recorded_at as RecordedAt, s.probability as Probability, v.model_version as Model, s.detail as Detail
            from     score as s
            join     crime as c on c.id = s.crime_id
            join     screening_version as v on v.id = s.version_id
            where    c.recorded_at >= @since
            order by c.recorded_at, c.id
            """;
        return InSessionAsync<IReadOnlyList<MonitoredScore>>(async session =>
        {
            var scores = new List<MonitoredScore>();
            // A row at a time: its detail is far longer than what is kept of it.
            await foreach (var row in session.Connection.QueryUnbufferedAsync<ScoreRow>(sql, new { since = StoreTime.ToText(since) }).WithCancellation(cancellationToken))
                scores.Add(new MonitoredScore(StoreTime.Parse(row.RecordedAt), row.Probability, string.Intern(row.Model), CodesOf(ScoreDetail.FromJson(row.Detail))));
            return scores;
        }, cancellationToken);
    }

    /// <summary>
    /// Every answer to the question whether a crime is stalking that stands: first and second readers', none that was undone, and none before a reversal, which takes back all of them. Oldest first.
    /// </summary>
    /// <param name="longestPause">See <see cref="TimeOnItem.Of"/>.</param>
    /// <remarks>Parts and indicators are those of the newest score: what the machine says now, where it has looked again since.</remarks>
    public Task<IReadOnlyList<MonitoredDecision>> ReadDecisionsAsync(DateTimeOffset since, TimeSpan longestPause, CancellationToken cancellationToken)
    {
        const string sql = """
            select   e.force_code as ForceCode, e.crime_reference as CrimeReference, e.at as At, e.reviewer as By, e.stalking as Stalking,
                     e.shown_rightly as ShownRightly, e.priority as Priority, e.probability as Probability, e.blind as Blind, e.bulk as Bulk,
                     s.detail as Detail
            from     review_event as e
            left join review_item as i on i.force_code = e.force_code and i.crime_reference = e.crime_reference
            left join score as s on s.crime_id = i.crime_id
            where    e.kind in ('decided', 'second_decided') and e.at >= @since
            and      not exists (select 1 from review_event as back
                                 where  back.force_code = e.force_code and back.crime_reference = e.crime_reference
                                 and    back.version > e.version
                                 and    (back.kind = 'reversed' or (back.kind = 'undone' and back.refers_to = e.version)))
            order by e.at, e.force_code, e.crime_reference, e.version
            """;
        return InSessionAsync<IReadOnlyList<MonitoredDecision>>(async session =>
        {
            var looks = await ReadLooksAsync(session, since - longestPause, cancellationToken);
            var rows = await session.Connection.QueryAsync<DecisionRow>(new CommandDefinition(sql, new { since = StoreTime.ToText(since) }, cancellationToken: cancellationToken));
            return
            [
                .. rows.Select(row =>
                {
                    var (crime, at) = (new CrimeKey(row.ForceCode, row.CrimeReference), StoreTime.Parse(row.At));
                    var detail = row.Detail is null ? null : ScoreDetail.FromJson(row.Detail);
                    return new MonitoredDecision(
                        crime, at, row.By, StoreWords.ToAnswer(row.Stalking)!.Value, row.ShownRightly == "yes", row.Priority != "none", row.Blind is not null)
                    {
                        Probability = row.Probability,
                        TimeOnItem = row.Bulk != 0 ? null : TimeOnItem.Of(looks[(crime, row.By)], at, longestPause),
                        Parts = detail?.ToContributions() ?? [],
                        Indicators = detail is null ? [] : CodesOf(detail),
                    };
                }),
            ];
        }, cancellationToken);
    }

    private static async Task<ILookup<(CrimeKey, string), DateTimeOffset>> ReadLooksAsync(StoreSession session, DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string sql = """
            select   a.force_code as ForceCode, a.crime_reference as CrimeReference, a.reviewer as By, a.at as At
            from     access_log as a
            where    a.crime_reference is not null and a.act in ('view', 'claim') and a.at >= @since
            order by a.id
            """;
        var rows = await session.Connection.QueryAsync<LookRow>(new CommandDefinition(sql, new { since = StoreTime.ToText(since) }, cancellationToken: cancellationToken));
        return rows.ToLookup(row => (new CrimeKey(row.ForceCode, row.CrimeReference), row.By), row => StoreTime.Parse(row.At));
    }

    /// <summary>Enters that the report of a week has been made.</summary>
    /// <param name="week">Its Monday.</param>
    /// <returns>False when it was entered before, by this or another node.</returns>
    public Task<bool> EnterWeekAsync(DateOnly week, DateTimeOffset at, MonitoringReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        const string sql = """
            insert into weekly_report (week, made_at, needs, sentence) values (@week, @at, @needs, @sentence) on conflict (week) do nothing
            """;
        return InSessionAsync(
            async session => await session.Connection.ExecuteAsync(new CommandDefinition(
                sql, new { week = ToText(week), at = StoreTime.ToText(at), needs = report.Findings.Length, sentence = report.Sentence },
                cancellationToken: cancellationToken)) > 0,
            cancellationToken);
    }

    /// <summary>Whether the report of a week has been made.</summary>
    public Task<bool> HasWeekAsync(DateOnly week, CancellationToken cancellationToken) => InSessionAsync(
        async session => await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from weekly_report where week = @week", new { week = ToText(week) }, cancellationToken: cancellationToken)) > 0,
        cancellationToken);

    /// <summary>What the newest reports said, newest first.</summary>
    public Task<IReadOnlyList<WeeklyReport>> ReadWeeksAsync(int limit, CancellationToken cancellationToken) => InSessionAsync<IReadOnlyList<WeeklyReport>>(
        async session =>
        [
            .. (await session.Connection.QueryAsync<WeekRow>(new CommandDefinition(
                "select week as Week, made_at as MadeAt, needs as Needs, sentence as Sentence from weekly_report order by week desc limit @limit", new { limit },
                cancellationToken: cancellationToken)))
                .Select(row => new WeeklyReport(
                    DateOnly.ParseExact(row.Week, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), StoreTime.Parse(row.MadeAt), (int)row.Needs, row.Sentence)),
        ],
        cancellationToken);

    private static string ToText(DateOnly week) => week.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static ImmutableArray<string> CodesOf(ScoreDetail detail) => [.. detail.Indicators.Distinct(StringComparer.Ordinal).Select(string.Intern)];

    private async Task<T> InSessionAsync<T>(Func<StoreSession, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await database.OpenAsync(cancellationToken);
            return await ask(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class ScoreRow
    {
        public string RecordedAt { get; init; } = "";
        public double Probability { get; init; }
        public string Model { get; init; } = "";
        public string Detail { get; init; } = "";
    }

    private sealed class DecisionRow
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string At { get; init; } = "";
        public string By { get; init; } = "";
        public string Stalking { get; init; } = "";
        public string ShownRightly { get; init; } = "";
        public string Priority { get; init; } = "";
        public double Probability { get; init; }
        public string? Blind { get; init; }
        public long Bulk { get; init; }
        public string? Detail { get; init; }
    }

    private sealed class LookRow
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string By { get; init; } = "";
        public string At { get; init; } = "";
    }

    private sealed class WeekRow
    {
        public string Week { get; init; } = "";
        public string MadeAt { get; init; } = "";
        public long Needs { get; init; }
        public string Sentence { get; init; } = "";
    }
}

/// <summary>What the service said of a week.</summary>
/// <param name="Week">Its Monday.</param>
/// <param name="Needs">Things that a person should look at.</param>
public sealed record WeeklyReport(DateOnly Week, DateTimeOffset MadeAt, int Needs, string Sentence);
