using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;
using CrimeScreeningWorker.Screening.Triage;
using Dapper;

namespace CrimeScreeningWorker.Screening.Review;

/// <summary>
/// What a run does for the reviewers at its end, in one transaction and once: it sees what became of what the desk asked for, and puts a sample
/// of what is below the threshold, what the model is least sure of there, and the items that two people are to read, blind into the list.
/// </summary>
internal sealed class ReviewAfterRun(StoreSession session, ReviewOptions options, ScreeningScope scope)
{
    /// <param name="now">By which a request has been ignored for too long.</param>
    public async Task ExecuteAsync(StartedRun run, DateTimeOffset now)
    {
        await session.BeginAsync(CancellationToken.None);
        // A commit whose answer was lost is not done again.
        if ((await QueryAsync<long>("select count(*) from review_run where run_id = @run", new { run = run.Id })).Single() == 0)
        {
            var closed = await CloseLoopAsync(run, now);
            var drawn = await DrawAsync(run);
            await ExecuteAsync("insert into review_run (run_id, drawn, closed) values (@run, @drawn, @closed)", new { run = run.Id, drawn, closed });
        }

        await session.CommitAsync(CancellationToken.None);
    }

    private async Task<long> CloseLoopAsync(StartedRun run, DateTimeOffset now)
    {
        var store = new CdiStore(session);
        var ignoredAfter = TimeSpan.FromDays(options.IgnoredAfterDays);
        var closed = 0L;
        foreach (var item in await store.ReadAskedAsync(CancellationToken.None))
        {
            if (CdiRules.Seen(item, ignoredAfter, now) is not { } status) continue;
            var e = new CdiEvent(item.Shown.Version + 1, StoreWords.Of(status), run.RunId, CdiRules.RunRole, now, Reason: null, Note: null, Asked: null);
            // Whoever changes it at this moment has the later word; the next run looks again.
            if (await store.AppendSeenAsync(item, e, status, CancellationToken.None)) closed++;
        }

        return closed;
    }

    private async Task<long> DrawAsync(StartedRun run)
    {
        var scored = await ReadScoredAsync(run);
        var untouched = scored.Where(item => item is { Blind: null, Version: 0 } && !scope.IsStalking(item.HomeOfficeClass)).ToList();
        var byKey = untouched.ToDictionary(item => item.Key);
        // All that is read blind stands among what is due next, whatever it is: from its place nobody can tell which is which.
        var next = scored.Where(item => item.Priority == Priority.P2).ToList();
        var due = next.Count > 0 ? next.Max(item => item.DueBy)! : StoreTime.ToText(run.AsOf.AddDays(1));
        var (least, most) = next.Count > 0 ? (next.Min(item => item.Probability), next.Max(item => item.Probability)) : (0.3, 0.7);

        var drawn = 0L;
        // Chance draws first, from all of them: what is chosen for another reason would leave it a part of the pile to speak for.
        var audit = AuditSample.Draw(untouched.Select(item => (item.Key, item.HomeOfficeClass, item.Priority)), run.RunId, options.AuditSample);
        foreach (var item in audit)
        {
            await HideAsync(byKey[item.Crime], "audit", item.Weight);
            drawn++;
        }

        var byChance = audit.Select(item => item.Crime).ToHashSet();
        foreach (var item in UncertainSample.Draw(
            untouched.Where(item => item.Priority == Priority.None && !byChance.Contains(item.Key)).Select(item => (item.Key, item.Probability)),
            options.UncertainSample))
        {
            await HideAsync(byKey[item], "uncertain", weight: null);
            drawn++;
        }

        // Only what nobody can have seen yet, and nothing that is pressing: a day is worth more than a figure.
        foreach (var item in untouched.Where(item =>
            item is { Machine: 1, Priority: Priority.P2 or Priority.P3, Pressing: 0 } && Chance("double", item.Key) < options.DoubleReviewShare))
        {
            await HideAsync(item, "double", weight: null);
            drawn++;
        }

        return drawn;

        Task HideAsync(ScoredItem item, string why, double? weight) => ExecuteAsync(
            """
            update review_item set blind = @why, audit_weight = @weight, list_priority = 'P2', list_due_by = @due, list_probability = @place
            where  id = @id and version = 0 and blind is null
            """,
            new { id = item.Id, why, weight, due, place = least + (Chance("place", item.Key) * (most - least)) });
    }

    private async Task<IReadOnlyList<ScoredItem>> ReadScoredAsync(StartedRun run)
    {
        const string sql = """
            select   i.id, i.force_code as ForceCode, i.crime_reference as CrimeReference, i.home_office_class as HomeOfficeClass, i.priority,
                     i.probability, i.due_by as DueBy, i.version, i.machine, i.blind,
                     case when i.order_breach = 1 or i.high_risk = 1 then 1 else 0 end as Pressing
            from     score as s
            join     review_item as i on i.crime_id = s.crime_id
            where    s.run_id = @run
            order by i.force_code, i.crime_reference
            """;
        return [.. (await QueryAsync<ScoredRow>(sql, new { run = run.Id })).Select(row => row.ToItem())];
    }

    /// <summary>In [0, 1), the same on every machine and in every run.</summary>
    private static double Chance(string what, CrimeKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}\n{key.ForceCode}\n{key.CrimeReference}")), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }

    private Task<int> ExecuteAsync(string sql, object values) => session.Connection.ExecuteAsync(new CommandDefinition(sql, values, session.Transaction));

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object values) =>
        session.Connection.QueryAsync<T>(new CommandDefinition(sql, values, session.Transaction));

    private sealed record ScoredItem(
        long Id, CrimeKey Key, string HomeOfficeClass, Priority Priority, double Probability, string? DueBy, long Version, long Machine, string? Blind, long Pressing);

    private sealed class ScoredRow
    {
        public long Id { get; init; }
        public string ForceCode { get; init; } = "";
        public string CrimeReference { get; init; } = "";
        public string HomeOfficeClass { get; init; } = "";
        public string Priority { get; init; } = "";
        public double Probability { get; init; }
        public string? DueBy { get; init; }
        public long Version { get; init; }
        public long Machine { get; init; }
        public string? Blind { get; init; }
        public long Pressing { get; init; }

        public ScoredItem ToItem() => new(
            Id, new CrimeKey(ForceCode, CrimeReference), HomeOfficeClass, StoreWords.ToPriority(Priority), Probability, DueBy, Version, Machine, Blind, Pressing);
    }
}
