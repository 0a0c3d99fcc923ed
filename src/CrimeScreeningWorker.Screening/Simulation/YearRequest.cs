namespace CrimeScreeningWorker.Screening.Simulation;

/// <summary>What year is simulated.</summary>
/// <param name="Weeks">How long it is, from 4 on. Default 52.</param>
/// <param name="CrimesANight">Crimes in scope that each of the two areas records a night.</param>
/// <param name="ReadsANight">Crimes that a reviewer of each area reads a night.</param>
/// <param name="Errors">Share of wrong answers, in [0, 0.5).</param>
/// <param name="Choice">How what is read is chosen.</param>
/// <param name="HeaviestWeight"><inheritdoc cref="ChoiceRequest" path="/param[@name='HeaviestWeight']"/></param>
public sealed record YearRequest(
    ulong Seed, int Weeks = 52, int CrimesANight = 20, int ReadsANight = 8, double Errors = 0.05, ChoiceStrategy? Choice = null,
    float HeaviestWeight = 1)
{
    /// <summary>Nights that a crime waits on the list before nobody will read it any more.</summary>
    public const int NightsOpen = 7;

    /// <summary>First week with the drift, from 0: six months into a year.</summary>
    public int DriftWeek => Weeks / 2;

    /// <summary>The week, from 0, in which a reviewer marks everything "not stalking" in the years in which one does: before the drift.</summary>
    public int PoisonedWeek => DriftWeek * 3 / 4;

    /// <summary>As the nightly run has it when nothing is configured: three of twenty places by chance.</summary>
    public ChoiceStrategy Chosen => Choice ?? ChoiceStrategy.Mixture(0, 0.15);
}

/// <summary>What becomes of a newly trained model.</summary>
public enum Renewal
{
    /// <summary>Nothing is trained: the first champion stays.</summary>
    Never,

    /// <summary>Every challenger is promoted.</summary>
    WithoutGate,

    /// <summary>The gate decides.</summary>
    Gated,
}

/// <summary>One of the years that are told side by side: the same nights, another way of renewing the model, with the poisoned week or without.</summary>
public sealed record YearArm(string Name, Renewal Renewal, bool Poisoned)
{
    public static IReadOnlyList<YearArm> All { get; } =
    [
        new("never retrained", Renewal.Never, Poisoned: false),
        new("retrained without the gate", Renewal.WithoutGate, Poisoned: false),
        new("retrained through the gate", Renewal.Gated, Poisoned: false),
        new("poisoned week, without the gate", Renewal.WithoutGate, Poisoned: true),
        new("poisoned week, through the gate", Renewal.Gated, Poisoned: true),
    ];
}
