using System.Data.Common;
using System.Runtime.CompilerServices;
using CrimeScreeningWorker.Screening.Review;
using CrimeScreeningWorker.Screening.Storage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Labels;

/// <summary>What people said of crimes, whichever way it came in. Only ever added to; those of the console add themselves.</summary>
/// <exception cref="StoreException">Every member: the store cannot be used.</exception>
public sealed class LabelStore(ScreeningDatabase database)
{
    /// <summary>Adds labels, all or none. One that stands already (same crime, person, moment and answer) is left as it is.</summary>
    /// <param name="labels">
    /// In their order. <see cref="Label.Id"/> is of the caller: 0, or what a later one of them means by <see cref="Label.Corrects"/>, negative.
    /// A label that corrects nothing gets the newest one of the same person as what it replaces.
    /// </param>
    /// <returns>How many were new.</returns>
    public Task<int> AddAsync(IReadOnlyList<Label> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return InSessionAsync(
            async session =>
            {
                await session.BeginAsync(cancellationToken);
                var (added, ids) = (0, new Dictionary<long, long>());
                foreach (var label in labels)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var (id, isNew) = await InsertAsync(session, label with { Corrects = label.Corrects is < 0 and var own ? ids[own] : label.Corrects });
                    if (label.Id < 0) ids[label.Id] = id;
                    if (isNew) added++;
                }

                await session.CommitAsync(cancellationToken);
                return added;
            },
            cancellationToken);
    }

    /// <summary>All labels, by crime, those of a crime oldest first; of one state of the store.</summary>
    public async IAsyncEnumerable<Label> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string sql = $"""
            select   {Columns}
            from     label as l
            order by l.force_code, l.crime_reference, l.at, l.id
            """;
        await using var session = await OpenAsync(cancellationToken);
        await using var rows = session.Connection.QueryUnbufferedAsync<LabelRow>(sql).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(rows)) yield return rows.Current.ToLabel();
    }

    /// <summary>The same, a crime at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Label>> ReadCrimesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var crime = new List<Label>();
        await foreach (var label in ReadAsync(cancellationToken))
        {
            if (crime.Count > 0 && crime[0].Crime != label.Crime)
            {
                yield return crime;
                crime = [];
            }

            crime.Add(label);
        }

        if (crime.Count > 0) yield return crime;
    }

    /// <summary>What counts, crime by crime, and how much does not; the rules are those of <see cref="LabelSettlement"/>.</summary>
    public async Task<SettledLabels> SettledAsync(CancellationToken cancellationToken)
    {
        var (settled, conflicts) = (new List<SettledLabel>(), new List<LabelConflict>());
        var (unsure, takenBack, count) = (0, 0, 0L);
        await foreach (var labels in ReadCrimesAsync(cancellationToken))
        {
            count += labels.Count;
            var outcome = LabelSettlement.Settle(labels);
            if (outcome.Settled is { } label) settled.Add(label);
            else if (outcome.Conflict is { } conflict) conflicts.Add(conflict);
            else if (outcome.Opinions.Length > 0) unsure++;
            else takenBack++;
        }

        return new SettledLabels(settled, conflicts, unsure, takenBack, count);
    }

    /// <summary>Labels of one crime, oldest first.</summary>
    public Task<IReadOnlyList<Label>> ReadAsync(CrimeKey crime, CancellationToken cancellationToken) =>
        InSessionAsync(session => ReadAsync(session, crime, cancellationToken), cancellationToken);

    /// <summary>Settles a conflict by the word of a third person.</summary>
    /// <exception cref="StoreException">There is no conflict about the crime, or the person is one of those who disagree.</exception>
    public Task<Label> AdjudicateAsync(
        CrimeKey crime, bool stalking, string by, string role, string reason, string rubric, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return InSessionAsync(
            async session =>
            {
                await session.BeginAsync(cancellationToken);
                var labels = await ReadAsync(session, crime, cancellationToken);
                if (labels.Count == 0) throw new StoreException($"Nobody has said anything of {crime}: there is nothing to adjudicate.");
                if (LabelSettlement.Settle(labels).Conflict is not { } conflict)
                    throw new StoreException($"Nobody disagrees about {crime}: there is nothing to adjudicate.");
                if (labels.Any(l => l.IsDefinite && l.Source != LabelSource.Adjudication && Label.People.Equals(l.By, by.Trim())))
                    throw new StoreException($"Whoever has given an opinion on {crime} cannot adjudicate it: a third person must.");
                // Of what was known: a sheet may tell of a time that is still to come on this machine's clock.
                var latest = conflict.Opinions.Max(l => l.At);
                var label = new Label(0, crime, stalking ? StalkingAnswer.Yes : StalkingAnswer.No, by.Trim(), role, at > latest ? at : latest)
                {
                    Rubric = rubric,
                    Reason = reason.Trim(),
                    Source = LabelSource.Adjudication,
                    Sample = labels[0].Sample,
                    SelectionWeight = labels[0].SelectionWeight,
                };
                var (id, _) = await InsertAsync(session, label);
                await session.CommitAsync(cancellationToken);
                return label with { Id = id };
            },
            cancellationToken);
    }

    /// <summary>Those of these crimes that the store does not hold, in order.</summary>
    public Task<IReadOnlyList<CrimeKey>> FindMissingAsync(IEnumerable<CrimeKey> crimes, CancellationToken cancellationToken)
    {
        const string sql = "select count(*) from crime where force_code = @ForceCode and crime_reference = @CrimeReference";
        return InSessionAsync<IReadOnlyList<CrimeKey>>(
            async session =>
            {
                session.BeginSnapshot();
                var missing = new List<CrimeKey>();
                foreach (var crime in crimes.Distinct().Order())
                {
                    var held = await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
                        sql, new { crime.ForceCode, crime.CrimeReference }, session.Transaction, cancellationToken: cancellationToken));
                    if (held == 0) missing.Add(crime);
                }

                return missing;
            },
            cancellationToken);
    }

    private const string Columns = """
        l.id, l.force_code as ForceCode, l.crime_reference as CrimeReference, l.stalking, l.reviewer, l.role, l.at, l.blind, l.sample,
        l.selection_weight as SelectionWeight, l.rubric, l.reason, l.source, l.corrects, l.priority, l.probability, l.record_updated_at as RecordUpdatedAt
        """;

    private static async Task<IReadOnlyList<Label>> ReadAsync(StoreSession session, CrimeKey crime, CancellationToken cancellationToken)
    {
        const string sql = $"""
            select   {Columns}
            from     label as l
            where    l.force_code = @ForceCode and l.crime_reference = @CrimeReference
            order by l.at, l.id
            """;
        var rows = await session.Connection.QueryAsync<LabelRow>(new CommandDefinition(
            sql, new { crime.ForceCode, crime.CrimeReference }, session.Transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToLabel())];
    }

    private static async Task<(long Id, bool IsNew)> InsertAsync(StoreSession session, Label label)
    {
        // Whichever way the first came in: a line that was exported from the console and comes back is no second opinion.
        const string find = """
            select min(l.id)
            from   label as l
            where  l.force_code = @ForceCode and l.crime_reference = @CrimeReference and lower(l.reviewer) = lower(@reviewer) and l.at = @at
            and    coalesce(l.stalking, '') = @stalking and (@stalking <> '' or l.corrects = @corrects)
            """;
        const string insert = """
            insert into label (
                force_code, crime_reference, stalking, reviewer, role, at, blind, sample, selection_weight, rubric, reason, source, corrects,
                priority, probability, record_updated_at)
            select @force, @reference, @stalking, @reviewer, @role, @at, @blind, @sample, @weight, @rubric, @reason, @source,
                   coalesce(@corrects, (select max(l.id) from label as l
                                        where  l.force_code = @force and l.crime_reference = @reference and lower(l.reviewer) = lower(@reviewer)
                                        and    l.stalking is not null and l.at <= @at)),
                   @priority, @probability, @updated
            on conflict do nothing
            returning id
            """;
        var command = new CommandDefinition(
            find,
            new
            {
                label.Crime.ForceCode,
                label.Crime.CrimeReference,
                reviewer = label.By,
                at = StoreTime.ToText(label.At),
                stalking = StoreWords.Of(label.Stalking) ?? "",
                corrects = label.Corrects ?? 0,
            },
            session.Transaction);
        if (await session.Connection.ExecuteScalarAsync<long?>(command) is { } known) return (known, false);
        var values = new DynamicParameters();
        values.Add("force", label.Crime.ForceCode);
        values.Add("reference", label.Crime.CrimeReference);
        values.Add("stalking", StoreWords.Of(label.Stalking), System.Data.DbType.String);
        values.Add("reviewer", label.By);
        values.Add("role", label.Role);
        values.Add("at", StoreTime.ToText(label.At));
        values.Add("blind", label.Blind ? 1L : 0L);
        values.Add("sample", StoreWords.Of(label.Sample));
        values.Add("weight", label.SelectionWeight, System.Data.DbType.Double);
        values.Add("rubric", label.Rubric);
        values.Add("reason", label.Reason, System.Data.DbType.String);
        values.Add("source", StoreWords.Of(label.Source));
        values.Add("corrects", label.Corrects, System.Data.DbType.Int64);
        values.Add("priority", label.Priority is { } priority ? StoreWords.Of(priority) : null, System.Data.DbType.String);
        values.Add("probability", label.Probability, System.Data.DbType.Double);
        values.Add("updated", StoreTime.ToText(label.RecordUpdatedAt), System.Data.DbType.String);
        if (await session.Connection.ExecuteScalarAsync<long?>(new CommandDefinition(insert, values, session.Transaction)) is { } id) return (id, true);
        // Another import brought the same line at this very moment.
        return ((await session.Connection.ExecuteScalarAsync<long?>(command))!.Value, false);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<LabelRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private async Task<StoreSession> OpenAsync(CancellationToken cancellationToken)
    {
        await database.CheckAsync(cancellationToken);
        return await database.OpenAsync(cancellationToken);
    }

    private async Task<T> InSessionAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await OpenAsync(cancellationToken);
            return await work(session);
        }
        catch (DbException e)
        {
            throw e.ToStoreException(database.Location);
        }
    }

    private sealed class LabelRow
    {
        public long Id { get; init; }
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string? Stalking { get; init; }
        public string Reviewer { get; init; } = "";
        public string Role { get; init; } = "";
        public string At { get; init; } = "";
        public long Blind { get; init; }
        public string Sample { get; init; } = "";
        public double? SelectionWeight { get; init; }
        public string Rubric { get; init; } = "";
        public string? Reason { get; init; }
        public string Source { get; init; } = "";
        public long? Corrects { get; init; }
        public string? Priority { get; init; }
        public double? Probability { get; init; }
        public string? RecordUpdatedAt { get; init; }

        public Label ToLabel() => new(
            Id, new CrimeKey(ForceCode, CrimeReference), StoreWords.ToAnswer(Stalking), Reviewer, Role, StoreTime.Parse(At))
        {
            Blind = Blind != 0,
            Sample = StoreWords.To<LabelSample>(Sample),
            SelectionWeight = SelectionWeight,
            Rubric = Rubric,
            Reason = Reason,
            Source = StoreWords.To<LabelSource>(Source),
            Corrects = Corrects,
            Priority = Priority is null ? null : StoreWords.ToPriority(Priority),
            Probability = Probability,
            RecordUpdatedAt = StoreWords.ToTime(RecordUpdatedAt),
        };
    }
}
