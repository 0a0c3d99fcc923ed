using CrimeScreeningWorker.Screening.Audit;
using CrimeScreeningWorker.Screening.Linkage;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>What a turn came to.</summary>
internal enum TurnOutcome
{
    Worked,

    /// <summary>A run is going on, or others work on the last ranges of the phase.</summary>
    Wait,
    Done,
}

/// <summary>A turn of one machine, which is one transaction: it enters, does a range, or begins the next phase.</summary>
internal sealed class BackscanTurn(
    ScreeningDatabase database, StoreSession session, ScreeningSteps steps, ScreeningScope scope, LinkageOptions linkage, TimeProvider time,
    AuditOptions audit)
{
    // A run that waits for an embedded store looks this often.
    private static readonly TimeSpan RoomForARun = TimeSpan.FromMilliseconds(30);

    private readonly BackscanStore store = new(session);

    public async Task<TurnOutcome> TakeAsync(EnteredBackscan entered, CancellationToken cancellationToken)
    {
        if (session.OnPostgreSql) return await InTransactionAsync(entered, cancellationToken);
        try
        {
            await Task.Delay(RoomForARun, cancellationToken);
            using var turn = RunLock.Take(database.Location);
            return await InTransactionAsync(entered, cancellationToken);
        }
        catch (RunInProgressException)
        {
            return TurnOutcome.Wait;
        }
    }

    private async Task<TurnOutcome> InTransactionAsync(EnteredBackscan entered, CancellationToken cancellationToken)
    {
        try
        {
            // While crimes are taken in, a crime that two ranges hold must be seen by one of them as the other left it: who comes too late
            // goes again. After that no two ranges write the same row.
            if (session.OnPostgreSql && entered.Backscan?.Phase == BackscanPhase.Read) session.BeginSnapshot();
            else await session.BeginAsync(cancellationToken);
            if (session.OnPostgreSql && !await PostgreSqlStore.TryBeginRangeAsync(session)) return TurnOutcome.Wait;
            return entered.Backscan is null
                ? await EnterAsync(entered, cancellationToken)
                : await WorkAsync(entered, cancellationToken);
        }
        finally
        {
            await session.EndAsync();
        }
    }

    private async Task<TurnOutcome> EnterAsync(EnteredBackscan entered, CancellationToken cancellationToken)
    {
        if (session.OnPostgreSql) await PostgreSqlStore.BeginEnteringAsync(session);
        var (backscan, doneBy) = await new BackscanEntry(session, steps, time).EnterAsync(entered.Source, entered.Content, entered.Request, cancellationToken);
        await session.CommitAsync(CancellationToken.None);
        entered.Backscan = backscan;
        entered.RunId = doneBy ?? backscan!.RunId;
        return backscan is null ? TurnOutcome.Done : TurnOutcome.Worked;
    }

    private async Task<TurnOutcome> WorkAsync(EnteredBackscan entered, CancellationToken cancellationToken)
    {
        var backscan = await store.FindUnfinishedAsync(lockIt: false);
        if (backscan?.Id != entered.Backscan!.Id)
        {
            var state = (await new RunStore(session).ReadAsync(entered.RunId, limit: 1, cancellationToken)).Single().State;
            return state == RunState.Succeeded
                ? TurnOutcome.Done
                : throw new BackscanException($"The back-scan {entered.RunId} has ended: another has been put in its place.");
        }

        entered.Backscan = backscan;
        if (await store.ClaimAsync(backscan) is not { } range)
            return await store.HasOpenAsync(backscan) ? TurnOutcome.Wait : await BeginNextPhaseAsync(backscan);

        var parts = backscan.Phase == BackscanPhase.Read ? await entered.Source.SplitAsync(range.Source, backscan.RangeRows, cancellationToken) : [];
        if (parts.Count > 0)
        {
            await store.PartAsync(backscan.Id, range, parts);
        }
        else
        {
            var counts = await WorkAsync(entered, backscan, range, cancellationToken);
            await store.CompleteAsync(range, entered.Request.Node, time.GetUtcNow(), counts);
        }

        await session.CommitAsync(CancellationToken.None);
        return TurnOutcome.Worked;
    }

    private async Task<RunCounts> WorkAsync(EnteredBackscan entered, StoredBackscan backscan, ClaimedRange range, CancellationToken cancellationToken)
    {
        switch (backscan.Phase)
        {
            case BackscanPhase.Read:
                return await new RangeReading(session, backscan, steps, scope)
                    .ReadAsync(entered.Source.ReadAsync(range.Source, entered.Request.Period, cancellationToken), cancellationToken);
            case BackscanPhase.Reach:
                await new RangeLinking(session, backscan, linkage, steps.Link).ReachAsync(range, cancellationToken);
                return RunCounts.Zero;
            case BackscanPhase.Link:
                // A pair that the step fails on is not linked; both of its crimes stay.
                var guard = new StepGuard(steps);
                await new RangeLinking(session, backscan, linkage, guard.Link).LinkAsync(range, cancellationToken);
                ScreeningTelemetry.CountKept(guard.TakeLinkFaults(new Dictionary<CrimeKey, int>()).Count);
                return RunCounts.Zero;
            case BackscanPhase.Score:
                await new RangeScoring(session, backscan, steps).ScoreAsync(range, cancellationToken);
                return RunCounts.Zero;
            default:
                throw new InvalidOperationException($"The phase {backscan.Phase} has no ranges.");
        }
    }

    /// <summary>In a transaction of its own, which sees what the last range of the phase has committed; one machine does it and the others find it done.</summary>
    private async Task<TurnOutcome> BeginNextPhaseAsync(StoredBackscan seen)
    {
        await session.EndAsync();
        await session.BeginAsync(CancellationToken.None);
        if (session.OnPostgreSql && !await PostgreSqlStore.TryBeginRangeAsync(session)) return TurnOutcome.Wait;
        var backscan = await store.FindUnfinishedAsync(lockIt: true);
        if (backscan?.Id != seen.Id || backscan.Phase != seen.Phase) return TurnOutcome.Worked;
        if (await store.HasOpenAsync(backscan)) return TurnOutcome.Wait;
        switch (backscan.Phase)
        {
            // In a store that held nothing else there is nothing to reach.
            case BackscanPhase.Read when await store.HasOthersAsync(backscan):
                await store.BeginPhaseAsync(backscan, BackscanPhase.Reach, CrimeReason.Taken);
                break;
            case BackscanPhase.Read or BackscanPhase.Reach:
                await store.BeginPhaseAsync(backscan, BackscanPhase.Link, CrimeReason.Taken, CrimeReason.Joined);
                break;
            case BackscanPhase.Link:
                await store.BeginPhaseAsync(backscan, BackscanPhase.Score, CrimeReason.Taken, CrimeReason.Linked);
                break;
            default:
                var runs = new RunStore(session);
                var counts = await runs.CountRangesAsync(backscan.Run);
                await runs.SaveCountsAsync(backscan.Run, counts);
                await runs.FinishAsync(backscan.Run, RunState.Succeeded, time.GetUtcNow(), failure: null, CancellationToken.None);
                await store.EndAsync(backscan);
                await new RunAudit(audit, backscan.RunId, time).WriteBackscanAsync(session, counts);
                break;
        }

        await session.CommitAsync(CancellationToken.None);
        return TurnOutcome.Worked;
    }
}
