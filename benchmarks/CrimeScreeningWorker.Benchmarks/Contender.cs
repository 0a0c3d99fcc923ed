namespace CrimeScreeningWorker.Benchmarks;

/// <summary>Something that is timed.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Narratives">How many of the narratives it is given, from the first on.</param>
/// <param name="Run">Reads them all once and returns the seconds of processor it took.</param>
internal sealed record Contender(string Name, int Narratives, Func<double> Run);
