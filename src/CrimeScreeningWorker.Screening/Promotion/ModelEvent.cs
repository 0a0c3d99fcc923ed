namespace CrimeScreeningWorker.Screening.Promotion;

public enum ModelEventKind
{
    /// <summary>It became the live model.</summary>
    Promoted,

    /// <summary>The model that had been live before became live again.</summary>
    RolledBack,

    /// <summary>The gate refused it, and nothing changed.</summary>
    Refused,
}

/// <summary>A model that is kept in the store.</summary>
/// <param name="Note">From whoever brought it in; empty where none was given.</param>
public sealed record RegisteredModel(string Version, string AddedBy, string Note, DateTimeOffset AddedAt);

/// <summary>What became of a model. Never changed, never deleted.</summary>
/// <param name="Version">Which one: after a promotion and after a rollback it is the live one.</param>
/// <param name="LiveBefore">Which one was live, and what the gate compared with.</param>
/// <param name="Gate">What the gate said; null for a rollback.</param>
/// <param name="Despite">Why it was promoted though the gate refused it; else null.</param>
public sealed record ModelEvent(
    ModelEventKind Kind, string Version, string LiveBefore, string Person, string Note, DateTimeOffset At, GateReport? Gate, string? Despite);
