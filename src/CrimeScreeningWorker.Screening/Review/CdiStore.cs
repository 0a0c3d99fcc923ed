using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Suggestions;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>The record that a change was asked of, or as it is now: what a change shows in.</summary>
internal sealed record RecordedAs(string Class, string Included, string Flags);

/// <summary>A suggestion as the store holds it, with the record it speaks of.</summary>
internal sealed record StoredSuggestion(CdiSuggestion Shown, RecordedAs Record, RecordedAs? AskedOf, bool Opened);

/// <summary>Suggestions, what the desk did with them, and what became of it.</summary>
internal sealed class CdiStore(StoreSession session)
{
    private const string Columns = """
        i.force_code as ForceCode, i.crime_reference as CrimeReference, i.offence_title as OffenceTitle, i.recorded_at as RecordedAt,
        i.recorded_offset as RecordedOffset, case when i.status = 'decided' and i.stalking = 'yes' then i.decided_by end as FoundBy, i.suggests, i.suggested_class as SuggestedClass, i.suggested_section as SuggestedSection,
        s.suggestion, c.home_office_class as Class, c.included_classifications as Included, c.flags,
        d.version, d.status, d.decided_by as DecidedBy, d.decided_at as DecidedAt, d.suggested_action as DecidedAction,
        d.suggested_class as DecidedClass, d.suggested_section as DecidedSection, d.opinion_asked_by as OpinionAskedBy, d.opinion_by as OpinionBy,
        d.asked_action as AskedAction, d.asked_value as AskedValue, d.asked_of_class as AskedOfClass, d.asked_of_included as AskedOfIncluded,
        d.asked_of_flags as AskedOfFlags, d.handed_out_at as HandedOutAt
        """;

    private const string Tables = """
        review_item as i
        left join cdi_item as d on d.force_code = i.force_code and d.crime_reference = i.crime_reference
        left join crime as c on c.id = i.crime_id
        left join score as s on s.crime_id = i.crime_id
        """;

    // What is suggested now is not what the desk decided on.
    private const string Anew = """
        (i.suggests is not null and (i.suggests <> coalesce(d.suggested_action, '') or i.suggested_class <> coalesce(d.suggested_class, '')
                                     or i.suggested_section <> coalesce(d.suggested_section, '')))
        """;

    // What the machine suggests, and what a person found to be stalking though the machine suggests nothing: two stretches of two indexes.
    private const string OnDesk = """
        i.id in (select o.id from review_item as o where o.suggests is not null
                 union all
                 select o.id from review_item as o
                 where  o.suggests is null and o.status = 'decided' and o.stalking = 'yes' and (o.second is null or o.second <> 'due')
                 and    o.home_office_class <> '8Q')
        """;

    /// <summary>The condition of each part, as literals.</summary>
    private static string Where(CdiPart part) => part switch
    {
        CdiPart.ToDo => $"{OnDesk} and (d.id is null or d.status = 'open' or (d.status in ('rejected', 'applied', 'refused', 'ignored') and {Anew}))",
        CdiPart.Opinion => "d.status = 'opinion'",
        CdiPart.Requested => "d.status = 'requested'",
        CdiPart.Chase => "d.status in ('refused', 'ignored')",
        CdiPart.Applied => "d.status = 'applied'",
        CdiPart.Rejected => "d.status = 'rejected'",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "A part of the desk."),
    };

    public async Task<int> CountAsync(CdiPart part, Reviewer reader, CancellationToken cancellationToken)
    {
        var (forces, values) = Forces(reader);
        return (int)(await QueryAsync<long>(
            $"""
            select count(*) from review_item as i
            left join cdi_item as d on d.force_code = i.force_code and d.crime_reference = i.crime_reference
            where {Where(part)}{forces}
            """,
            values,
            cancellationToken)).Single();
    }

    public async Task<IReadOnlyList<StoredSuggestion>> ReadAsync(
        CdiPart part, Reviewer reader, TimeSpan clock, DateTimeOffset now, int after, int count, CancellationToken cancellationToken)
    {
        var (forces, values) = Forces(reader);
        values.Add("count", count);
        values.Add("after", after);
        values.Add("late", StoreTime.ToText(now - clock));
        return
        [
            .. (await QueryAsync<Row>(
                $"""
                select   {Columns}, 0 as Opened
                from     {Tables}
                where    {Where(part)}{forces}
                order by case when i.recorded_at > @late then 0 else 1 end, i.recorded_at, i.force_code, i.crime_reference
                limit    @count offset @after
                """,
                values,
                cancellationToken)).Select(row => row.ToSuggestion(clock)),
        ];
    }

    /// <param name="reader">Of whom is asked whether the case was opened.</param>
    public async Task<StoredSuggestion?> FindAsync(CrimeKey crime, string reader, TimeSpan clock, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select {Columns},
                   case when exists (select 1 from access_log as a
                                     where  a.force_code = i.force_code and a.crime_reference = i.crime_reference and a.reviewer = @reader
                                     and    a.act = 'view' and a.seen_machine = i.machine) then 1 else 0 end as Opened
            from   {Tables}
            where  i.force_code = @ForceCode and i.crime_reference = @CrimeReference and ({OnDesk} or d.id is not null)
            """;
        return (await QueryAsync<Row>(sql, new { crime.ForceCode, crime.CrimeReference, reader }, cancellationToken)).SingleOrDefault()?.ToSuggestion(clock);
    }

    /// <summary>Requests of which a run may see what became of them, by key.</summary>
    public async Task<IReadOnlyList<StoredSuggestion>> ReadAskedAsync(CancellationToken cancellationToken) =>
    [
        .. (await QueryAsync<Row>(
            $"""
            select   {Columns}, 0 as Opened
            from     {Tables}
            where    d.status in ('requested', 'refused', 'ignored') and c.id is not null
            order by i.force_code, i.crime_reference
            """,
            new { },
            cancellationToken)).Select(row => row.ToSuggestion(TimeSpan.Zero)),
    ];

    public async Task<IReadOnlyList<CdiEvent>> ReadHistoryAsync(CrimeKey crime, CancellationToken cancellationToken)
    {
        const string sql = """
            select   e.version, e.kind, e.reviewer, e.role, e.at, e.reason, e.note, e.asked_action as AskedAction, e.asked_value as AskedValue
            from     cdi_event as e
            where    e.force_code = @ForceCode and e.crime_reference = @CrimeReference
            order by e.version
            """;
        return
        [
            .. (await QueryAsync<EventRow>(sql, new { crime.ForceCode, crime.CrimeReference }, cancellationToken)).Select(row => new CdiEvent(
                (int)row.Version, row.Kind, row.Reviewer, row.Role, StoreTime.Parse(row.At), row.Reason, row.Note, Row.Request(row.AskedAction, row.AskedValue))),
        ];
    }

    /// <summary>Adds what was done to a suggestion, in the caller's transaction.</summary>
    /// <param name="next">The suggestion afterwards; its version one more.</param>
    /// <returns>False when somebody else's came first: nothing has been written.</returns>
    public async Task<bool> AppendAsync(StoredSuggestion before, CdiEvent e, CdiSuggestion next, CancellationToken cancellationToken)
    {
        const string update = """
            update cdi_item set
                version = @version, status = @status, decided_by = @decidedBy, decided_at = @decidedAt, suggested_action = @action,
                suggested_class = @class, suggested_section = @section, opinion_asked_by = @askedBy, opinion_by = @opinionBy, asked_action = @askedAction,
                asked_value = @askedValue, asked_of_class = @ofClass, asked_of_included = @ofIncluded, asked_of_flags = @ofFlags, handed_out_at = @handedOut
            where force_code = @force and crime_reference = @reference and version = @before
            """;
        const string first = """
            insert into cdi_item (
                force_code, crime_reference, version, status, decided_by, decided_at, suggested_action, suggested_class, suggested_section,
                opinion_asked_by, opinion_by, asked_action, asked_value, asked_of_class, asked_of_included, asked_of_flags, handed_out_at)
            values (@force, @reference, @version, @status, @decidedBy, @decidedAt, @action, @class, @section,
                    @askedBy, @opinionBy, @askedAction, @askedValue, @ofClass, @ofIncluded, @ofFlags, @handedOut)
            on conflict (force_code, crime_reference) do nothing
            """;
        var suggestion = before.Shown.Suggestion;
        var asked = next.Asked is null ? null : e.Asked is null ? before.AskedOf : before.Record;
        var written = await ExecuteAsync(
            before.Shown.Version == 0 ? first : update,
            new
            {
                force = next.Key.ForceCode,
                reference = next.Key.CrimeReference,
                before = before.Shown.Version,
                version = next.Version,
                status = StoreWords.Of(next.Status),
                decidedBy = next.DecidedBy,
                decidedAt = StoreTime.ToText(next.DecidedAt),
                action = suggestion?.Action.ToString(),
                @class = suggestion?.SuggestedClass,
                section = suggestion?.SuggestedSection,
                askedBy = next.OpinionAskedBy,
                opinionBy = next.OpinionBy,
                askedAction = StoreWords.Of(next.Asked?.Action),
                askedValue = next.Asked?.Value,
                ofClass = asked?.Class,
                ofIncluded = asked?.Included,
                ofFlags = asked?.Flags,
                handedOut = StoreTime.ToText(next.HandedOutAt),
            },
            cancellationToken);
        if (written > 0) await AddEventAsync(next.Key, e, suggestion, cancellationToken);
        return written > 0;
    }

    /// <summary>Adds what a run saw: of the suggestion it may change nothing but this.</summary>
    public async Task<bool> AppendSeenAsync(StoredSuggestion before, CdiEvent e, CdiStatus status, CancellationToken cancellationToken)
    {
        const string sql = """
            update cdi_item set version = @version, status = @status
            where  force_code = @ForceCode and crime_reference = @CrimeReference and version = @before
            """;
        var key = before.Shown.Key;
        var written = await ExecuteAsync(
            sql, new { key.ForceCode, key.CrimeReference, before = before.Shown.Version, version = e.Version, status = StoreWords.Of(status) }, cancellationToken);
        if (written > 0) await AddEventAsync(key, e, before.Shown.Suggestion, cancellationToken);
        return written > 0;
    }

    private Task<int> AddEventAsync(CrimeKey key, CdiEvent e, Suggestion? suggestion, CancellationToken cancellationToken)
    {
        const string sql = """
            insert into cdi_event (
                force_code, crime_reference, version, kind, reviewer, role, at, reason, note, suggested_action, suggested_class, suggested_section,
                rule, basis, confidence, asked_action, asked_value)
            values (@ForceCode, @CrimeReference, @Version, @Kind, @Reviewer, @Role, @at, @Reason, @Note, @action, @class, @section,
                    @rule, @basis, @confidence, @askedAction, @askedValue)
            """;
        return ExecuteAsync(
            sql,
            new
            {
                key.ForceCode,
                key.CrimeReference,
                e.Version,
                e.Kind,
                e.Reviewer,
                e.Role,
                at = StoreTime.ToText(e.At),
                e.Reason,
                e.Note,
                action = suggestion?.Action.ToString(),
                @class = suggestion?.SuggestedClass,
                section = suggestion?.SuggestedSection,
                rule = suggestion?.Rule,
                basis = suggestion?.Basis,
                confidence = suggestion?.Confidence,
                askedAction = StoreWords.Of(e.Asked?.Action),
                askedValue = e.Asked?.Value,
            },
            cancellationToken);
    }

    private static (string Sql, DynamicParameters Values) Forces(Reviewer reader)
    {
        var values = new DynamicParameters();
        var names = reader.Forces.Select((force, n) =>
        {
            var name = $"force{n}";
            values.Add(name, force);
            return "@" + name;
        }).ToList();
        return (names.Count == 0 ? "" : $" and i.force_code in ({string.Join(", ", names)})", values);
    }

    private Task<int> ExecuteAsync(string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private sealed class EventRow
    {
        public long Version { get; init; }
        public string Kind { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Role { get; init; } = "";
        public string At { get; init; } = "";
        public string? Reason { get; init; }
        public string? Note { get; init; }
        public string? AskedAction { get; init; }
        public string? AskedValue { get; init; }
    }

    private sealed class Row
    {
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string OffenceTitle { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public long RecordedOffset { get; init; }
        public string? FoundBy { get; init; }
        public string? Suggests { get; init; }
        public string? SuggestedClass { get; init; }
        public string? SuggestedSection { get; init; }
        public string? Suggestion { get; init; }
        public string? Class { get; init; }
        public string? Included { get; init; }
        public string? Flags { get; init; }
        public long? Version { get; init; }
        public string? Status { get; init; }
        public string? DecidedBy { get; init; }
        public string? DecidedAt { get; init; }
        public string? DecidedAction { get; init; }
        public string? DecidedClass { get; init; }
        public string? DecidedSection { get; init; }
        public string? OpinionAskedBy { get; init; }
        public string? OpinionBy { get; init; }
        public string? AskedAction { get; init; }
        public string? AskedValue { get; init; }
        public string? AskedOfClass { get; init; }
        public string? AskedOfIncluded { get; init; }
        public string? AskedOfFlags { get; init; }
        public string? HandedOutAt { get; init; }
        public long Opened { get; init; }

        public StoredSuggestion ToSuggestion(TimeSpan clock)
        {
            var key = new CrimeKey(ForceCode, CrimeReference);
            var recorded = StoreTime.Parse(RecordedAt, RecordedOffset);
            var suggestion = Suggests is null || Suggestion is null ? null : SuggestionDetail.FromJson(Suggestion, key);
            var status = Status is null ? CdiStatus.Open : StoreWords.To<CdiStatus>(Status);
            var anew = suggestion is not null && status is CdiStatus.Rejected or CdiStatus.Applied or CdiStatus.Refused or CdiStatus.Ignored
                && (Suggests != DecidedAction || SuggestedClass != DecidedClass || SuggestedSection != DecidedSection);
            return new StoredSuggestion(
                new CdiSuggestion
                {
                    Key = key,
                    OffenceTitle = OffenceTitle,
                    RecordedClass = Class ?? "",
                    RecordedAt = recorded,
                    RightBy = recorded + clock,
                    Suggestion = suggestion,
                    Suggested = Suggested(suggestion),
                    FoundBy = suggestion is null ? FoundBy : null,
                    Version = (int)(Version ?? 0),
                    Status = status,
                    Anew = anew,
                    DecidedBy = DecidedBy,
                    DecidedAt = StoreWords.ToTime(DecidedAt),
                    Asked = Request(AskedAction, AskedValue),
                    OpinionAskedBy = OpinionAskedBy,
                    OpinionBy = OpinionBy,
                    HandedOutAt = StoreWords.ToTime(HandedOutAt),
                },
                new RecordedAs(Class ?? "", Included ?? "[]", Flags ?? "[]"),
                AskedOfClass is null ? null : new RecordedAs(AskedOfClass, AskedOfIncluded ?? "[]", AskedOfFlags ?? "[]"),
                Opened != 0);
        }

        public static CdiRequest? Request(string? action, string? value) => action is null ? null : new CdiRequest(StoreWords.To<CdiAction>(action), value!);

        private static CdiRequest? Suggested(Suggestion? suggestion) => suggestion?.Action switch
        {
            SuggestionAction.Reclassify => new CdiRequest(CdiAction.Reclassify, suggestion.SuggestedClass),
            SuggestionAction.AddIncluded => new CdiRequest(CdiAction.AddIncluded, suggestion.SuggestedClass),
            SuggestionAction.AddFlag => new CdiRequest(CdiAction.AddFlag, CdiDesk.StalkingFlag),
            _ => null,
        };
    }
}
