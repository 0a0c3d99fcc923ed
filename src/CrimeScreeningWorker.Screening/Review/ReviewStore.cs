using System.Collections.Immutable;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>An item as the store holds it.</summary>
internal sealed record StoredItem(long Id, CrimeKey Key, ReviewState State, MachineView Machine, Priority ListPriority, DateTimeOffset? ListDueBy, bool Opened);

/// <summary>Items and what people did with them.</summary>
internal sealed class ReviewStore(StoreSession session)
{
    // Events that the rules may need to know of: the newest, and one that is spoken of.
    private const string EventColumns = """
        e.version, e.kind, e.reviewer, e.role, e.at, e.stalking, e.shown_rightly as ShownRightly, e.reason, e.note, e.until, e.person,
        e.refers_to as RefersTo, e.action, e.answer, e.bulk, e.blind, e.priority, e.probability
        """;

    /// <param name="reader">Of whom is asked whether the case was opened.</param>
    public async Task<StoredItem?> FindAsync(CrimeKey crime, string reader, CancellationToken cancellationToken)
    {
        const string sql = """
            select i.id, i.force_code as ForceCode, i.crime_reference as CrimeReference, i.priority, i.probability, i.order_breach as OrderBreach,
                   i.high_risk as HighRisk, i.raised, i.blind, i.blind_answers as BlindAnswers, i.list_priority as ListPriority,
                   i.list_due_by as ListDueBy, i.version, i.status, i.held_by as HeldBy, i.held_until as HeldUntil, i.assigned_to as AssignedTo,
                   i.until, i.waiting_for as WaitingFor, i.decided_by as DecidedBy, i.decided_at as DecidedAt, i.stalking,
                   i.decided_priority as DecidedPriority, i.decided_breach as DecidedBreach, i.decided_high_risk as DecidedHighRisk,
                   i.second, i.second_by as SecondBy,
                   case when exists (select 1 from access_log as a
                                     where  a.force_code = i.force_code and a.crime_reference = i.crime_reference and a.reviewer = @reader
                                     and    a.act = 'view' and a.seen_machine = i.machine) then 1 else 0 end as Opened
            from   review_item as i
            where  i.force_code = @ForceCode and i.crime_reference = @CrimeReference
            """;
        var row = await session.Connection.QuerySingleOrDefaultAsync<ItemRow>(new CommandDefinition(
            sql, new { crime.ForceCode, crime.CrimeReference, reader }, session.Transaction, cancellationToken: cancellationToken));
        return row?.ToItem();
    }

    public async Task<ReviewEvent?> FindEventAsync(CrimeKey crime, int version, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select {EventColumns}
            from   review_event as e
            where  e.force_code = @ForceCode and e.crime_reference = @CrimeReference and e.version = @version
            """;
        return (await QueryEventsAsync(sql, new { crime.ForceCode, crime.CrimeReference, version }, cancellationToken)).SingleOrDefault();
    }

    /// <summary>All that people did with a crime, oldest first.</summary>
    public Task<IReadOnlyList<ReviewEvent>> ReadHistoryAsync(CrimeKey crime, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select   {EventColumns}
            from     review_event as e
            where    e.force_code = @ForceCode and e.crime_reference = @CrimeReference
            order by e.version
            """;
        return QueryEventsAsync(sql, new { crime.ForceCode, crime.CrimeReference }, cancellationToken);
    }

    /// <summary>Writes an event and where it brings the item, in the caller's transaction.</summary>
    /// <returns>False when somebody else's came first: nothing has been written.</returns>
    public async Task<bool> AppendAsync(StoredItem item, ReviewEvent e, ReviewState state, CancellationToken cancellationToken)
    {
        // The row is the gate: of two at once the second waits here, and then finds another version.
        const string update = """
            update review_item set
                version = @Version, status = @status, held_by = @HeldBy, held_until = @heldUntil, assigned_to = @AssignedTo, until = @until,
                waiting_for = @WaitingFor, decided_by = @DecidedBy, decided_at = @decidedAt, stalking = @stalking,
                decided_priority = @decidedPriority, decided_breach = @decidedBreach, decided_high_risk = @decidedHighRisk,
                raised = @raised, second = @second, second_by = @SecondBy, blind_answers = @BlindAnswers, closed = @closed
            where id = @id and version = @before
            """;
        const string insert = """
            insert into review_event (
                force_code, crime_reference, version, kind, reviewer, role, at, stalking, shown_rightly, reason, note, until, person, refers_to,
                action, answer, bulk, blind, machine, priority, probability)
            select @ForceCode, @CrimeReference, @Version, @kind, @Reviewer, @Role, @at, @stalking, @shown, @Reason, @Note, @until, @Person, @RefersTo,
                   @action, @answer, @bulk, @blind, i.machine, i.priority, i.probability
            from   review_item as i
            where  i.id = @id
            """;
        var written = await ExecuteAsync(
            update,
            new
            {
                id = item.Id,
                before = state.Version - 1,
                state.Version,
                status = StoreWords.Of(state.Status),
                state.HeldBy,
                heldUntil = StoreTime.ToText(state.HeldUntil),
                state.AssignedTo,
                until = StoreTime.ToText(state.Until),
                state.WaitingFor,
                state.DecidedBy,
                decidedAt = StoreTime.ToText(state.DecidedAt),
                stalking = StoreWords.Of(state.Stalking),
                decidedPriority = state.DecidedOn is { } on ? StoreWords.Of(on.Priority) : null,
                decidedBreach = Bit(state.DecidedOn?.OrderBreach),
                decidedHighRisk = Bit(state.DecidedOn?.HighRisk),
                raised = Bit(state.Raised),
                second = StoreWords.Of(state.Second),
                state.SecondBy,
                state.BlindAnswers,
                closed = Bit(state.IsClosed),
            },
            cancellationToken);
        if (written == 0) return false;
        await ExecuteAsync(
            insert,
            new
            {
                id = item.Id,
                item.Key.ForceCode,
                item.Key.CrimeReference,
                e.Version,
                kind = StoreWords.Of(e.Kind),
                e.Reviewer,
                e.Role,
                at = StoreTime.ToText(e.At),
                stalking = StoreWords.Of(e.Stalking),
                shown = StoreWords.YesNo(e.ShownRightly),
                e.Reason,
                e.Note,
                until = StoreTime.ToText(e.Until),
                e.Person,
                e.RefersTo,
                action = StoreWords.Of(e.Action),
                answer = StoreWords.YesNo(e.Answer),
                bulk = Bit(e.Bulk),
                blind = e.Blind ? StoreWords.Of(state.Blind) : null,
            },
            cancellationToken);
        return true;
    }

    private Task<int> ExecuteAsync(string sql, object values, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken));

    private async Task<IReadOnlyList<ReviewEvent>> QueryEventsAsync(string sql, object values, CancellationToken cancellationToken) =>
        [.. (await session.Connection.QueryAsync<EventRow>(new CommandDefinition(sql, values, session.Transaction, cancellationToken: cancellationToken)))
            .Select(row => row.ToEvent())];

    private static long Bit(bool value) => value ? 1 : 0;

    private static long? Bit(bool? value) => value is { } known ? Bit(known) : null;

    private sealed class ItemRow
    {
        public long Id { get; init; }
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string Priority { get; init; } = "";
        public double Probability { get; init; }
        public long OrderBreach { get; init; }
        public long HighRisk { get; init; }
        public long Raised { get; init; }
        public string? Blind { get; init; }
        public long BlindAnswers { get; init; }
        public string ListPriority { get; init; } = "";
        public string ListDueBy { get; init; } = "";
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
        public string? DecidedPriority { get; init; }
        public long? DecidedBreach { get; init; }
        public long? DecidedHighRisk { get; init; }
        public string? Second { get; init; }
        public string? SecondBy { get; init; }
        public long Opened { get; init; }

        public StoredItem ToItem() => new(
            Id,
            new CrimeKey(ForceCode, CrimeReference),
            new ReviewState
            {
                Blind = StoreWords.ToBlind(Blind),
                Version = (int)Version,
                Status = StoreWords.ToStatus(Status),
                HeldBy = HeldBy,
                HeldUntil = StoreWords.ToTime(HeldUntil),
                AssignedTo = AssignedTo,
                Until = StoreWords.ToTime(Until),
                WaitingFor = WaitingFor,
                DecidedBy = DecidedBy,
                DecidedAt = StoreWords.ToTime(DecidedAt),
                Stalking = StoreWords.ToAnswer(Stalking),
                DecidedOn = DecidedPriority is null
                    ? null
                    : new MachineView(StoreWords.ToPriority(DecidedPriority), 0, DecidedBreach == 1, DecidedHighRisk == 1),
                Second = StoreWords.ToSecond(Second),
                SecondBy = SecondBy,
                BlindAnswers = (int)BlindAnswers,
                Raised = Raised != 0,
            },
            new MachineView(StoreWords.ToPriority(Priority), Probability, OrderBreach != 0, HighRisk != 0),
            StoreWords.ToPriority(ListPriority),
            StoreWords.ToDue(ListDueBy),
            Opened != 0);
    }

    private sealed class EventRow
    {
        public long Version { get; init; }
        public string Kind { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string Role { get; init; } = "";
        public string At { get; init; } = "";
        public string? Stalking { get; init; }
        public string? ShownRightly { get; init; }
        public string? Reason { get; init; }
        public string? Note { get; init; }
        public string? Until { get; init; }
        public string? Person { get; init; }
        public long? RefersTo { get; init; }
        public string? Action { get; init; }
        public string? Answer { get; init; }
        public long Bulk { get; init; }
        public string? Blind { get; init; }
        public string Priority { get; init; } = "";
        public double Probability { get; init; }

        public ReviewEvent ToEvent() => new((int)Version, StoreWords.ToKind(Kind), Reviewer, Role, StoreTime.Parse(At))
        {
            Stalking = StoreWords.ToAnswer(Stalking),
            ShownRightly = StoreWords.ToYesNo(ShownRightly),
            Reason = Reason,
            Note = Note,
            Until = StoreWords.ToTime(Until),
            Person = Person,
            RefersTo = (int?)RefersTo,
            Action = StoreWords.ToAction(Action),
            Answer = StoreWords.ToYesNo(Answer),
            Bulk = Bulk != 0,
            Blind = Blind is not null,
            Priority = StoreWords.ToPriority(Priority),
            Probability = Probability,
        };
    }
}
