using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using Dapper;

namespace CrimeScreeningWorker.Screening.Scoring;

/// <summary>The newest score of each crime in scope, with what crime data integrity is asked to consider.</summary>
internal sealed class ScoreStore(StoreSession session)
{
    private readonly Staging staging = new(
        session, "score_staging",
        """
        crime_id bigint, run_id bigint, version_id bigint, probability float8, text_score float8, priority text,
        suggested_class text, suggested_section text, online bigint, order_breach bigint, high_risk bigint, abstained bigint,
        due_by text, due_by_offset bigint, reason text, detail text, suggestion text
        """);

    /// <summary>The row of a rule book and a text model, made when they are new.</summary>
    public async Task<long> VersionAsync(string ruleBookVersion, string modelVersion, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into screening_version (rule_book_version, model_version) values (@ruleBookVersion, @modelVersion)
            on conflict (rule_book_version, model_version) do update set model_version = excluded.model_version
            returning id
            """;
        return await session.Connection.ExecuteScalarAsync<long>(
            new CommandDefinition(sql, new { ruleBookVersion, modelVersion }, session.Transaction, cancellationToken: cancellationToken));
    }

    /// <param name="scored">Each crime once; written while the next are still being scored.</param>
    public async Task SaveAsync(IAsyncEnumerable<ScoreRow> scored)
    {
        const string row = """
            insert into score (
                crime_id, run_id, version_id, probability, text_score, priority, suggested_class, suggested_section,
                online, order_breach, high_risk, abstained, due_by, due_by_offset, reason, detail, suggestion)
            values (
                @crime, @run, @version, @probability, @text, @priority, @class, @section,
                @online, @breach, @risk, @abstained, @due, @dueOffset, @reason, @detail, @suggestion)
            on conflict (crime_id) do update set
                run_id = excluded.run_id, version_id = excluded.version_id, probability = excluded.probability,
                text_score = excluded.text_score, priority = excluded.priority, suggested_class = excluded.suggested_class,
                suggested_section = excluded.suggested_section, online = excluded.online, order_breach = excluded.order_breach,
                high_risk = excluded.high_risk, abstained = excluded.abstained, due_by = excluded.due_by,
                due_by_offset = excluded.due_by_offset, reason = excluded.reason, detail = excluded.detail,
                suggestion = excluded.suggestion
            """;
        const string merge = """
            insert into score (
                crime_id, run_id, version_id, probability, text_score, priority, suggested_class, suggested_section,
                online, order_breach, high_risk, abstained, due_by, due_by_offset, reason, detail, suggestion)
            select crime_id, run_id, version_id, probability, text_score, priority, suggested_class, suggested_section,
                   online, order_breach, high_risk, abstained, due_by, due_by_offset, reason, detail, suggestion
            from   score_staging
            order  by place
            on conflict (crime_id) do update set
                run_id = excluded.run_id, version_id = excluded.version_id, probability = excluded.probability,
                text_score = excluded.text_score, priority = excluded.priority, suggested_class = excluded.suggested_class,
                suggested_section = excluded.suggested_section, online = excluded.online, order_breach = excluded.order_breach,
                high_risk = excluded.high_risk, abstained = excluded.abstained, due_by = excluded.due_by,
                due_by_offset = excluded.due_by_offset, reason = excluded.reason, detail = excluded.detail,
                suggestion = excluded.suggestion
            """;
        if (session.OnPostgreSql)
        {
            await staging.MergeAsync(scored.Select(score => score.Values), merge);
            return;
        }

        var insert = session.Prepare(
            row,
            "crime", "run", "version", "probability", "text", "priority", "class", "section", "online", "breach", "risk",
            "abstained", "due", "dueOffset", "reason", "detail", "suggestion");
        await foreach (var score in scored) await insert.ExecuteAsync(score.Values);
    }

    /// <summary>For a crime that has left the scope.</summary>
    public Task DeleteAsync(long crimeId) =>
        session.Prepare("delete from score where crime_id = @crime", "crime").ExecuteAsync(crimeId);

    /// <summary>Crimes that have a score, by force and then reference.</summary>
    /// <param name="runId">Only those that this run scored; null: all.</param>
    public async Task<IReadOnlyList<long>> ReadScoredAsync(string? runId, CancellationToken cancellationToken)
    {
        const string all = """
            select   s.crime_id
            from     score as s
            join     crime as c on c.id = s.crime_id
            order by c.force_code, c.crime_reference
            """;
        const string one = """
            select   s.crime_id
            from     run as r
            join     score as s on s.run_id = r.id
            join     crime as c on c.id = s.crime_id
            where    r.run_id = @runId
            order by c.force_code, c.crime_reference
            """;
        return (await session.Connection.QueryAsync<long>(new CommandDefinition(
            runId is null ? all : one, new { runId }, session.Transaction, cancellationToken: cancellationToken))).AsList();
    }

    /// <param name="crimes">Ids with the keys that the scores are given back with.</param>
    public async Task<IReadOnlyDictionary<long, (Score Score, Suggestion? Suggestion)>> ReadAsync(
        IReadOnlyDictionary<long, CrimeKey> crimes, CancellationToken cancellationToken)
    {
        const string sql = """
            select s.crime_id as CrimeId, s.probability, s.text_score as TextScore, s.priority, s.suggested_class as SuggestedClass,
                   s.suggested_section as SuggestedSection, s.online, s.order_breach as OrderBreach, s.high_risk as HighRisk,
                   s.abstained, s.due_by as DueBy, s.due_by_offset as DueByOffset, s.reason, s.detail, s.suggestion
            from   json_each(@ids) as k
            cross  join score as s
            where  s.crime_id = k.value
            """;
        var rows = await session.Connection.QueryAsync<KeptScore>(new CommandDefinition(
            sql, new { ids = StoreJson.Ids(crimes.Keys) }, session.Transaction, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.CrimeId, row => ToScore(row, crimes[row.CrimeId]));
    }

    private static (Score Score, Suggestion? Suggestion) ToScore(KeptScore row, CrimeKey crime)
    {
        var detail = ScoreDetail.FromJson(row.Detail);
        var score = new Score
        {
            Crime = crime,
            Probability = row.Probability,
            TextScore = row.TextScore,
            Priority = Enum.Parse<Priority>(row.Priority, ignoreCase: true),
            SuggestedClass = row.SuggestedClass,
            SuggestedSection = row.SuggestedSection,
            Online = row.Online != 0,
            OrderBreach = row.OrderBreach != 0,
            HighRisk = row.HighRisk != 0,
            Abstained = row.Abstained != 0,
            Contributions = detail.ToContributions(),
            Indicators = [.. detail.Indicators],
            LinkedCrimes = KeyDetail.ToKeys(detail.Linked),
            Reason = row.Reason,
            Evidence = detail.ToEvidence(),
            Ask = [.. detail.Ask],
            Flags = detail.ToFlags(),
            Section = detail.Section?.ToEvidence(),
            DueBy = row.DueBy is { } due ? StoreTime.Parse(due, row.DueByOffset!.Value) : null,
        };
        return (score, row.Suggestion is { } suggestion ? SuggestionDetail.FromJson(suggestion, crime) : null);
    }

    private sealed class KeptScore
    {
        public long CrimeId { get; init; }
        public double Probability { get; init; }
        public double TextScore { get; init; }
        public string Priority { get; init; } = "";
        public string SuggestedClass { get; init; } = "";
        public string SuggestedSection { get; init; } = "";
        public long Online { get; init; }
        public long OrderBreach { get; init; }
        public long HighRisk { get; init; }
        public long Abstained { get; init; }
        public string? DueBy { get; init; }
        public long? DueByOffset { get; init; }
        public string Reason { get; init; } = "";
        public string Detail { get; init; } = "";
        public string? Suggestion { get; init; }
    }
}
