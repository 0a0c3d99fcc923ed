namespace CrimeScreeningWorker.EndToEnd.Tests;

/// <summary>How often each fault is tried, and on how much: a few times with every change, in full by <c>bash tests/run.sh --long</c>.</summary>
internal static class FaultCounts
{
    /// <summary>Set by <c>--long</c> to anything.</summary>
    public const string Variable = "SCREENING_TESTS_LONG";

    public static bool Long { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Kills of a run, on each kind of store.</summary>
    public static int Kills => Long ? 50 : 4;

    /// <summary>Starts of two runs in the same second, on each kind of store.</summary>
    public static int Starts => Long ? 50 : 3;

    /// <summary>Times of the schedule that two nodes meet in, on each kind of store.</summary>
    public static int Firings => Long ? 50 : 3;

    /// <summary>Kills of a migration, on each kind of store.</summary>
    public static int MigrationKills => Long ? 50 : 4;

    /// <summary>Crimes that lie in the store when the night begins.</summary>
    public static int History => Long ? 1_000_000 : 30_000;

    /// <summary>Crimes that change in that night.</summary>
    public static int Changed => Long ? 50_000 : 3_000;
}
