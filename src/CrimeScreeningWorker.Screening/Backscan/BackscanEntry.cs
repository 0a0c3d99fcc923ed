using System.Globalization;
using CrimeScreeningWorker.Screening.Runs;
using CrimeScreeningWorker.Screening.Scoring;
using CrimeScreeningWorker.Screening.Sources;
using CrimeScreeningWorker.Screening.Storage;

namespace CrimeScreeningWorker.Screening.Backscan;

/// <summary>How a machine comes to take part: it begins a back-scan, joins the one that is going on, or is told that it is done.</summary>
internal sealed class BackscanEntry(StoreSession session, ScreeningSteps steps, TimeProvider time)
{
    private readonly BackscanStore store = new(session);
    private readonly RunStore runs = new(session);

    /// <summary>In the transaction of the caller, which is alone in this.</summary>
    /// <returns>Null when it has been done; then the second value is the run that did it.</returns>
    public async Task<(StoredBackscan? Backscan, string? DoneBy)> EnterAsync(IRangedSource source, string? content, BackscanRequest request, CancellationToken cancellationToken)
    {
        var version = await new ScoreStore(session).VersionAsync(steps.RuleBookVersion, steps.ModelVersion, cancellationToken);
        var unfinished = await store.FindUnfinishedAsync(lockIt: true);
        if (unfinished is not null && !request.Replace)
        {
            Refuse(unfinished, source, content, request);
            return (unfinished, null);
        }

        if (!request.Replace && await store.FindDoneAsync(source.Name, request, content, version) is { } done) return (null, done);
        var ranges = await source.PlanAsync(request.Period, request.RangeRows, cancellationToken);
        if (unfinished is not null) await store.CloseAsync(unfinished);
        var now = time.GetUtcNow();
        var run = await runs.StartBackscanAsync(NameOf(source.Name, request), now, request.AsOf ?? now, steps.RuleBookVersion, steps.ModelVersion, cancellationToken);
        await runs.SaveOriginAsync(run, new RunOrigin(request.Node, request.Configuration, ToPublish: false), cancellationToken);
        var id = await store.AddAsync(source.Name, request, content, run, unfinished?.SinceRun ?? run, version);
        await store.AddRangesAsync(id, ranges);
        if (unfinished is not null)
        {
            await store.HandOverAsync(unfinished, id);
            await runs.FinishAsync(unfinished.Run, RunState.Cancelled, now, "Another back-scan has taken its place.", cancellationToken);
        }

        return (await store.FindUnfinishedAsync(lockIt: false), null);
    }

    /// <summary>What the ledger calls the source of a back-scan: another than a night's, since nothing that asks for the runs of a source means a back-scan.</summary>
    private static string NameOf(string source, BackscanRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"back-scan of {source}, {request.FromDay:yyyy-MM-dd} to {request.ToDay:yyyy-MM-dd}");

    private void Refuse(StoredBackscan going, IRangedSource source, string? content, BackscanRequest request)
    {
        var same = going.Source == source.Name && going.FromDay == request.FromDay && going.ToDay == request.ToDay;
        if (!same)
        {
            throw new BackscanException(
                $"Another back-scan is unfinished, of {going.Source} from {going.FromDay:yyyy-MM-dd} to {going.ToDay:yyyy-MM-dd}: give its source and days to take part in it, " +
                "or --replace to put this one in its place.");
        }

        var other = new List<string>();
        if (going.RuleBookVersion != steps.RuleBookVersion) other.Add("rule book");
        if (going.ModelVersion != steps.ModelVersion) other.Add("text model");
        if (going.Configuration != request.Configuration) other.Add("configuration");
        if (going.Content != content) other.Add("content of the file");
        if (other.Count == 0) return;
        throw new BackscanException(
            $"This machine cannot take part in the back-scan {going.RunId}, which was begun with another {string.Join(" and ", other)}: " +
            "give this machine the same, or --replace to begin anew with what it has.");
    }
}
