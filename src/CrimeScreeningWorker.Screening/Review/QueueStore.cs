using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>Items of a group: how many, and how many cases among them the machine would expect.</summary>
internal sealed record BandCount(Priority Band, int Count, double Mean, double Variance);

/// <summary>An item at its place in the order.</summary>
internal sealed record PlacedItem(long Id, bool Domestic, Priority Priority, double Probability)
{
    public bool FromReserve { get; init; }
}

/// <summary>The lists in SQL, for one reader at one moment.</summary>
internal sealed class QueueStore(StoreSession session, IEnumerable<string> stalkingClasses, Reviewer reader, DateTimeOffset now)
{
    /// <summary>Whose crimes the reader sees, as one text.</summary>
    public string Forces => string.Join(' ', reader.Forces);

    public async Task<QueuePulse> ReadPulseAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            select (select coalesce(max(e.id), 0) from review_event as e) as Newest,
                   (select coalesce(max(e.id), 0) from review_event as e where e.reviewer = @reader) as Own,
                   (select coalesce(max(r.id), 0) from run as r where r.state = 'succeeded') as Run,
                   (select count(*) from review_item as i where i.second = 'due' and i.decided_by = @reader) as Due
            """;
        var (newest, own, run, due) = (await QueryAsync<(long, long, long, long)>(sql, new { reader = reader.Name }, cancellationToken)).Single();
        return new QueuePulse(newest, own, run, due > 0);
    }

    /// <summary>Counts by band, or takes what was counted a moment ago of a long list.</summary>
    public Task<IReadOnlyList<BandCount>> CountAsync(QueueCounts counts, QueuePulse pulse, QueueFilter filter, CancellationToken cancellationToken)
    {
        var isOwn = pulse.HasSecondDue || filter.State is QueueState.Mine or QueueState.Decided;
        var sql = Sql(filter);
        var name = string.Join('\n', sql.Values.ParameterNames.Where(p => p != "now" && (isOwn || p != "reader")).Order(StringComparer.Ordinal)
            .Select(p => $"{p}={sql.Values.Get<object>(p)}").Prepend(sql.Where));
        return counts.CountAsync(name, pulse, () => CountAsync(sql, cancellationToken));
    }

    private async Task<IReadOnlyList<BandCount>> CountAsync(QueueSql sql, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync<CountRow>(
            $"""
            select   i.list_priority as Band, count(*) as Items, sum(i.probability) as Mean, sum(i.probability * (1 - i.probability)) as Variance
            from     review_item as i
            where    {sql.Where}
            group by i.list_priority
            """,
            sql.Values,
            cancellationToken);
        return [.. rows.Select(row => new BandCount(StoreWords.ToPriority(row.Band), (int)row.Items, row.Mean, row.Variance))];
    }

    /// <summary>The first items in the published order.</summary>
    /// <param name="after">So many are passed over.</param>
    public async Task<IReadOnlyList<PlacedItem>> ReadPlacesAsync(QueueFilter filter, int count, int after, CancellationToken cancellationToken)
    {
        var sql = Sql(filter);
        sql.Values.Add("count", count);
        sql.Values.Add("after", after);
        var rows = await QueryAsync<PlaceRow>(
            $"""
            select   i.id, i.domestic, i.list_priority as Priority, i.probability
            from     review_item as i
            where    {sql.Where}
            order by {QueueSql.Order(QueueSort.Published)}
            limit    @count offset @after
            """,
            sql.Values,
            cancellationToken);
        return [.. rows.Select(row => new PlacedItem(row.Id, row.Domestic != 0, StoreWords.ToPriority(row.Priority), row.Probability))];
    }

    /// <param name="without">Items that stand elsewhere.</param>
    public async Task<IReadOnlyList<long>> ReadIdsAsync(
        QueueFilter filter, QueueSort sort, IReadOnlyCollection<long> without, int after, int count, CancellationToken cancellationToken)
    {
        var sql = Sql(filter);
        if (without.Count > 0) sql.And("i.id not in (select k.value from json_each(@without) as k)", "without", StoreJson.Ids(without));
        sql.Values.Add("count", count);
        sql.Values.Add("after", after);
        return (await QueryAsync<long>(
            $"select i.id from review_item as i where {sql.Where} order by {QueueSql.Order(sort)} limit @count offset @after", sql.Values, cancellationToken))
            .AsList();
    }

    /// <returns>In the order of the ids.</returns>
    public async Task<IReadOnlyList<QueueItem>> ReadItemsAsync(
        IReadOnlyList<long> ids, IReadOnlySet<long> reserved, CancellationToken cancellationToken)
    {
        // Of a colleague's notes the second reader of an item is not even told how many there are.
        const string sql = $"""
            select i.id, i.force_code as ForceCode, i.crime_reference as CrimeReference, i.recorded_at as RecordedAt, i.recorded_offset as RecordedOffset,
                   i.home_office_class as HomeOfficeClass, i.offence_title as OffenceTitle, i.district, i.team, i.domestic,
                   i.priority, i.list_priority as ListPriority, i.list_due_by as ListDueBy, i.online, i.order_breach as OrderBreach,
                   i.high_risk as HighRisk, i.raised, i.changes, i.machine, i.version, i.status, i.held_by as HeldBy, i.held_until as HeldUntil,
                   i.assigned_to as AssignedTo, i.until, i.waiting_for as WaitingFor, i.decided_by as DecidedBy, i.decided_at as DecidedAt,
                   i.stalking, i.second, s.reason,
                   case when {QueueSql.Hidden} then 1 else 0 end as Hidden,
                   (select count(*) from review_event as e
                    where  e.force_code = i.force_code and e.crime_reference = i.crime_reference and e.kind in ('noted', 'corrected')
                    and    not (coalesce(i.second, '') = 'due' and i.decided_by <> @reader and e.reviewer = i.decided_by)) as Notes,
                   (select max(e.version) from review_event as e
                    where  e.force_code = i.force_code and e.crime_reference = i.crime_reference and e.reviewer <> @reader
                    and    e.kind not in ('claimed', 'released')) as ByOthers,
                   a.seen_version as SeenVersion, a.seen_machine as SeenMachine, case when a.id is null then 0 else 1 end as Seen
            from   json_each(@ids) as k
            cross  join review_item as i
            left   join score as s on s.crime_id = i.crime_id
            left   join access_log as a on a.id = (
                       select max(l.id) from access_log as l
                       where  l.force_code = i.force_code and l.crime_reference = i.crime_reference and l.reviewer = @reader and l.act = 'view')
            where  i.id = k.value
            """;
        var rows = (await QueryAsync<ItemRow>(sql, new { ids = StoreJson.Ids(ids), reader = reader.Name }, cancellationToken)).ToDictionary(row => row.Id);
        return [.. ids.Select(id => rows[id].ToItem(reader.Name, now, reserved.Contains(id)))];
    }

    public async Task<CrimeKey?> NextAsync(QueueFilter filter, QueueSort sort, CrimeKey after, CancellationToken cancellationToken)
    {
        var keys = QueueSql.Keys(sort);
        // What is decided has left the list, but its row still says where it stood.
        var rows = await QueryAsync<object>(
            $"""
            select {string.Join(", ", keys.Select((key, k) => $"{key.Column} as k{k}"))}
            from   review_item as i
            where  i.force_code = @afterForce and i.crime_reference = @afterReference
            """,
            new { afterForce = after.ForceCode, afterReference = after.CrimeReference },
            cancellationToken);
        if (rows.SingleOrDefault() is IDictionary<string, object> place)
        {
            // Nearest first: alike in all but the last of what the order goes by, in all but the last two … Each is a stretch of an index, which
            // one condition for all of them would not be.
            for (var differs = keys.Length - 1; differs >= 0; differs--)
                if (await FirstAsync(filter, sort, after, keys.AsSpan(0, differs + 1).ToArray(), place, cancellationToken) is { } next) return next;
        }

        // Past the last, the first.
        return await FirstAsync(filter, sort, after, [], new Dictionary<string, object>(StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>The first of those that have all of the keys but the last in common with a place, and stand behind it by that.</summary>
    private async Task<CrimeKey?> FirstAsync(
        QueueFilter filter, QueueSort sort, CrimeKey after, (string Column, bool Descending)[] keys, IDictionary<string, object> place,
        CancellationToken cancellationToken)
    {
        var sql = Sql(filter);
        sql.And("(i.held_until is null or i.held_until <= @now or i.held_by = @reader) and not (i.force_code = @afterForce and i.crime_reference = @afterReference)");
        sql.Values.Add("afterForce", after.ForceCode);
        sql.Values.Add("afterReference", after.CrimeReference);
        for (var k = 0; k < keys.Length; k++)
        {
            var beyond = keys[k].Descending ? "<" : ">";
            sql.And($"{keys[k].Column} {(k < keys.Length - 1 ? "=" : beyond)} @at{k}", $"at{k}", place[$"k{k}"]);
        }

        var rows = await QueryAsync<(string ForceCode, string CrimeReference)>(
            $"""
            select   i.force_code as ForceCode, i.crime_reference as CrimeReference
            from     review_item as i
            where    {sql.Where}
            order by {QueueSql.Order(sort)}
            limit    1
            """,
            sql.Values,
            cancellationToken);
        return rows.Select(row => (CrimeKey?)new CrimeKey(row.ForceCode, row.CrimeReference)).FirstOrDefault();
    }

    /// <summary>What a run screened and put below the threshold.</summary>
    public async Task<Chances> ReadBelowAsync(long run, CancellationToken cancellationToken)
    {
        var sql = Sql(new QueueFilter { State = QueueState.Below });
        sql.And("s.run_id = @run", "run", run);
        var row = (await QueryAsync<CountRow>(
            $"""
            select count(*) as Items, coalesce(sum(i.probability), 0) as Mean, coalesce(sum(i.probability * (1 - i.probability)), 0) as Variance
            from   score as s
            join   review_item as i on i.crime_id = s.crime_id
            where  {sql.Where}
            """,
            sql.Values,
            cancellationToken)).Single();
        return new Chances((int)row.Items, row.Mean, row.Variance);
    }

    private QueueSql Sql(QueueFilter filter) => QueueSql.Of(filter, reader, now, stalkingClasses);

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private sealed class CountRow
    {
        public string Band { get; init; } = "none";
        public long Items { get; init; }
        public double Mean { get; init; }
        public double Variance { get; init; }
    }

    private sealed record PlaceRow
    {
        public long Id { get; init; }
        public long Domestic { get; init; }
        public string Priority { get; init; } = "";
        public double Probability { get; init; }
    }

    private sealed class ItemRow
    {
        public long Id { get; init; }
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public long RecordedOffset { get; init; }
        public string HomeOfficeClass { get; init; } = "";
        public string OffenceTitle { get; init; } = "";
        public string? District { get; init; }
        public string? Team { get; init; }
        public long Domestic { get; init; }
        public string Priority { get; init; } = "";
        public string ListPriority { get; init; } = "";
        public string ListDueBy { get; init; } = "";
        public long Online { get; init; }
        public long OrderBreach { get; init; }
        public long HighRisk { get; init; }
        public long Raised { get; init; }
        public string Changes { get; init; } = "";
        public long Machine { get; init; }
        public long Version { get; init; }
        public string Status { get; init; } = "";
        public string? HeldBy { get; init; }
        public string? HeldUntil { get; init; }
        public string? AssignedTo { get; init; }
        public string? Until { get; init; }
        public string? WaitingFor { get; init; }
        public string? DecidedBy { get; init; }
        public string? DecidedAt { get; init; }
        public string? Stalking { get; init; }
        public string? Second { get; init; }
        public string? Reason { get; init; }
        public long Hidden { get; init; }
        public long Notes { get; init; }
        public long? ByOthers { get; init; }
        public long? SeenVersion { get; init; }
        public long? SeenMachine { get; init; }
        public long Seen { get; init; }

        public QueueItem ToItem(string reader, DateTimeOffset now, bool fromReserve)
        {
            var state = new ReviewState
            {
                Status = StoreWords.ToStatus(Status),
                HeldBy = HeldBy,
                HeldUntil = StoreWords.ToTime(HeldUntil),
                Until = StoreWords.ToTime(Until),
                DecidedBy = DecidedBy,
                Second = StoreWords.ToSecond(Second),
            };
            var (hidden, isSecond) = (Hidden != 0, state.IsSecondReader(reader));
            var status = isSecond ? ReviewStatus.Open : state.StatusAt(now);
            var shown = status == ReviewStatus.Decided;
            return new QueueItem
            {
                Key = new CrimeKey(ForceCode, CrimeReference),
                OffenceTitle = OffenceTitle,
                HomeOfficeClass = HomeOfficeClass,
                RecordedAt = StoreTime.Parse(RecordedAt, RecordedOffset),
                District = District,
                Team = Team,
                Domestic = Domestic != 0,
                Priority = StoreWords.ToPriority(hidden ? ListPriority : Priority),
                DueBy = StoreWords.ToDue(ListDueBy),
                MachineHidden = hidden,
                Reason = hidden ? null : Reason,
                OrderBreach = !hidden && OrderBreach != 0,
                HighRisk = !hidden && HighRisk != 0,
                Online = !hidden && Online != 0,
                FromReserve = fromReserve && !hidden,
                Version = (int)Version,
                Status = status,
                HeldBy = state.HolderAt(now),
                HeldUntil = state.HolderAt(now) is null ? null : state.HeldUntil,
                AssignedTo = AssignedTo,
                Until = status is ReviewStatus.Waiting or ReviewStatus.Snoozed ? state.Until : null,
                WaitingFor = status == ReviewStatus.Waiting ? WaitingFor : null,
                DecidedBy = shown ? DecidedBy : null,
                DecidedAt = shown ? StoreWords.ToTime(DecidedAt) : null,
                Stalking = shown ? StoreWords.ToAnswer(Stalking) : null,
                Raised = Raised != 0 && !isSecond,
                Disagreed = state.Second == SecondReading.Disagreed,
                Notes = (int)Notes,
                Seen = Seen != 0,
                Changes = Seen == 0 ? [] : News(hidden, isSecond),
            };
        }

        private ImmutableArray<ItemChange> News(bool hidden, bool isSecond)
        {
            var news = ImmutableArray.CreateBuilder<ItemChange>();
            if (Machine > (SeenMachine ?? 0))
            {
                foreach (var word in Changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    var change = StoreWords.To<ItemChange>(word);
                    if (!hidden || change == ItemChange.Record) news.Add(change);
                }
            }

            if (ByOthers > (SeenVersion ?? 0) && !isSecond) news.Add(ItemChange.People);
            return news.ToImmutable();
        }
    }
}
