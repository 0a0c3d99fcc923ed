using CrimeScreeningWorker.Screening.Runs;

namespace CrimeScreeningWorker.Service;

/// <summary>What the service is doing, for the health endpoints and the gauges; any thread may read it.</summary>
internal sealed class ServiceState
{
    private volatile string doing = "starting";
    private volatile RunRecord? lastGood;
    private volatile RunRecord? last;
    private volatile string? startFault;

    /// <summary>A few words: idle, running, waiting for the end of office hours.</summary>
    public string Doing
    {
        get => doing;
        set => doing = value;
    }

    /// <summary>A sentence on what keeps the service from having started whole; null when nothing does.</summary>
    public string? StartFault
    {
        get => startFault;
        set => startFault = value;
    }

    /// <summary>Newest run over the service's source that succeeded.</summary>
    public RunRecord? LastGood => lastGood;

    /// <summary>Newest run over the service's source, however it ended.</summary>
    public RunRecord? Last => last;

    public void Enter(RunRecord? run)
    {
        if (run is null || run.State == RunState.Skipped) return;
        last = run;
        if (run.State == RunState.Succeeded) lastGood = run;
    }
}
